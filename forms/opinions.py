"""What citizens say on the public form, and what the office enters about forms and opinions."""

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, Regexp

from forms.base import ChineseForm
from inspect_app.voices.vocabulary.opinions import (
    FormDraft,
    OpinionDraft,
    PapersSaid,
    Satisfied,
    Subject,
    TripsSaid,
)

_WORDS = Length(max=1000, message="最多 1000 个字。")
_CODE = Length(max=40, message="回执码是 10 个字母和数字。")
_PIN = Regexp(r"[0-9]{4,6}", message="请填 4 到 6 位数字。")


class _FourQuestions(ChineseForm):
    """The four questions; each may be left out, an answer nobody offered counts as left out."""

    trips = RadioField("这件事您一共跑了几趟？", choices=TripsSaid.choices(), validate_choice=False)
    papers = RadioField("材料带齐了吗？", choices=PapersSaid.choices(), validate_choice=False)
    satisfied = RadioField("您满意吗？", choices=Satisfied.choices(), validate_choice=False)
    words = TextAreaField("哪里不方便？请写一两句")
    callback = BooleanField("希望有人给我回电话")
    phone = StringField("手机号码")

    def draft(self) -> OpinionDraft:
        """Return what was said; a number without the wish to be called is not taken."""
        return OpinionDraft(
            TripsSaid.find(self.trips.data),
            PapersSaid.find(self.papers.data),
            Satisfied.find(self.satisfied.data),
            self.words.data or "",
            self.phone.data or "" if self.callback.data else "",
        )

    @property
    def lacks_phone(self) -> bool:
        """Say whether somebody wants a call and gave no number."""
        return bool(self.callback.data) and not self.phone.data


class PublicOpinionForm(_FourQuestions):
    """意见征集表 on a citizen's phone: its challenge stands for the token, so that no cookie is needed.

    `fax` is there for robots; `solution` is what the browser reckoned.
    """

    class Meta(ChineseForm.Meta):
        """No token of a session."""

        csrf = False

    challenge = HiddenField()
    solution = HiddenField()
    fax = StringField("这一格请空着")


class PaperOpinionForm(_FourQuestions):
    """录入纸表."""

    said_on = DateField("填表日期", [InputRequired("请填表上的日期；没有写的填收到的日期。")])


class ReceiptForm(ChineseForm):
    """查回执."""

    receipt = StringField("回执码", [InputRequired("请填回执码。"), _CODE])
    sure = HiddenField()


class NewFormsForm(ChineseForm):
    """新建意见征集表."""

    subject = RadioField("征集什么的意见", choices=Subject.choices(), default=Subject.WINDOW.value)
    window = SelectField("窗口", choices=[], validate_choice=True)
    item = SelectField("事项", choices=[], validate_choice=True)
    campaign = SelectField("专项", choices=[], validate_choice=True)
    until = DateField("截止日期", [Optional()])

    def offer(self, sites: Any, windows: Any, items: Any, campaigns: Any) -> None:
        """Hand in what a form may be about; a site stands for each of its windows."""
        whole = [(f"site-{key}", f"{name}：每个窗口一张") for key, name in sites]
        self.window.choices = [("", "请选择"), *whole, *((str(key), name) for key, name in windows)]
        self.item.choices = [("", "请选择"), *((str(key), name) for key, name in items)]
        self.campaign.choices = [("", "请选择"), *((str(key), name) for key, name in campaigns)]

    @property
    def site_id(self) -> int | None:
        """Return the site whose windows get a form each, if one was chosen."""
        word, _, key = str(self.window.data or "").partition("-")
        return int(key) if word == "site" else None

    def draft(self, windows_of_site: tuple[int, ...]) -> FormDraft:
        """Return what the forms are about as facts."""
        subject, until = Subject.find(self.subject.data) or Subject.WINDOW, self.until.data
        one = str(self.window.data or "")
        windows = windows_of_site or ((int(one),) if one.isdecimal() else ())
        item, campaign = (int(field.data) if field.data else None for field in (self.item, self.campaign))
        return FormDraft(subject, windows, item, campaign, until)


class SeenForm(ChineseForm):
    """A button that knows which version its page showed."""

    version = HiddenField()

    @property
    def seen(self) -> int | None:
        """Return the version that was shown, if the form told one."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() and len(text) < 10 else None


class UntilForm(SeenForm):
    """改截止日期."""

    until = DateField("截止日期", [Optional()])


class NoteForm(SeenForm):
    """已看过，回执里告诉群众."""

    reply = TextAreaField("回执里告诉群众", [_WORDS])


class ReasonForm(ChineseForm):
    """查看电话."""

    reason = StringField("为什么要看", [InputRequired("请写为什么要看，会留下记录。"), Length(max=200)])


class HandOverForm(ChineseForm):
    """交给群众填写."""

    form = SelectField("哪一张意见征集表", [InputRequired("请选一张。")], choices=[])
    pin = PasswordField("归还时的数字密码", [InputRequired("请设 4 到 6 位数字。"), _PIN])

    def offer(self, forms: list[tuple[str, str]]) -> None:
        """Hand in the open forms."""
        self.form.choices = [("", "请选择"), *forms]


class HandBackForm(ChineseForm):
    """归还平板."""

    pin = PasswordField("数字密码", [InputRequired("请填交出时设的数字密码。")])

"""Forms of the bulletin."""

from datetime import date

from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from forms.base import ChineseForm
from inspect_app.foundation.text import tidy
from inspect_app.notices.vocabulary.bulletins import ArticleDraft, AttachmentDraft, NoteKind, SeriesDraft

_STALE = "页面已过期，请刷新。"
_NOTE, _BODY, _ORIGINAL = 2_000, 20_000, 50_000


def _longest(count: int) -> Length:
    return Length(max=count, message=f"最多 {count} 字。")


class SeriesForm(ChineseForm):
    """A masthead: what is printed in red, who edits it, the mailbox."""

    version = IntegerField("版本", [InputRequired(_STALE)], widget=HiddenInput())
    name = StringField("刊名", [DataRequired("请填刊名，如“最多跑一次”改革简报。"), _longest(40)])
    issuer = StringField("编发单位", [DataRequired("请填编发单位。"), _longest(40)])
    mailbox = StringField("本刊邮箱", [Optional(), _longest(80)])

    def facts(self) -> tuple[SeriesDraft, int]:
        """Return the masthead and the version it was opened with."""
        draft = SeriesDraft(tidy(self.name.data), tidy(self.issuer.data), tidy(self.mailbox.data))
        return draft, self.version.data or 0


class IssueForm(ChineseForm):
    """Which masthead the next issue has."""

    series = SelectField("刊头", coerce=int, validators=[DataRequired("请选择刊头。")])


class IssueDayForm(ChineseForm):
    """Date, copies and secrecy of an issue; a draft's date may be blank."""

    day = DateField("印发日期", [Optional()])
    copies = IntegerField("共印份数", [Optional(), NumberRange(1, 100_000, "请填 1 到 100000。")])
    secrecy = StringField("密级", [Optional(), _longest(20)])

    def facts(self) -> tuple[date | None, int | None, str]:
        """Return what a valid form sets."""
        return self.day.data, self.copies.data, tidy(self.secrecy.data)


class ArticleForm(ChineseForm):
    """An article; a line of note or body is a paragraph."""

    version = IntegerField("版本", [InputRequired(_STALE)], widget=HiddenInput())
    title = StringField("标题", [DataRequired("请填写标题。"), _longest(80)])
    subtitle = StringField("副标题", [Optional(), _longest(80)])
    note_kind = SelectField("按语叫", choices=NoteKind.choices())
    note = TextAreaField("按语", [Optional(), _longest(_NOTE)])
    body = TextAreaField("正文", [Optional(), _longest(_BODY)])
    next_steps = TextAreaField("下一步工作计划", [Optional(), _longest(_BODY)])
    contributor = StringField("供稿单位", [Optional(), _longest(40)])

    def facts(self) -> tuple[int, ArticleDraft]:
        """Return the version that was edited and the article's words."""
        draft = ArticleDraft(
            title=self.title.data or "",
            subtitle=(self.subtitle.data or "").lstrip("—"),
            note_kind=NoteKind.find(self.note_kind.data) or NoteKind.NOTE,
            note=self.note.data or "",
            body=self.body.data or "",
            next_steps=self.next_steps.data or "",
            contributor=(self.contributor.data or "").removesuffix("供稿"),
        )
        return self.version.data or 0, draft


class AttachmentForm(ChineseForm):
    """An original to be printed verbatim."""

    version = IntegerField("版本", [InputRequired(_STALE)], widget=HiddenInput())
    title = StringField("标题", [DataRequired("请填写标题。"), _longest(80)])
    text = TextAreaField("原文", [DataRequired("请把原文照录在这里。"), _longest(_ORIGINAL)])
    consent = StringField("本人同意刊发的情况", [Optional(), _longest(200)])

    def facts(self) -> tuple[int, AttachmentDraft]:
        """Return the version that was edited and the attachment."""
        text = (self.text.data or "").replace("\r\n", "\n")
        return self.version.data or 0, AttachmentDraft(self.title.data or "", text, self.consent.data or "")

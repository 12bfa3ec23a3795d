"""What the office enters about letters: one voice, what becomes of it, what was answered; and a table of many."""

from typing import Any

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from forms.assigned import LINK, LONG, SHORT, UploadsField, VersionedForm
from forms.base import ChineseForm
from inspect_app.findings.vocabulary import Category, PainType
from inspect_app.rectification.vocabulary import ReplyChannel
from inspect_app.voices.rules.letters import names_in
from inspect_app.voices.vocabulary.letters import (
    ENTERED,
    Answer,
    FindingDraft,
    LetterDraft,
    LetterSource,
    PraiseNote,
    Private,
)

Choices = list[tuple[str, str]]
CHECKED = "已核对：文字里没有能认出群众和工作人员的内容，或确属需要"


def _number(text: str | None) -> int | None:
    return int(text) if text else None


class PlacedForm(VersionedForm):
    """A form that names a unit, a window, a matter or a campaign; it takes what it has."""

    def offer(self, **choices: Choices) -> None:
        """Hand in what may be chosen, by field."""
        for name, known in choices.items():
            if name in self._fields:
                needed = self[name].flags.required
                self[name].choices = [("", "请选择" if needed else "不选"), *known]


class LetterForm(PlacedForm):
    """登记来信。"""

    source = SelectField("来源", choices=[(one.value, one.label) for one in ENTERED])
    received_on = DateField("收到日期", [InputRequired("请填收到日期。")])
    outside_code = StringField("编号", [SHORT], description="信件或平台工单的编号，没有就不填。")
    outlet = StringField("渠道", [SHORT], description="哪家媒体、哪个网站，或者哪个群团、基层党组织转来的。")
    link = StringField("链接", [Optional(), SHORT, LINK])
    title = StringField("摘要", [SHORT], description="列表里显示，人名自动改成化名；不填就取原文开头。")
    words = TextAreaField("原文", [InputRequired("请写原文。"), LONG], description="照录，只在跑改办看得到。")
    sender = StringField("来信人", [SHORT], description="加密保存，页面上只显示化名。")
    alias = StringField("化名", [SHORT], description="如：张阿姨、蒋某某；不填就按姓氏自动取。")
    phone = StringField("电话", [SHORT], description="加密保存，查看要写原因。")
    named = StringField("文中提到的人", [SHORT], description="姓名，几个用顿号隔开；对外都改成化名。")
    unit_id = SelectField("反映单位", choices=[])
    window_id = SelectField("窗口", choices=[])
    item_id = SelectField("事项", choices=[])
    category = SelectField("主题", choices=[("", "不选"), *Category.choices()])
    trips = IntegerField("跑了几趟", [Optional(), NumberRange(0, 99, message="填 0 到 99。")])
    outcome = StringField("办成没有", [SHORT], description="具体案例记：最后怎么样了。")
    files = UploadsField("原件扫描件或照片")

    def draft(self) -> LetterDraft:
        """Return the voice as facts."""
        day: Any = self.received_on.data
        texts = ("outside_code", "outlet", "link", "title", "words", "alias", "outcome")
        named = names_in(self.named.data or "")
        return LetterDraft(
            source=LetterSource.find(self.source.data) or LetterSource.LETTER,
            received_on=day,
            unit_id=_number(self.unit_id.data),
            window_id=_number(self.window_id.data),
            item_id=_number(self.item_id.data),
            category=Category.find(self.category.data),
            trips=self.trips.data,
            private=Private(self.sender.data or "", self.phone.data or "", named),
            **{name: self[name].data or "" for name in texts},
        )


class AttachForm(ChineseForm):
    """添加原件。"""

    files = UploadsField("扫描件或照片")


class ContactForm(ChineseForm):
    """查看联系方式。"""

    reason = StringField("为什么要看", [InputRequired("请写为什么要看，会留下记录。"), SHORT])


class ListFindingForm(PlacedForm):
    """列为问题。"""

    campaign_id = SelectField("专项", [InputRequired("请选专项。")], choices=[])
    title = StringField("问题标题", [InputRequired("请填写问题标题。"), SHORT])
    fact = TextAreaField(
        "事实", [InputRequired("请填写事实。"), LONG], description="责任单位只看到这里写的，看不到来信。"
    )
    suggestion = TextAreaField("建议", [LONG])
    category = SelectField("类别", choices=Category.choices())
    pain_type = SelectField("痛堵难", choices=[("", "未定"), *PainType.choices()])
    unit_id = SelectField("责任单位", choices=[])
    window_id = SelectField("窗口", choices=[])
    item_id = SelectField("事项", choices=[])
    checked = BooleanField(CHECKED)

    def draft(self) -> FindingDraft:
        """Return the problem as facts."""
        return FindingDraft(
            campaign_id=int(self.campaign_id.data),
            title=self.title.data or "",
            fact=self.fact.data or "",
            suggestion=self.suggestion.data or "",
            category=Category.find(self.category.data) or Category.OTHER,
            pain_type=PainType.find(self.pain_type.data),
            unit_id=_number(self.unit_id.data),
            window_id=_number(self.window_id.data),
            item_id=_number(self.item_id.data),
            checked=bool(self.checked.data),
        )


class PraiseLetterForm(PlacedForm):
    """转点赞。"""

    unit_id = SelectField("单位", [InputRequired("请选单位。")], choices=[])
    window_id = SelectField("窗口", choices=[])
    campaign_id = SelectField("专项", choices=[])
    words = TextAreaField("事迹", [InputRequired("请写事迹。"), LONG], description="登记簿里看得到，人名用化名。")
    typical = BooleanField("列为典型做法，供通报第四部分选用")
    paper_words = TextAreaField("见报文字", [LONG], description="写单位、窗口和做法，不写姓名。")
    checked = BooleanField(CHECKED)

    def draft(self) -> PraiseNote:
        """Return the praise as facts."""
        return PraiseNote(
            unit_id=int(self.unit_id.data),
            window_id=_number(self.window_id.data),
            campaign_id=_number(self.campaign_id.data),
            words=self.words.data or "",
            typical=bool(self.typical.data),
            paper_words=self.paper_words.data or "",
            checked=bool(self.checked.data),
        )


class ReasonForm(VersionedForm):
    """A step that takes a reason; `ids` are the voices when several are settled at once."""

    ids = HiddenField()
    reason = TextAreaField("理由", [InputRequired("请写理由。"), SHORT])


class StepForm(VersionedForm):
    """A step that takes nothing."""


class AnswerLetterForm(VersionedForm):
    """答复。"""

    text = TextAreaField("答复内容", [InputRequired("请写答复内容。"), LONG])
    channel = SelectField("答复方式", choices=ReplyChannel.choices())
    on = DateField("答复日期", [InputRequired("请填答复日期。")])
    also_merged = BooleanField("并入的来信也这样答复了")

    def answer(self) -> Answer:
        """Return what was answered."""
        day: Any = self.on.data
        channel = ReplyChannel.find(self.channel.data) or ReplyChannel.PHONE
        # Where nothing was merged nothing is asked.
        also = "also_merged" in self._fields and bool(self.also_merged.data)
        return Answer(self.text.data or "", channel, day, also)


class RectifyForm(VersionedForm):
    """建议落实。"""

    on = DateField("落实日期", [InputRequired("请填落实日期。")])
    words = TextAreaField("落实了什么", [InputRequired("请写落实了什么。"), LONG])


class PublishForm(VersionedForm):
    """公示。"""

    on = DateField("公示日期", [InputRequired("请填公示日期。")])
    where = StringField("公示渠道", [InputRequired("请填公示渠道。"), SHORT], description="报纸、网站或大厅公示栏。")
    words = TextAreaField(
        "公示文字", [InputRequired("请写公示文字。"), LONG], description="人名已改成化名，请再看一遍。"
    )
    checked = BooleanField(CHECKED)


class ComplaintForm(ChineseForm):
    """投诉建议：about this tool."""

    words = TextAreaField(
        "您的意见", [InputRequired("请写您的意见。"), LONG], description="哪一页、做什么时、希望怎么改。"
    )


class TableForm(ChineseForm):
    """A table of voices: a file, or rows pasted from Excel."""

    source = SelectField("没有写来源的行，来源是", choices=[(one.value, one.label) for one in ENTERED],
                         default=LetterSource.PLATFORM.value)  # fmt: skip
    file = FileField("CSV 文件")
    pasted = TextAreaField("或者从 Excel 粘贴", description="连表头一起复制，粘贴到这里。")

    def given(self) -> tuple[str, bytes]:
        """Return the name and the bytes of what was given; nothing of neither."""
        upload = self.file.data
        if isinstance(upload, FileStorage) and upload.filename:
            return str(upload.filename), upload.read()
        return "粘贴的表格", (self.pasted.data or "").encode()

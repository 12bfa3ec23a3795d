"""What is entered into the registers: one form each, and what became of a pledge."""

import re
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from forms.assigned import LINK, LONG, SHORT, VersionedForm
from forms.more_registers import GroupForm, MediaForm, PilotForm, PreparationForm, StaffingForm, TrainingForm
from forms.register_entry import EntryForm, needed
from inspect_app.projects.vocabulary.registers import (
    AnnouncementDraft,
    DocumentDraft,
    Draft,
    FigureDraft,
    PledgeDraft,
    PledgeState,
    PraiseDeed,
    PraiseDraft,
    PraiseSource,
    Register,
)


class PledgeForm(EntryForm):
    """承诺。"""

    words = TextAreaField("承诺内容", [needed("承诺内容"), LONG])
    unit_id = SelectField("单位", [InputRequired("请选单位。")], choices=[])
    made_by = StringField("承诺人", [needed("承诺人"), SHORT], description="职务和姓名。")
    pledged_on = DateField("承诺日期", [needed("承诺日期")])
    due_on = DateField("兑现期限", [Optional()])
    outlet = StringField("来源", [needed("来源"), SHORT], description="哪家媒体、哪个栏目或哪份文件。")
    link = StringField("链接", [Optional(), SHORT, LINK])

    def draft(self) -> Draft:
        """Return the pledge."""
        day: Any = self.pledged_on.data
        texts = self._texts("words", "made_by", "outlet", "link")
        return PledgeDraft(unit_id=int(self.unit_id.data), pledged_on=day, due_on=self.due_on.data, **texts)


class PraiseForm(EntryForm):
    """点赞。"""

    words = TextAreaField("事迹", [needed("事迹"), LONG], description="原话原样记。")
    unit_id = SelectField("单位", [InputRequired("请选单位。")], choices=[])
    window_id = SelectField("窗口", choices=[])
    praised_on = DateField("日期", [needed("日期")])
    source = SelectField("来源", choices=PraiseSource.choices())
    source_text = StringField("来源说明", [SHORT], description="信件、留言或走访回执号，只在跑改办看得到。")
    campaign_id = SelectField("专项", choices=[])
    person_name = StringField("当事人", [SHORT], description="只供跑改办联系和激励，不见报、不导出。")
    deeds = SelectMultipleField(
        "做法", choices=PraiseDeed.choices(), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    promised_time = StringField("承诺时间", [SHORT], description="如：10 个工作日。")
    real_time = StringField("实际时间", [SHORT], description="如：3 天。")
    typical = BooleanField("列为典型做法，供通报第四部分选用")
    paper_words = TextAreaField("见报文字", [LONG], description="写单位、窗口和做法，不写姓名。")

    def draft(self) -> Draft:
        """Return the praise."""
        day: Any = self.praised_on.data
        return PraiseDraft(
            unit_id=int(self.unit_id.data),
            window_id=self._key("window_id"),
            campaign_id=self._key("campaign_id"),
            praised_on=day,
            source=PraiseSource.find(self.source.data) or PraiseSource.OFFICE,
            typical=bool(self.typical.data),
            deeds=[deed.value for deed in PraiseDeed if deed.value in (self.deeds.data or ())],
            **self._texts("words", "source_text", "person_name", "paper_words", "promised_time", "real_time"),
        )


class AnnouncementForm(EntryForm):
    """公布批次。"""

    batch = StringField("批次", [needed("批次"), SHORT], description="如：第三批取消办事纸质材料。")
    announced_on = DateField("公布日期", [needed("公布日期")])
    channel = StringField("渠道", [needed("渠道"), SHORT], description="报刊、微信公众号、网站，一行一个渠道。")
    items = TextAreaField("公布内容", [needed("公布内容"), LONG])
    count = IntegerField("项数", [needed("项数"), NumberRange(0, message="项数不能小于 0。")])
    link = StringField("链接", [Optional(), SHORT, LINK])

    def draft(self) -> Draft:
        """Return the batch."""
        day: Any = self.announced_on.data
        texts = self._texts("batch", "channel", "items", "link")
        return AnnouncementDraft(announced_on=day, count=int(self.count.data or 0), **texts)


class DocumentForm(EntryForm):
    """文件。"""

    number = StringField("文号", [needed("文号"), SHORT], description="如：杭跑改办〔2017〕43号。")
    title = StringField("标题", [needed("标题"), SHORT])
    issuer = StringField("发文机关", [needed("发文机关"), SHORT])
    issued_on = DateField("成文日期", [needed("成文日期")])
    link = StringField("链接", [Optional(), SHORT, LINK])

    def draft(self) -> Draft:
        """Return the document."""
        day: Any = self.issued_on.data
        return DocumentDraft(issued_on=day, **self._texts("number", "title", "issuer", "link"))


class FigureForm(EntryForm):
    """成效数字。"""

    name = StringField("名称", [needed("名称"), SHORT])
    value = StringField("数值", [SHORT], description="占比不填这里，填分子、分母。")
    unit = StringField("单位", [SHORT], description="如：万次、万小时、项。")
    numerator = StringField("分子", [SHORT])
    denominator = StringField("分母", [SHORT])
    scope = StringField("口径", [needed("口径"), SHORT], description="算的是哪些事项、哪个时段。")
    as_of = DateField("截至", [needed("截至日期")])
    source = StringField("来源", [needed("来源"), SHORT], description="哪个单位报的、哪份材料。")

    def draft(self) -> Draft:
        """Return the figure."""
        day: Any = self.as_of.data
        return FigureDraft(
            as_of=day, **self._texts("name", "value", "unit", "numerator", "denominator", "scope", "source")
        )


class JudgeForm(VersionedForm):
    """承诺兑现了没有。"""

    state = RadioField(
        "兑现情况",
        [InputRequired("请选已兑现或未兑现。")],
        choices=[(state.value, state.label) for state in PledgeState if state is not PledgeState.RUNNING],
    )
    evidence = TextAreaField("依据", [InputRequired("请写依据：怎么核实的。"), LONG])
    findings = StringField("未兑现的问题编号", [SHORT], description="类别是“承诺未兑现”的问题，几个用逗号隔开。")

    def chosen(self) -> PledgeState:
        """Return what became of it."""
        return PledgeState.find(self.state.data) or PledgeState.RUNNING

    def numbers(self) -> list[str]:
        """Return the numbers of the findings, each once."""
        return list(dict.fromkeys(part for part in re.split(r"[,，、;；\s]+", self.findings.data or "") if part))


FORMS: dict[Register, type[EntryForm]] = {
    Register.PLEDGES: PledgeForm,
    Register.PRAISE: PraiseForm,
    Register.ANNOUNCEMENTS: AnnouncementForm,
    Register.DOCUMENTS: DocumentForm,
    Register.FIGURES: FigureForm,
    Register.MEDIA: MediaForm,
    Register.PILOTS: PilotForm,
    Register.STAFFING: StaffingForm,
    Register.PREPARATIONS: PreparationForm,
    Register.TRAININGS: TrainingForm,
    Register.GROUPS: GroupForm,
}

"""What is entered into the registers: one form each, and what became of a pledge."""

import re
from typing import Any

from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from forms.assigned import LINK, LONG, SHORT, VersionedForm
from inspect_app.projects.vocabulary.registers import (
    AnnouncementDraft,
    DocumentDraft,
    Draft,
    FigureDraft,
    MediaDraft,
    MediaKind,
    PilotDraft,
    PledgeDraft,
    PledgeState,
    PraiseDraft,
    PraiseSource,
    PreparationDraft,
    PreparationStep,
    Register,
    StaffingDraft,
)

Choices = list[tuple[str, str]]


def _needed(words: str) -> InputRequired:
    return InputRequired(f"请填{words}。")


class EntryForm(VersionedForm):
    """An entry; correcting one asks why."""

    reason = StringField("更正原因", [SHORT])

    def offer(self, units: Choices, windows: Choices, campaigns: Choices) -> None:
        """Hand in what may be chosen; each form takes what it has."""
        for name, choices in (("unit_id", units), ("window_id", windows), ("campaign_id", campaigns)):
            if name in self._fields:
                first = "请选择" if self[name].flags.required else "不选"
                self[name].choices = [("", first), *choices]

    def _key(self, name: str) -> int | None:
        return int(self[name].data) if self[name].data else None

    def draft(self) -> Draft:
        """Return the entry as facts."""
        raise NotImplementedError

    def _texts(self, *names: str) -> dict[str, str]:
        return {name: self[name].data or "" for name in names}


class PledgeForm(EntryForm):
    """承诺。"""

    words = TextAreaField("承诺内容", [_needed("承诺内容"), LONG])
    unit_id = SelectField("单位", [InputRequired("请选单位。")], choices=[])
    made_by = StringField("承诺人", [_needed("承诺人"), SHORT], description="职务和姓名。")
    pledged_on = DateField("承诺日期", [_needed("承诺日期")])
    due_on = DateField("兑现期限", [Optional()])
    outlet = StringField("来源", [_needed("来源"), SHORT], description="哪家媒体、哪个栏目或哪份文件。")
    link = StringField("链接", [Optional(), SHORT, LINK])

    def draft(self) -> Draft:
        """Return the pledge."""
        day: Any = self.pledged_on.data
        texts = self._texts("words", "made_by", "outlet", "link")
        return PledgeDraft(unit_id=int(self.unit_id.data), pledged_on=day, due_on=self.due_on.data, **texts)


class PraiseForm(EntryForm):
    """点赞。"""

    words = TextAreaField("事迹", [_needed("事迹"), LONG], description="原话原样记。")
    unit_id = SelectField("单位", [InputRequired("请选单位。")], choices=[])
    window_id = SelectField("窗口", choices=[])
    praised_on = DateField("日期", [_needed("日期")])
    source = SelectField("来源", choices=PraiseSource.choices())
    source_text = StringField("来源说明", [SHORT], description="信件、留言或走访回执号，只在跑改办看得到。")
    campaign_id = SelectField("专项", choices=[])
    person_name = StringField("当事人", [SHORT], description="只供跑改办联系和激励，不见报、不导出。")
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
            **self._texts("words", "source_text", "person_name", "paper_words"),
        )


class AnnouncementForm(EntryForm):
    """公布批次。"""

    batch = StringField("批次", [_needed("批次"), SHORT], description="如：第三批取消办事纸质材料。")
    announced_on = DateField("公布日期", [_needed("公布日期")])
    channel = StringField("渠道", [_needed("渠道"), SHORT], description="报刊、微信公众号、网站，一行一个渠道。")
    items = TextAreaField("公布内容", [_needed("公布内容"), LONG])
    count = IntegerField("项数", [_needed("项数"), NumberRange(0, message="项数不能小于 0。")])
    link = StringField("链接", [Optional(), SHORT, LINK])

    def draft(self) -> Draft:
        """Return the batch."""
        day: Any = self.announced_on.data
        texts = self._texts("batch", "channel", "items", "link")
        return AnnouncementDraft(announced_on=day, count=int(self.count.data or 0), **texts)


class DocumentForm(EntryForm):
    """文件。"""

    number = StringField("文号", [_needed("文号"), SHORT], description="如：杭跑改办〔2017〕43号。")
    title = StringField("标题", [_needed("标题"), SHORT])
    issuer = StringField("发文机关", [_needed("发文机关"), SHORT])
    issued_on = DateField("成文日期", [_needed("成文日期")])
    link = StringField("链接", [Optional(), SHORT, LINK])

    def draft(self) -> Draft:
        """Return the document."""
        day: Any = self.issued_on.data
        return DocumentDraft(issued_on=day, **self._texts("number", "title", "issuer", "link"))


class FigureForm(EntryForm):
    """成效数字。"""

    name = StringField("名称", [_needed("名称"), SHORT])
    value = StringField("数值", [SHORT], description="占比不填这里，填分子、分母。")
    unit = StringField("单位", [SHORT], description="如：万次、万小时、项。")
    numerator = StringField("分子", [SHORT])
    denominator = StringField("分母", [SHORT])
    scope = StringField("口径", [_needed("口径"), SHORT], description="算的是哪些事项、哪个时段。")
    as_of = DateField("截至", [_needed("截至日期")])
    source = StringField("来源", [_needed("来源"), SHORT], description="哪个单位报的、哪份材料。")

    def draft(self) -> Draft:
        """Return the figure."""
        day: Any = self.as_of.data
        return FigureDraft(
            as_of=day, **self._texts("name", "value", "unit", "numerator", "denominator", "scope", "source")
        )


def _count(words: str, *needed: InputRequired | Optional) -> IntegerField:
    return IntegerField(words, [*needed, NumberRange(0, 1_000_000, message=f"{words}填 0 到 1000000。")])


class MediaForm(EntryForm):
    """媒体报道。"""

    title = StringField("标题", [_needed("标题"), SHORT])
    outlet = StringField("媒体", [_needed("媒体"), SHORT], description="如：杭州日报、杭州电视台。")
    kind = SelectField("类型", choices=MediaKind.choices())
    published_on = DateField("日期", [_needed("日期")])
    unit_id = SelectField("涉及单位", choices=[])
    campaign_id = SelectField("专项", choices=[])
    link = StringField("链接", [Optional(), SHORT, LINK])

    def draft(self) -> Draft:
        """Return the report."""
        day: Any = self.published_on.data
        return MediaDraft(
            kind=MediaKind.find(self.kind.data) or MediaKind.PAPER, published_on=day, unit_id=self._key("unit_id"),
            campaign_id=self._key("campaign_id"), **self._texts("title", "outlet", "link"),
        )  # fmt: skip


class PilotForm(EntryForm):
    """试点。"""

    name = StringField("试点", [_needed("试点"), SHORT], description="在哪里试，如：骆家庄社区。")
    unit_id = SelectField("单位", [InputRequired("请选单位。")], choices=[])
    matter = TextAreaField("试点内容", [_needed("试点内容"), LONG])
    started_on = DateField("开始日期", [_needed("开始日期")])
    ended_on = DateField("结束日期", [Optional()])
    result = TextAreaField("成效", [LONG])

    def draft(self) -> Draft:
        """Return the pilot."""
        day: Any = self.started_on.data
        texts = self._texts("name", "matter", "result")
        return PilotDraft(unit_id=int(self.unit_id.data), started_on=day, ended_on=self.ended_on.data, **texts)


class StaffingForm(EntryForm):
    """窗口人员。"""

    unit_id = SelectField("单位", [InputRequired("请选单位。")], choices=[])
    window_id = SelectField("窗口", choices=[], description="不选就是整个单位的窗口。")
    as_of = DateField("截至", [_needed("截至日期")])
    regular = _count("在编", _needed("在编人数"))
    contracted = _count("聘用", _needed("聘用人数"))
    windows = _count("开设窗口", _needed("开设窗口数"))
    handled = _count("月办件", Optional())
    source = StringField("来源", [_needed("来源"), SHORT], description="哪个单位报的、哪份材料。")

    def draft(self) -> Draft:
        """Return the numbers."""
        day: Any = self.as_of.data
        return StaffingDraft(
            unit_id=int(self.unit_id.data), window_id=self._key("window_id"), as_of=day,
            regular=int(self.regular.data or 0), contracted=int(self.contracted.data or 0),
            windows=int(self.windows.data or 0), handled=self.handled.data, **self._texts("source"),
        )  # fmt: skip


class PreparationForm(EntryForm):
    """专项筹备。"""

    words = TextAreaField("情况", [_needed("情况"), LONG], description="组长和成员单位、文号、会议时间地点等。")
    campaign_id = SelectField("专项", [InputRequired("请选专项。")], choices=[])
    step = SelectField("事项", choices=PreparationStep.choices())
    done_on = DateField("完成日期", [_needed("完成日期")])
    link = StringField("链接", [Optional(), SHORT, LINK])

    def draft(self) -> Draft:
        """Return the step."""
        day: Any = self.done_on.data
        return PreparationDraft(
            campaign_id=int(self.campaign_id.data), done_on=day,
            step=PreparationStep.find(self.step.data) or PreparationStep.GROUP, **self._texts("words", "link"),
        )  # fmt: skip


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
}

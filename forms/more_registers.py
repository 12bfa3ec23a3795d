"""What is entered into the registers about a campaign's setting: media, pilots, people, training, groups."""

from typing import Any

from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from forms.assigned import LINK, LONG, SHORT
from forms.register_entry import EntryForm, needed
from inspect_app.projects.vocabulary.registers import (
    Draft,
    GroupDraft,
    MediaDraft,
    MediaKind,
    PilotDraft,
    PreparationDraft,
    PreparationStep,
    StaffingDraft,
    Trained,
    TrainingDraft,
)


def _count(words: str, *first: InputRequired | Optional) -> IntegerField:
    return IntegerField(words, [*first, NumberRange(0, 1_000_000, message=f"{words}填 0 到 1000000。")])


class MediaForm(EntryForm):
    """媒体报道。"""

    title = StringField("标题", [needed("标题"), SHORT])
    outlet = StringField("媒体", [needed("媒体"), SHORT], description="如：杭州日报、杭州电视台。")
    kind = SelectField("类型", choices=MediaKind.choices())
    published_on = DateField("日期", [needed("日期")])
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

    name = StringField("试点", [needed("试点"), SHORT], description="在哪里试，如：骆家庄社区。")
    unit_id = SelectField("单位", [InputRequired("请选单位。")], choices=[])
    matter = TextAreaField("试点内容", [needed("试点内容"), LONG])
    started_on = DateField("开始日期", [needed("开始日期")])
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
    as_of = DateField("截至", [needed("截至日期")])
    regular = _count("在编", needed("在编人数"))
    contracted = _count("聘用", needed("聘用人数"))
    windows = _count("开设窗口", needed("开设窗口数"))
    handled = _count("月办件", Optional())
    source = StringField("来源", [needed("来源"), SHORT], description="哪个单位报的、哪份材料。")

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

    words = TextAreaField("情况", [needed("情况"), LONG], description="组长和成员单位、文号、会议时间地点等。")
    campaign_id = SelectField("专项", [InputRequired("请选专项。")], choices=[])
    step = SelectField("事项", choices=PreparationStep.choices())
    done_on = DateField("完成日期", [needed("完成日期")])
    link = StringField("链接", [Optional(), SHORT, LINK])

    def draft(self) -> Draft:
        """Return the step."""
        day: Any = self.done_on.data
        return PreparationDraft(
            campaign_id=int(self.campaign_id.data), done_on=day,
            step=PreparationStep.find(self.step.data) or PreparationStep.GROUP, **self._texts("words", "link"),
        )  # fmt: skip


class TrainingForm(EntryForm):
    """培训。"""

    subject = StringField("主题", [needed("主题"), SHORT])
    trained = SelectField("对象", choices=Trained.choices())
    held_on = DateField("日期", [needed("日期")])
    attended = IntegerField("人数", [needed("人数"), NumberRange(1, 100_000, message="人数填 1 到 100000。")])
    hours = IntegerField("课时", [needed("课时"), NumberRange(1, 1_000, message="课时填 1 到 1000。")])
    words = TextAreaField("内容", [LONG], description="讲了什么、发了什么材料。只登人数，不登姓名。")
    link = StringField("链接", [Optional(), SHORT, LINK])

    def draft(self) -> TrainingDraft:
        """Return the training."""
        day: Any = self.held_on.data
        return TrainingDraft(
            held_on=day, trained=Trained.find(self.trained.data) or Trained.OBSERVERS,
            attended=int(self.attended.data or 0), hours=int(self.hours.data or 0),
            **self._texts("subject", "words", "link"),
        )  # fmt: skip


class GroupForm(EntryForm):
    """专题组。"""

    name = StringField("专题组", [needed("名称"), SHORT], description="如：个人事项改革专题组。")
    unit_id = SelectField("牵头单位", [InputRequired("请选牵头单位。")], choices=[])
    members = TextAreaField("成员单位", [LONG])
    matter = TextAreaField("负责", [needed("负责哪些事项、哪些项目"), LONG], description="哪些事项、哪些项目。")
    coordinates = BooleanField("协调：单位之间的数据、材料由它牵头商定")
    reviews = BooleanField("审核：各单位报的事项方案由它审")
    urges = BooleanField("督促：到期没有办的由它催办")
    set_up_on = DateField("成立日期", [needed("成立日期")])
    ended_on = DateField("撤销日期", [Optional()])
    number = StringField("文号", [SHORT])

    def draft(self) -> GroupDraft:
        """Return the group."""
        day: Any = self.set_up_on.data
        return GroupDraft(
            unit_id=int(self.unit_id.data), set_up_on=day, ended_on=self.ended_on.data,
            coordinates=bool(self.coordinates.data), reviews=bool(self.reviews.data), urges=bool(self.urges.data),
            **self._texts("name", "members", "matter", "number"),
        )  # fmt: skip

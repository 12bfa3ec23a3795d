"""Forms of the hands inside and beside a department: 转办, 交回, 协办意见, 答复当事人, 补充登记, 座谈."""

from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from forms.rectification import CaseForm, UploadsField, chosen
from inspect_app.rectification.vocabulary import DataNeedState, NoteDraft, ReplyChannel

_LONG = Length(max=4000, message="最多 4000 个字。")
_SHORT = Length(max=200, message="最多 200 个字。")


class HandDownForm(CaseForm):
    """转办给下面的单位。"""

    unit = SelectField("转给哪个单位", [InputRequired("请选转办单位。")], choices=[])
    note = TextAreaField("交代几句", [_LONG])


class PassUpForm(CaseForm):
    """转办单位交回办理情况：一句话就行。"""

    text = TextAreaField("办理情况", [InputRequired("请写一句办理情况。"), _LONG])
    files = UploadsField("加照片或文件")


class OpinionForm(CaseForm):
    """协办意见。"""

    text = TextAreaField("协办意见", [InputRequired("请写协办意见。"), _LONG])


class ReplyForm(CaseForm):
    """答复当事人。"""

    channel = SelectField("怎么答复的", [InputRequired("请选答复方式。")], choices=ReplyChannel.choices())
    text = TextAreaField("答复了什么", [InputRequired("请写答复内容。"), _LONG])

    def chosen(self) -> ReplyChannel:
        """Return the way the reply was given."""
        return chosen(ReplyChannel, self.channel.data)


class NoteForm(CaseForm):
    """跑改办补充登记：硬任务、容错、问责。"""

    hard_task = BooleanField("列为硬任务（定死完成日期）")
    due = DateField("完成日期", [Optional()])
    tolerance = BooleanField("属容错情形，问责时一并考虑")
    accountability = TextAreaField("问责情况", [_LONG])

    def draft(self) -> NoteDraft:
        """Return what is noted as facts."""
        return NoteDraft(
            hard_task=bool(self.hard_task.data),
            due=self.due.data,
            tolerance=bool(self.tolerance.data),
            accountability=self.accountability.data or "",
        )


class DataNeedForm(CaseForm):
    """数据共享需求。"""

    supplier = StringField("数据供方", [InputRequired("请填写数据供方。"), _SHORT])
    data_field = StringField("需要的数据项", [InputRequired("请填写需要的数据项。"), _SHORT])
    state = SelectField("协调到哪一步", [InputRequired("请选协调进度。")], choices=DataNeedState.choices())

    def chosen(self) -> DataNeedState:
        """Return how far the data is."""
        return chosen(DataNeedState, self.state.data)


class DebriefForm(CaseForm):
    """座谈时部门的答复。"""

    said_by = StringField("谁答复的", [InputRequired("请写答复人的单位和职务。"), _SHORT])
    explanation = TextAreaField("解答说明", [InputRequired("请写解答说明。"), _LONG])
    measures = TextAreaField("打算怎么改", [_LONG])
    promised_on = DateField("承诺改到哪天", [Optional()])
    decided = BooleanField("措施现场定了，部门不用再报整改计划")

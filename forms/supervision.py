"""Forms of supervision: slips, open listing, who checks a claimed fix, looking again after closure."""

from datetime import date

from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from forms.base import ChineseForm
from forms.rectification import CaseForm, chosen
from inspect_app.access import Role
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.foundation.errors import Invalid
from inspect_app.rectification.rules.slips import ANSWER_DAYS, MAX_ANSWER_DAYS
from inspect_app.rectification.vocabulary import LookBackState, VerificationMethod
from inspect_app.visits.vocabulary import DaySlot, VisitMode, VisitPlan

Choices = list[tuple[str, str]]
_LONG = Length(max=2000, message="最多 2000 个字。")
_DAYS = NumberRange(1, MAX_ANSWER_DAYS, f"回复期限在 1 到 {MAX_ANSWER_DAYS} 个工作日之间。")


class IssueSlipForm(CaseForm):
    """发督办单。"""

    demand = TextAreaField("督办要求", [InputRequired("请写督办要求。"), _LONG])
    answer_days = IntegerField("几个工作日内回复", [InputRequired("请填回复期限。"), _DAYS], default=ANSWER_DAYS)


class DropItemForm(ChineseForm):
    """从待发的督办单里撤下一个问题。"""

    number = HiddenField()


class CancelSlipForm(ChineseForm):
    """撤销督办单。"""

    reason = TextAreaField("撤销理由", [InputRequired("请写撤销的理由。"), _LONG])


class AnswerSlipForm(ChineseForm):
    """单位回复督办单。"""

    answer = TextAreaField("回复", [InputRequired("请写回复。"), _LONG])


class ReasonForm(CaseForm):
    """挂牌、摘牌、约谈：主任写理由。"""

    reason = TextAreaField("理由", [InputRequired("请写理由。"), _LONG])


class AssignForm(CaseForm):
    """指派核验人员。"""

    verifier = SelectField("谁去核验", [InputRequired("请选谁去核验。")])
    method = RadioField(
        "怎么核", [InputRequired("请选怎么核。")], choices=VerificationMethod.choices(),
        default=VerificationMethod.REVISIT.value,
    )  # fmt: skip
    note = TextAreaField("交代的话", [Optional(), _LONG])

    def how(self) -> VerificationMethod:
        """Return how it is to be checked."""
        return chosen(VerificationMethod, self.method.data)


class NoCheckForm(ChineseForm):
    """登记无法核验。"""

    reason = TextAreaField("为什么无法核验", [InputRequired("请写为什么无法核验。"), _LONG])


class VisitAgainForm(CaseForm):
    """安排走访去看改得怎么样；窗口和检查表由问题带出。"""

    author = SelectField("谁去", [InputRequired("请选谁去。")])
    mode = RadioField("形式", [InputRequired("请选走访形式。")], default=VisitMode.OPEN.value)
    planned_on = DateField("日期", [InputRequired("请选日期。")])
    slot = RadioField("时段", choices=DaySlot.choices(), default=DaySlot.ANY.value)
    campaign = SelectField("列入哪个专项", [InputRequired("请选一个专项。")])
    brief = TextAreaField("交代的话", [Optional(), _LONG])

    def offer(self, authors: Choices, campaigns: Choices, *, covert: bool) -> "VisitAgainForm":
        """Hand the choices in; covert visits are offered only to who may plan them."""
        self.author.choices = [("", "请选择"), *authors]
        self.campaign.choices = campaigns
        modes = (VisitMode.OPEN, VisitMode.COVERT) if covert else (VisitMode.OPEN,)
        self.mode.choices = [(mode.value, mode.label) for mode in modes]
        return self

    def plan(self, window_id: int | None, version_id: int | None) -> VisitPlan:
        """Return the plan as clean facts; only after validation."""
        if window_id is None:
            raise Invalid("这个问题没有登记窗口，请到“走访安排”里另行安排。")
        person, _, role = str(self.author.data).partition("-")
        return VisitPlan(
            campaign_id=int(self.campaign.data),
            version_id=version_id,
            person_id=int(person),
            role=chosen(Role, role),
            window_ids=(window_id,),
            planned_on=self.planned_on.data or date.min,
            slot=chosen(DaySlot, self.slot.data),
            mode=chosen(VisitMode, self.mode.data),
            method=VisitMethod.ON_SITE,
            note=self.brief.data or "",
        )


class LookBackForm(ChineseForm):
    """回头看的结果。"""

    result = RadioField(
        "结果",
        [InputRequired("请选回头看的结果。")],
        choices=[(LookBackState.FINE.value, "没有反弹"), (LookBackState.REBOUNDED.value, "反弹了，同样的问题又出现")],
    )
    method = RadioField("怎么看的", [InputRequired("请选怎么看的。")], choices=VerificationMethod.choices())
    note = TextAreaField("看到了什么", [InputRequired("请写看到了什么。"), _LONG])

    def what(self) -> LookBackState:
        """Return what looking again showed."""
        return chosen(LookBackState, self.result.data)

    def how(self) -> VerificationMethod:
        """Return how one looked."""
        return chosen(VerificationMethod, self.method.data)

"""The chain on one line above a case."""

from dataclasses import dataclass

from inspect_app.findings.rules.clocks import LampView
from inspect_app.findings.rules.naming import LATELY
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.rectification.queries.case import CaseRecords
from inspect_app.rectification.vocabulary import PlanState

_PLANNING = frozenset({FindingStatus.DISPATCHED, FindingStatus.RETURN_REQUESTED, FindingStatus.ACCEPTED})


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the seven links; `state` is done, now, bad or next."""

    name: str
    text: str
    state: str

    @property
    def row(self) -> tuple[str, str, str]:
        """Return the link as the component takes it."""
        return self.name, self.text, self.state


def stages_of(records: CaseRecords, view: LampView) -> list[Stage]:
    """Return the seven links; exactly one is now while a case is open."""
    finding = records.finding
    delivered = f"{clock.day_of(finding.delivered_at):%m-%d} 交办" if finding.delivered_at else ""
    return [
        Stage("发现", LATELY if finding.found_lately else f"{finding.found_on:%m-%d}", "done"),
        Stage("问题", delivered, "now" if finding.status in _PLANNING and not finding.needs_plan else "done"),
        _plan(records),
        _milestones(records, view),
        _feedback(records),
        _verification(records),
        _closure(records),
    ]


def _plan(records: CaseRecords) -> Stage:
    finding, plan = records.finding, records.last_plan
    if plan is None:
        return _no_plan(finding.needs_plan, finding.status in _PLANNING)
    if plan.state is PlanState.APPROVED:
        return Stage("计划", f"第 {plan.round} 版通过", "done")
    if plan.state is PlanState.SUBMITTED:
        return Stage("计划", f"第 {plan.round} 版待审", "now")
    waits = finding.status in _PLANNING and finding.needs_plan
    return Stage("计划", f"第 {plan.round} 版退回", "now" if waits else "bad")


def _no_plan(needed: bool, planning: bool) -> Stage:
    if not needed:
        return Stage("计划", "不用报", "next" if planning else "done")
    return Stage("计划", "待报", "now")


def _milestones(records: CaseRecords, view: LampView) -> Stage:
    plan, status = records.last_plan, records.finding.status
    if status is FindingStatus.DEFERRED:
        return Stage("节点", "暂缓", "now")
    working = status is FindingStatus.RECTIFYING
    state = "now" if working else ("next" if status in _PLANNING or _in_review(status) else "done")
    if plan is None or plan.state is not PlanState.APPROVED or not plan.milestones:
        return Stage("节点", view.text if working else ("" if state == "next" else "没有节点"), state)
    done = sum(1 for milestone in plan.milestones if milestone.done_on is not None)
    return Stage("节点", f"{done}/{len(plan.milestones)} 完成", state)


def _in_review(status: FindingStatus) -> bool:
    return status is FindingStatus.PLAN_SUBMITTED


def _feedback(records: CaseRecords) -> Stage:
    finding = records.finding
    handed_in = [one for one in records.handed_in if records.is_own(one.written_at)]
    if finding.pending_step is not None and records.waiting and records.waiting.feedback_id:
        return Stage("反馈", "待负责人签发", "next")
    if not handed_in:
        return Stage("反馈", "", "next")
    word = {True: "按期", False: "逾期", None: ""}[finding.on_time]
    last = handed_in[-1].submitted_at
    text = f"{clock.day_of(last):%m-%d} {word}".strip() if last else word
    return Stage("反馈", text, "next" if finding.status is FindingStatus.RECTIFYING else "done")


def _verification(records: CaseRecords) -> Stage:
    finding = records.finding
    if finding.status is FindingStatus.CLOSED or finding.round_passed:
        return Stage("核验", "通过", "done")
    if finding.status is FindingStatus.PENDING_VERIFICATION:
        return Stage("核验", "待核验", "now")
    if finding.rework_count:
        return Stage("核验", f"退回重办 {finding.rework_count} 次", "bad")
    return Stage("核验", "", "next")


def _closure(records: CaseRecords) -> Stage:
    finding = records.finding
    if finding.closed_at is not None:
        return Stage("销号", f"{clock.day_of(finding.closed_at):%m-%d}", "done")
    if finding.status in (FindingStatus.TERMINATED, FindingStatus.DISMISSED):
        return Stage("销号", finding.status.label, "bad")
    waits = finding.round_passed and finding.status is FindingStatus.PENDING_VERIFICATION
    return Stage("销号", "待销号" if waits else "", "now" if waits else "next")

"""The workflow table of a finding: who may do what, when, with what (rectification.md §4.2, T1–T15).

Adjusted by product.md: opening signs, so a return may still be asked after signing while C2 runs; a
covert finding is queued and delivered at its release time; a plan is only the rule for 重大.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from inspect_app.access import Actor, Permission, granting, may
from inspect_app.findings.vocabulary import FindingStatus, Grade, Step
from inspect_app.foundation.errors import Invalid, NotAllowed, Refused
from inspect_app.foundation.labels import Labelled
from inspect_app.foundation.workflow import Transition, Workflow

MAX_RETURNS = 2
MAX_PLAN_RETURNS = 2


class Power(Labelled):
    """In what capacity somebody does a step."""

    AUTHOR = "author", "填报人"
    OFFICE = "office", "跑改办"
    DIRECTOR = "director", "跑改办主任"
    LEAD = "lead", "责任单位联络员或负责人"
    LEAD_HEAD = "lead_head", "责任单位负责人"
    PLAN_REVIEWER = "plan_reviewer", "跑改办（重大问题由主任）"
    VERIFIER = "verifier", "核验人员"
    CLOSER = "closer", "跑改办主任（一般问题可由经办人）"
    SYSTEM = "system", "系统"


_S, _T, _W = FindingStatus, Step, Power
_PLAN = ("explanation", "measures", "owner")
_RETURN = ("basis", "proposed_unit")
_REGISTERED = ("lead_unit", "grade")


def _row(
    source: FindingStatus, step: Step, target: FindingStatus, by: Power | tuple[Power, ...], *needs: str
) -> Transition[FindingStatus, Step, Power]:
    powers = by if isinstance(by, tuple) else (by,)
    return Transition(step=step, source=source, target=target, by=frozenset(powers), needs=needs)


WORKFLOW: Workflow[FindingStatus, Step, Power] = Workflow(
    (
        _row(_S.DRAFT, _T.SUBMIT, _S.SUBMITTED, _W.AUTHOR, "title", "fact"),  # T1
        _row(_S.SUBMITTED, _T.SEND_BACK, _S.DRAFT, _W.OFFICE, "remark"),  # T2
        _row(_S.SUBMITTED, _T.DISMISS, _S.DISMISSED, _W.OFFICE, "reason"),  # T3
        _row(_S.SUBMITTED, _T.DISPATCH, _S.DISPATCHED, (_W.OFFICE, _W.SYSTEM), *_REGISTERED),  # T4
        _row(_S.SUBMITTED, _T.QUEUE, _S.SUBMITTED, _W.OFFICE, *_REGISTERED, "release_at"),  # T4 covert
        _row(_S.DISPATCHED, _T.ACCEPT, _S.ACCEPTED, _W.LEAD),  # T5
        _row(_S.DISPATCHED, _T.AUTO_ACCEPT, _S.ACCEPTED, _W.SYSTEM),  # T5a
        _row(_S.DISPATCHED, _T.REQUEST_RETURN, _S.RETURN_REQUESTED, _W.LEAD, *_RETURN),  # T6
        _row(_S.ACCEPTED, _T.REQUEST_RETURN, _S.RETURN_REQUESTED, _W.LEAD, *_RETURN),  # T6
        _row(_S.RETURN_REQUESTED, _T.REASSIGN, _S.DISPATCHED, _W.OFFICE, "lead_unit"),  # T7
        _row(_S.RETURN_REQUESTED, _T.REFUSE_RETURN, _S.ACCEPTED, _W.DIRECTOR, "ruling"),  # T8
        _row(_S.ACCEPTED, _T.SUBMIT_PLAN, _S.PLAN_SUBMITTED, _W.LEAD, *_PLAN),  # T9
        _row(_S.ACCEPTED, _T.FIX_NOW, _S.PENDING_VERIFICATION, _W.LEAD, "work_done"),  # T9a
        _row(_S.PLAN_SUBMITTED, _T.RETURN_PLAN, _S.ACCEPTED, _W.PLAN_REVIEWER, "remark"),  # T10
        _row(_S.PLAN_SUBMITTED, _T.APPROVE_PLAN, _S.RECTIFYING, _W.PLAN_REVIEWER),  # T11
        _row(_S.RECTIFYING, _T.REPORT_PROGRESS, _S.RECTIFYING, _W.LEAD, "text"),  # T12
        _row(_S.RECTIFYING, _T.REQUEST_CLOSURE, _S.PENDING_VERIFICATION, _W.LEAD, "work_done"),  # T13
        _row(_S.PENDING_VERIFICATION, _T.FAIL_VERIFICATION, _S.RECTIFYING, _W.VERIFIER, "remark"),  # T14
        _row(_S.PENDING_VERIFICATION, _T.PASS_VERIFICATION, _S.PENDING_VERIFICATION, _W.VERIFIER, "remark"),  # T15
        _row(_S.PENDING_VERIFICATION, _T.CLOSE, _S.CLOSED, _W.CLOSER),  # T15
    )
)

# Steps that a liaison prepares and the head, a deputy or a stand-in signs; the status moves at the second.
TWO_PERSON_STEPS = frozenset({Step.REQUEST_RETURN, Step.FIX_NOW, Step.REQUEST_CLOSURE})
# What goes on while a signature is waited for: progress is told, and the end of C2 comes anyway.
_DESPITE_SIGNATURE = frozenset({Step.REPORT_PROGRESS, Step.ACCEPT, Step.AUTO_ACCEPT})
PRE_DELIVERY = frozenset({_S.DRAFT, _S.SUBMITTED, _S.DISMISSED})
ENDED = frozenset({_S.CLOSED, _S.TERMINATED})
OPEN = frozenset(FindingStatus) - PRE_DELIVERY - ENDED

_FIELD_LABELS = {
    "title": "问题标题",
    "fact": "事实",
    "remark": "意见",
    "reason": "理由",
    "lead_unit": "责任单位",
    "grade": "等次",
    "release_at": "送达时间",
    "basis": "退单依据",
    "proposed_unit": "建议承办单位",
    "ruling": "裁定意见",
    "explanation": "解答说明",
    "measures": "整改措施",
    "owner": "责任人",
    "work_done": "整改情况",
    "text": "进展",
}


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the rules need to know of a finding.

    `lead_unit_id` is who rectifies; `assist_unit_ids` assist. `is_author` says whether the asking person
    wrote it. `plan_approver_id` approved the plan in force. `accept_until` is the end of C2.
    `verified` says whether the round in hand passed verification. `pending_step` waits for a signature.
    """

    status: FindingStatus
    grade: Grade
    lead_unit_id: int | None = None
    assist_unit_ids: frozenset[int] = frozenset()
    is_covert: bool = False
    is_author: bool = False
    needs_plan: bool = False
    pending_step: Step | None = None
    plan_approver_id: int | None = None
    accept_until: date | None = None
    return_count: int = 0
    return_ruled: bool = False
    plan_return_count: int = 0
    verified: bool = False
    queued: bool = False


def has_power(power: Power, actor: Actor, case: CaseFacts) -> bool:
    """Say whether somebody holds a capacity towards a finding."""
    return _HOLDS[power](actor, case)


def can_sign(actor: Actor, case: CaseFacts) -> bool:
    """Say whether somebody may sign for the lead unit; only 重大 needs the head (a deputy won't do)."""
    if case.lead_unit_id is None:
        return False
    grant = granting(actor, Permission.SIGN_FOR_UNIT, case.lead_unit_id)
    return grant is not None and not (grant.deputy and case.grade is Grade.MAJOR)


def is_inside(actor: Actor, case: CaseFacts) -> bool:
    """Say whether somebody belongs to the lead or an assisting unit."""
    units = {case.lead_unit_id, *case.assist_unit_ids} - {None}
    return actor.unit_id in units or any(
        may(actor, permission, unit) for unit in units for permission in (Permission.ANSWER, Permission.SIGN_FOR_UNIT)
    )


def refusal(step: Step, actor: Actor, case: CaseFacts, today: date) -> Refused | NotAllowed | None:
    """Return why a person may not do a step now, or nothing when they may."""
    row = WORKFLOW.find(case.status, step)
    if row is None:
        sources = "、".join(source.label for source in WORKFLOW.sources_of(step))
        return Refused(f"现在是“{case.status.label}”，不能“{step.label}”。这一步只在“{sources}”时办。")
    if not any(has_power(power, actor, case) for power in row.by):
        who = "、".join(sorted(power.label for power in row.by))
        return NotAllowed(f"“{step.label}”由{who}办理。")
    sentence = _condition(step, actor, case, today)
    return Refused(sentence) if sentence else None


def check(step: Step, actor: Actor, case: CaseFacts, today: date, given: dict[str, object]) -> FindingStatus:
    """Return the status a step leads to; raise when it isn't allowed or a field is missing."""
    refused = refusal(step, actor, case, today)
    if refused is not None:
        raise refused
    row = WORKFLOW.find(case.status, step)
    assert row is not None  # noqa: S101 - refusal() has looked it up
    for name in row.needs:
        if not given.get(name):
            raise Invalid(f"请填写{_FIELD_LABELS[name]}。", name)
    return row.target


def allowed_steps(actor: Actor, case: CaseFacts, today: date) -> list[Step]:
    """Return the steps a person may do now, in the order of the table: one button each."""
    return [row.step for row in WORKFLOW.steps_from(case.status) if not refusal(row.step, actor, case, today)]


def _condition(step: Step, actor: Actor, case: CaseFacts, today: date) -> str | None:
    if case.pending_step is not None and step not in _DESPITE_SIGNATURE:
        return f"“{case.pending_step.label}”正等负责人审签，签发或退回后再办下一步。"
    handler = _CONDITIONS.get(step)
    return handler(actor, case, today) if handler else None


def _dismiss(actor: Actor, case: CaseFacts, _today: date) -> str | None:
    if case.grade is Grade.MAJOR and not may(actor, Permission.DISMISS_MAJOR):
        return "重大问题不予立项由跑改办主任决定。"
    return _not_queued(actor, case, _today)


def _not_queued(_actor: Actor, case: CaseFacts, _today: date) -> str | None:
    return "已经立项，正等送达。" if case.queued else None


def _dispatch(actor: Actor, case: CaseFacts, today: date) -> str | None:
    if actor.is_system:
        return None if case.queued else "系统只送达已经立项排队的问题。"
    if case.is_covert:
        return "暗访发现的问题先排队，到送达时间再交办。"
    return _not_queued(actor, case, today)


def _queue(actor: Actor, case: CaseFacts, today: date) -> str | None:
    if not case.is_covert:
        return "明查发现的问题直接交办。"
    return _not_queued(actor, case, today)


def _request_return(_actor: Actor, case: CaseFacts, today: date) -> str | None:
    if case.return_ruled:
        return "退单已经裁定，不能再退。"
    if case.return_count >= MAX_RETURNS:
        return f"最多退单 {MAX_RETURNS} 次，已经用完，请与跑改办会商。"
    if case.accept_until is not None and today > case.accept_until:
        return f"退单要在 {case.accept_until:%m月%d日}前提出，现在已过。"
    return None


def _fix_now(_actor: Actor, case: CaseFacts, _today: date) -> str | None:
    return "这个问题要先报整改计划。" if case.needs_plan else None


def _return_plan(_actor: Actor, case: CaseFacts, _today: date) -> str | None:
    if case.plan_return_count >= MAX_PLAN_RETURNS:
        return f"计划最多退回 {MAX_PLAN_RETURNS} 次，请通过或由主任裁定。"
    return None


def _verify(actor: Actor, case: CaseFacts, _today: date) -> str | None:
    if is_inside(actor, case):
        return "核验要由责任单位以外的人办。"
    if actor.person_id is not None and actor.person_id == case.plan_approver_id:
        return "审过计划的人不再核验同一个问题。"
    return "本轮已核验通过，等待销号。" if case.verified else None


def _close(actor: Actor, case: CaseFacts, _today: date) -> str | None:
    if not case.verified:
        return "核验通过后才能销号。"
    return "销号要由责任单位以外的人办。" if is_inside(actor, case) else None


_CONDITIONS = {
    Step.DISMISS: _dismiss,
    Step.SEND_BACK: _not_queued,
    Step.DISPATCH: _dispatch,
    Step.QUEUE: _queue,
    Step.REQUEST_RETURN: _request_return,
    Step.FIX_NOW: _fix_now,
    Step.RETURN_PLAN: _return_plan,
    Step.FAIL_VERIFICATION: _verify,
    Step.PASS_VERIFICATION: _verify,
    Step.CLOSE: _close,
}


def _answers(actor: Actor, case: CaseFacts) -> bool:
    return case.lead_unit_id is not None and may(actor, Permission.ANSWER, case.lead_unit_id)


def _reviews_plan(actor: Actor, case: CaseFacts) -> bool:
    major = case.grade is Grade.MAJOR
    return may(actor, Permission.APPROVE_MAJOR if major else Permission.REVIEW_PLAN)


def _closes(actor: Actor, case: CaseFacts) -> bool:
    ordinary = case.grade is not Grade.MAJOR
    return may(actor, Permission.CLOSE) or (ordinary and may(actor, Permission.CLOSE_ORDINARY))


_HOLDS: dict[Power, Callable[[Actor, CaseFacts], bool]] = {
    Power.AUTHOR: lambda _actor, case: case.is_author,
    Power.OFFICE: lambda actor, _case: may(actor, Permission.TRIAGE),
    Power.DIRECTOR: lambda actor, _case: may(actor, Permission.RULE),
    Power.LEAD: _answers,
    Power.LEAD_HEAD: can_sign,
    Power.PLAN_REVIEWER: _reviews_plan,
    Power.VERIFIER: lambda actor, _case: may(actor, Permission.VERIFY),
    Power.CLOSER: _closes,
    Power.SYSTEM: lambda actor, _case: actor.is_system,
}

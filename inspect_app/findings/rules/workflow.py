"""The workflow table of a finding: who may do what, when, with what (rectification.md §4.2, §4.3).

Adjusted by product.md: opening signs, so a return may still be asked after signing while C2 runs; a
covert finding is queued and delivered at its release time; a plan is only the rule for 重大. What leaves
the status as it is (an approval beside it, a reminder, a slip) stands in the same table.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from inspect_app.access import Actor
from inspect_app.findings.rules.conditions import MAX_EXTENSIONS, MAX_PLAN_RETURNS, MAX_RETURNS, condition
from inspect_app.findings.rules.facts import CaseFacts, Power, can_sign, has_power, is_inside
from inspect_app.findings.vocabulary import FindingStatus, Step
from inspect_app.foundation.errors import Invalid, NotAllowed, Refused
from inspect_app.foundation.workflow import Transition, Workflow

__all__ = [
    "ENDED",
    "FOR_OFFICE",
    "IN_HAND",
    "MAX_EXTENSIONS",
    "MAX_PLAN_RETURNS",
    "MAX_RETURNS",
    "OPEN",
    "PRE_DELIVERY",
    "TWO_PERSON_STEPS",
    "WORKFLOW",
    "CaseFacts",
    "Power",
    "allowed_steps",
    "can_sign",
    "check",
    "has_power",
    "is_inside",
    "refusal",
]

_S, _T, _W = FindingStatus, Step, Power
_PLAN = ("explanation", "measures", "owner")
_RETURN = ("basis", "proposed_unit")
_REGISTERED = ("lead_unit", "grade")

PRE_DELIVERY = frozenset({_S.DRAFT, _S.SUBMITTED, _S.DISMISSED})
ENDED = frozenset({_S.CLOSED, _S.TERMINATED})
OPEN = frozenset(FindingStatus) - PRE_DELIVERY - ENDED
IN_HAND = (_S.ACCEPTED, _S.PLAN_SUBMITTED, _S.RECTIFYING)
_OPEN = tuple(status for status in FindingStatus if status in OPEN)
_SIGNED = tuple(status for status in _OPEN if status not in (_S.DISPATCHED, _S.RETURN_REQUESTED))
_WORKING = (_S.DISPATCHED, _S.ACCEPTED, _S.RECTIFYING)

_Row = Transition[FindingStatus, Step, Power]


def _row(source: FindingStatus, step: Step, target: FindingStatus, by: Power | tuple[Power, ...], *needs: str) -> _Row:
    powers = by if isinstance(by, tuple) else (by,)
    return Transition(step=step, source=source, target=target, by=frozenset(powers), needs=needs)


def _from(
    sources: Iterable[FindingStatus],
    step: Step,
    target: FindingStatus | None,
    by: Power | tuple[Power, ...],
    *needs: str,
) -> Iterator[_Row]:
    """Give one row for each source; without a target the status stays."""
    return (_row(source, step, target or source, by, *needs) for source in sources)


WORKFLOW: Workflow[FindingStatus, Step, Power] = Workflow(
    (
        _row(_S.DRAFT, _T.SUBMIT, _S.SUBMITTED, _W.AUTHOR, "title", "fact"),  # T1
        _row(_S.SUBMITTED, _T.SEND_BACK, _S.DRAFT, _W.OFFICE, "remark"),  # T2
        _row(_S.SUBMITTED, _T.DISMISS, _S.DISMISSED, _W.OFFICE, "reason"),  # T3
        _row(_S.SUBMITTED, _T.DISPATCH, _S.DISPATCHED, (_W.OFFICE, _W.SYSTEM), *_REGISTERED),  # T4
        _row(_S.SUBMITTED, _T.QUEUE, _S.SUBMITTED, _W.OFFICE, *_REGISTERED, "release_at"),  # T4 covert
        _row(_S.DISPATCHED, _T.ACCEPT, _S.ACCEPTED, _W.LEAD),  # T5
        _row(_S.DISPATCHED, _T.AUTO_ACCEPT, _S.ACCEPTED, _W.SYSTEM),  # T5a
        *_from((_S.DISPATCHED, _S.ACCEPTED), _T.REQUEST_RETURN, _S.RETURN_REQUESTED, _W.LEAD, *_RETURN),  # T6
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
        *_from(IN_HAND, _T.DEFER, _S.DEFERRED, _W.DIRECTOR, "until"),  # T16
        _row(_S.DEFERRED, _T.RESUME, _S.RECTIFYING, (_W.OFFICE, _W.SYSTEM)),  # T17
        *_from(_OPEN, _T.TERMINATE, _S.TERMINATED, _W.DIRECTOR, "reason", "approval"),  # T18
        _row(_S.CLOSED, _T.REVOKE_CLOSURE, _S.PENDING_VERIFICATION, _W.DIRECTOR, "reason"),  # T19
        *_from((_S.DISPATCHED, *IN_HAND), _T.REASSIGN, _S.DISPATCHED, _W.OFFICE, "lead_unit", "reason"),  # T20
        # Approvals beside the status (§4.3).
        *_from(IN_HAND, _T.REQUEST_EXTENSION, None, _W.LEAD, "wanted_due", "reason", "progress"),
        *_from(IN_HAND, _T.WITHDRAW_EXTENSION, None, _W.LEAD),
        *_from(IN_HAND, _T.GRANT_EXTENSION, None, _W.EXTENDER, "due"),
        *_from(IN_HAND, _T.REFUSE_EXTENSION, None, _W.EXTENDER, "remark"),
        *_from(IN_HAND, _T.FILE_DISPUTE, None, _W.LEAD, "grounds"),
        *_from(_SIGNED, _T.UPHOLD_DISPUTE, _S.DISMISSED, _W.DIRECTOR, "ruling"),
        *_from(_SIGNED, _T.CORRECT_FACT, None, _W.DIRECTOR, "ruling", "fact"),
        *_from(_SIGNED, _T.REJECT_DISPUTE, None, _W.DIRECTOR, "ruling"),
        *_from(IN_HAND, _T.REQUEST_DEFERRAL, None, _W.LEAD, "reason", "interim", "until"),
        *_from(IN_HAND, _T.WITHDRAW_DEFERRAL, None, _W.LEAD),
        *_from(IN_HAND, _T.REFUSE_DEFERRAL, None, _W.DIRECTOR, "remark"),
        # Inside the department.
        *_from(IN_HAND, _T.HAND_DOWN, None, (_W.LEAD, _W.HANDLER), "unit"),
        *_from(IN_HAND, _T.PASS_UP, None, _W.HANDLER, "text"),
        *_from(IN_HAND, _T.TAKE_BACK, None, _W.LEAD),
        *_from((*_WORKING, _S.PLAN_SUBMITTED, _S.DEFERRED), _T.GIVE_OPINION, None, _W.ASSIST, "text"),
        *_from((*_SIGNED, _S.CLOSED), _T.REPLY_SOURCE, None, (_W.LEAD, _W.OFFICE), "text", "channel"),
        # What the office does to see it through (§4.5).
        *_from(_WORKING, _T.REMIND, None, _W.OFFICE),
        _row(_S.PENDING_VERIFICATION, _T.ASSIGN_VERIFIER, _S.PENDING_VERIFICATION, _W.OFFICE, "verifier"),
        *_from(_OPEN, _T.ISSUE_SLIP, None, _W.OFFICE, "slip"),
        *_from(_OPEN, _T.ANSWER_SLIP, None, _W.LEAD, "text"),
        *_from(_OPEN, _T.CANCEL_SLIP, None, _W.OFFICE, "reason"),
        *_from(_OPEN, _T.LIST_OPENLY, None, _W.DIRECTOR, "reason"),
        *_from(_OPEN, _T.UNLIST, None, _W.DIRECTOR, "reason"),
        *_from(_OPEN, _T.SUMMON, None, _W.DIRECTOR, "text"),
        _row(_S.CLOSED, _T.LOOK_BACK, _S.CLOSED, _W.VERIFIER, "text"),
        *_from((*_OPEN, _S.CLOSED, _S.TERMINATED), _T.ANNOTATE, None, _W.OFFICE),
        *_from(_OPEN, _T.MERGE_DUPLICATE, None, _W.OFFICE),
    )
)

# Steps that a liaison prepares and the head, a deputy or a stand-in signs; they count at the second.
TWO_PERSON_STEPS = frozenset(
    {
        _T.REQUEST_RETURN, _T.FIX_NOW, _T.REQUEST_CLOSURE, _T.REQUEST_EXTENSION, _T.FILE_DISPUTE, _T.REQUEST_DEFERRAL,
    }
)  # fmt: skip

# What a department never reads: that somebody will come, and what the office notes for itself.
FOR_OFFICE = frozenset({_T.ASSIGN_VERIFIER, _T.LOOK_BACK, _T.ANNOTATE, _T.MERGE_DUPLICATE})

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
    "text": "内容",
    "until": "暂缓到哪天",
    "approval": "批准依据",
    "wanted_due": "延期到哪天",
    "progress": "目前进展",
    "due": "新的时限",
    "grounds": "异议理由",
    "interim": "暂缓期间的措施",
    "unit": "转办单位",
    "channel": "答复方式",
    "verifier": "核验人",
    "slip": "督办单",
}


def refusal(step: Step, actor: Actor, case: CaseFacts, today: date) -> Refused | NotAllowed | None:
    """Return why a person may not do a step now, or nothing when they may."""
    row = WORKFLOW.find(case.status, step)
    if row is None:
        sources = "、".join(source.label for source in WORKFLOW.sources_of(step))
        who = _people({power for row in WORKFLOW.rows if row.step is step for power in row.by})
        return Refused(f"现在是“{case.status.label}”，不能“{step.label}”。这一步由{who}在“{sources}”时办。")
    if not any(has_power(power, actor, case) for power in row.by):
        return NotAllowed(f"“{step.label}”由{_people(row.by)}办理。")
    sentence = condition(step, actor, case, today)
    return Refused(sentence) if sentence else None


def _people(powers: Iterable[Power]) -> str:
    """Return who does a step; the system is named only where nobody else may."""
    labels = sorted(power.label for power in powers if power is not Power.SYSTEM)
    return "、".join(labels) or Power.SYSTEM.label


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

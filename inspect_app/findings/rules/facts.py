"""What the rules need to know of a finding, and in what capacity somebody stands towards it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from inspect_app.access import Actor, Permission, granting, may
from inspect_app.findings.vocabulary import DisputeState, FindingStatus, Grade, Step
from inspect_app.foundation.labels import Labelled


class Power(Labelled):
    """In what capacity somebody does a step."""

    AUTHOR = "author", "填报人"
    OFFICE = "office", "跑改办"
    DIRECTOR = "director", "跑改办主任"
    LEAD = "lead", "责任单位联络员或负责人"
    HANDLER = "handler", "转办单位联络员"
    ASSIST = "assist", "协办单位联络员或负责人"
    PLAN_REVIEWER = "plan_reviewer", "跑改办（重大问题由主任）"
    EXTENDER = "extender", "跑改办（第二次由主任）"
    VERIFIER = "verifier", "核验人员"
    CLOSER = "closer", "跑改办主任（一般问题可由经办人）"
    SYSTEM = "system", "系统"


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the rules need to know of a finding.

    `lead_unit_id` is who rectifies; `assist_unit_ids` assist; `handler_unit_id` has it in hand after 转办.
    `is_author` says whether the asking person wrote it. `plan_approver_id` approved the plan in force.
    `accept_until` is the end of C2, `dispute_until` of C5, `answer_by` the date in force with what the
    office held. `verified` says whether the round in hand passed verification. `pending_step` waits for a
    signature. `extension_asker_id` and `deferral_asker_id` asked for what is not yet decided.
    """

    status: FindingStatus
    grade: Grade
    lead_unit_id: int | None = None
    assist_unit_ids: frozenset[int] = frozenset()
    handler_unit_id: int | None = None
    is_covert: bool = False
    is_author: bool = False
    needs_plan: bool = False
    pending_step: Step | None = None
    plan_approver_id: int | None = None
    accept_until: date | None = None
    dispute_until: date | None = None
    answer_by: date | None = None
    return_count: int = 0
    return_ruled: bool = False
    plan_return_count: int = 0
    extension_count: int = 0
    extension_asker_id: int | None = None
    dispute: DisputeState | None = None
    deferral_asker_id: int | None = None
    answered: bool = False
    verified: bool = False
    queued: bool = False
    listed: bool = False


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
    """Say whether somebody belongs to the lead or an assisting unit, or has the finding in hand."""
    units = {case.lead_unit_id, case.handler_unit_id, *case.assist_unit_ids} - {None}
    return actor.unit_id in units or any(
        may(actor, permission, unit) for unit in units for permission in (Permission.ANSWER, Permission.SIGN_FOR_UNIT)
    )


def _answers(actor: Actor, case: CaseFacts) -> bool:
    return case.lead_unit_id is not None and may(actor, Permission.ANSWER, case.lead_unit_id)


def _handles(actor: Actor, case: CaseFacts) -> bool:
    return case.handler_unit_id is not None and may(actor, Permission.ANSWER, case.handler_unit_id)


def _assists(actor: Actor, case: CaseFacts) -> bool:
    return any(may(actor, Permission.ANSWER, unit) for unit in case.assist_unit_ids)


def _reviews_plan(actor: Actor, case: CaseFacts) -> bool:
    major = case.grade is Grade.MAJOR
    return may(actor, Permission.APPROVE_MAJOR if major else Permission.REVIEW_PLAN)


def _extends(actor: Actor, case: CaseFacts) -> bool:
    return may(actor, Permission.RULE if case.extension_count else Permission.REVIEW_PLAN)


def _closes(actor: Actor, case: CaseFacts) -> bool:
    ordinary = case.grade is not Grade.MAJOR
    return may(actor, Permission.CLOSE) or (ordinary and may(actor, Permission.CLOSE_ORDINARY))


_HOLDS: dict[Power, Callable[[Actor, CaseFacts], bool]] = {
    Power.AUTHOR: lambda _actor, case: case.is_author,
    Power.OFFICE: lambda actor, _case: may(actor, Permission.TRIAGE),
    Power.DIRECTOR: lambda actor, _case: may(actor, Permission.RULE),
    Power.LEAD: _answers,
    Power.HANDLER: _handles,
    Power.ASSIST: _assists,
    Power.PLAN_REVIEWER: _reviews_plan,
    Power.EXTENDER: _extends,
    Power.VERIFIER: lambda actor, _case: may(actor, Permission.VERIFY),
    Power.CLOSER: _closes,
    Power.SYSTEM: lambda actor, _case: actor.is_system,
}

"""二报二回 as one table: who may take which step with the scheme of an item, and what must be there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from inspect_app.access import Actor, Permission, may
from inspect_app.foundation.errors import DomainError, Invalid, NotAllowed, Refused
from inspect_app.foundation.workflow import Transition, Workflow
from inspect_app.projects.vocabulary.schemes import MOST_RETURNS, SchemeStatus, SchemeStep

_S, _T = SchemeStatus, SchemeStep
_UNIT, _OFFICE = frozenset({Permission.ANSWER}), frozenset({Permission.REVIEW_PLAN})
_DIRECTOR = frozenset({Permission.APPROVE_MAJOR})
_ANOTHER = "another_person"
_RETURN = (_ANOTHER, "returns_left", "remark")

WORKFLOW: Workflow[SchemeStatus, SchemeStep, Permission] = Workflow(
    (
        Transition(_T.HAND_IN, _S.DRAFT, _S.SUBMITTED, _UNIT, ("written",)),
        Transition(_T.HAND_IN, _S.RETURNED, _S.SUBMITTED, _UNIT, ("written",)),
        Transition(_T.PASS, _S.SUBMITTED, _S.PASSING, _OFFICE, (_ANOTHER,)),
        Transition(_T.PASS, _S.PASSING, _S.PASSING, _OFFICE, (_ANOTHER,)),
        Transition(_T.PASS, _S.RETURNING, _S.PASSING, _OFFICE, (_ANOTHER,)),
        Transition(_T.RETURN, _S.SUBMITTED, _S.RETURNING, _OFFICE, _RETURN),
        Transition(_T.RETURN, _S.PASSING, _S.RETURNING, _OFFICE, _RETURN),
        Transition(_T.RETURN, _S.RETURNING, _S.RETURNING, _OFFICE, _RETURN),
        Transition(_T.SEND, _S.PASSING, _S.APPROVED, _OFFICE, (_ANOTHER,)),
        Transition(_T.SEND, _S.RETURNING, _S.RETURNED, _OFFICE, (_ANOTHER,)),
        Transition(_T.FINALISE, _S.SUBMITTED, _S.FINAL, _DIRECTOR, (_ANOTHER, "returns_used")),
        Transition(_T.FINALISE, _S.RETURNED, _S.FINAL, _DIRECTOR, (_ANOTHER, "returns_used")),
        Transition(_T.REJECT, _S.SUBMITTED, _S.REJECTED, _DIRECTOR, (_ANOTHER, "returns_used", "remark")),
        Transition(_T.REJECT, _S.RETURNED, _S.REJECTED, _DIRECTOR, (_ANOTHER, "returns_used", "remark")),
    )
)
# What a department and a leader read instead, until the round goes back.
_HIDDEN = {_S.PASSING: _S.SUBMITTED, _S.RETURNING: _S.SUBMITTED}
_HANDED_IN = ("", "一报", "二报", "修改稿")
_GIVEN_BACK = ("", "一回", "二回")


@dataclass(frozen=True, slots=True)
class SchemeFacts:
    """What the table asks of an item; `hands` are those who wrote or handed in any version of it."""

    status: SchemeStatus
    unit_id: int
    returns: int = 0
    written: bool = False
    hands: frozenset[int] = frozenset()


def refusal(step: SchemeStep, actor: Actor, facts: SchemeFacts, remark: str = "") -> DomainError | None:
    """Return why a step can't be taken now, or nothing."""
    row = WORKFLOW.find(facts.status, step)
    if row is None:
        return Refused(f"这一项现在是“{facts.status.label}”，不能{step.label}。")
    where = facts.unit_id if row.by == _UNIT else None
    if not any(may(actor, permission, where) for permission in row.by):
        return NotAllowed("您没有这项权限。需要时请联系跑改办。")
    refusals = (_NEEDS[need](actor, facts, remark) for need in row.needs)
    return next((refused for refused in refusals if refused is not None), None)


def may_take(step: SchemeStep, actor: Actor, facts: SchemeFacts) -> bool:
    """Say whether a button for a step is shown; what is still to be written is asked for afterwards."""
    return refusal(step, actor, facts, "有意见") is None


def shown_status(status: SchemeStatus, sees_marks: bool) -> SchemeStatus:
    """Return the status as a reader may know it."""
    return status if sees_marks else _HIDDEN.get(status, status)


def round_word(rounds: int, returns: int) -> str:
    """Return how far the rounds are: 一报, 一回, 二报, 二回, 修改稿."""
    return _GIVEN_BACK[returns] if rounds == returns else _HANDED_IN[rounds]


def handed_in_word(number: int) -> str:
    """Return the word for a version by its round, from 1."""
    return _HANDED_IN[number]


def due_of(status: SchemeStatus, returns: int, first_due: date, second_due: date) -> date | None:
    """Return the day until which the unit has to hand in, or nothing while it has not."""
    if status is _S.DRAFT:
        return first_due
    return second_due if status is _S.RETURNED and returns == 1 else None


def is_late(due: date | None, on: date) -> bool:
    """Say whether a day to hand in has passed."""
    return due is not None and due < on


def _another_person(actor: Actor, facts: SchemeFacts, _remark: str) -> DomainError | None:
    if actor.person_id in facts.hands:
        return NotAllowed("方案是您报送的，请由别人审核。")
    return None


def _returns_left(_actor: Actor, facts: SchemeFacts, _remark: str) -> DomainError | None:
    if facts.returns >= MOST_RETURNS:
        return Refused("这一项已经退回两次，不能再退回。请审核通过，或者报主任定稿、不采纳。")
    return None


def _returns_used(_actor: Actor, facts: SchemeFacts, _remark: str) -> DomainError | None:
    if facts.returns < MOST_RETURNS:
        return Refused("这一项还可以退回修改，退回两次以后才由主任审定。")
    return None


def _remark(_actor: Actor, _facts: SchemeFacts, remark: str) -> DomainError | None:
    return None if remark else Invalid("请写意见，单位照着改。", "remark")


def _written(_actor: Actor, facts: SchemeFacts, _remark: str) -> DomainError | None:
    return None if facts.written else Refused("方案还没有写好，写好再报送。")


_NEEDS: dict[str, Callable[[Actor, SchemeFacts, str], DomainError | None]] = {
    "another_person": _another_person,
    "returns_left": _returns_left,
    "returns_used": _returns_used,
    "remark": _remark,
    "written": _written,
}

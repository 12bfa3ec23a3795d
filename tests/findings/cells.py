"""Who stands where towards a finding, and findings on which nothing but status and person stands in the way."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from inspect_app.access import SYSTEM, Actor, Grant, Role
from inspect_app.findings.rules.workflow import CaseFacts
from inspect_app.findings.vocabulary import DisputeState, FindingStatus, Grade, Step

VECTORS = Path(__file__).parent.parent / "vectors"
S, T, TODAY = FindingStatus, Step, date(2026, 5, 21)
OFFICE, LEAD, ASSIST, SUB, OTHER = 1, 10, 11, 12, 20
COLUMNS = (*Role, "author", "handler", "assist", "system")
HOME = {
    Role.DEPT_LIAISON: LEAD,
    Role.DEPT_HEAD: LEAD,
    Role.OFFICE_CLERK: OFFICE,
    Role.OFFICE_DIRECTOR: OFFICE,
}


def person(role: Role, unit: int = 0, *, number: int = 100, deputy: bool = False, for_: int | None = None) -> Actor:
    unit = unit or HOME.get(role, OTHER)
    return Actor(number, "某人", unit, (Grant(role, unit, frozenset({unit}), for_, deputy),))


def column(name: Role | str) -> tuple[Actor, bool]:
    """Return who stands in a column, and whether they wrote the finding."""
    if isinstance(name, Role):
        return person(name), False
    liaisons = {"handler": SUB, "assist": ASSIST}
    if name in liaisons:
        return person(Role.DEPT_LIAISON, liaisons[name]), False
    return (SYSTEM, False) if name == "system" else (person(Role.INSPECTOR), True)


def case(status: FindingStatus, step: Step, **changes: object) -> CaseFacts:
    """Return a finding on which nothing but status and role stands in the way of a step."""
    facts = CaseFacts(
        status=status,
        grade=Grade.ORDINARY,
        lead_unit_id=LEAD,
        assist_unit_ids=frozenset({ASSIST}),
        is_covert=step is T.QUEUE,
        verified=step is T.CLOSE,
        accept_until=TODAY,
        dispute_until=TODAY,
        answer_by=TODAY,
        extension_asker_id=900 if step in _EXTENSION_ASKED else None,
        deferral_asker_id=900 if step in _DEFERRAL_ASKED else None,
        dispute=DisputeState.FILED if step in _DISPUTED else None,
        handler_unit_id=SUB if step in (T.PASS_UP, T.TAKE_BACK) else None,
        listed=step is T.UNLIST,
    )
    return replace(facts, **changes)


_EXTENSION_ASKED = (T.WITHDRAW_EXTENSION, T.GRANT_EXTENSION, T.REFUSE_EXTENSION)
_DEFERRAL_ASKED = (T.WITHDRAW_DEFERRAL, T.DEFER, T.REFUSE_DEFERRAL)
_DISPUTED = (T.UPHOLD_DISPUTE, T.CORRECT_FACT, T.REJECT_DISPUTE)

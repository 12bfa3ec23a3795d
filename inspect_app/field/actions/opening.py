"""What every deed on an own visit begins and ends with: the lock, the first touch, the record."""

from typing import Any

from inspect_app.access import Actor, Permission
from inspect_app.audit.actions import record
from inspect_app.field.queries import lock_own
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Refused
from inspect_app.visits.models import Visit
from inspect_app.visits.queries import is_own
from inspect_app.visits.vocabulary import VisitMode, VisitStatus

_HANDED_IN = frozenset({VisitStatus.RECEIVED, VisitStatus.ACCEPTED})
TAKEN_OVER = "这一项刚在另一个页面改过。两份都留着，请对照后再存。"


def lock_open(actor: Actor, public_id: str) -> Visit:
    """Return an own visit locked and begun; raise Missing, or Refused once it is handed in."""
    visit = lock_own(actor, public_id)
    if visit.status in _HANDED_IN:
        raise Refused(f"这次走访已经交了，回执号 {visit.receipt}，不能再改。")
    begin(visit)
    return visit


def begin(visit: Visit) -> None:
    """Note that the author has begun; a visit sent back stays sent back until it is handed in again."""
    if visit.status is VisitStatus.PLANNED:
        visit.status = VisitStatus.DRAFT
    if visit.started_at is None:
        visit.started_at = clock.now()


def note_deed(actor: Actor, deed: str, visit: Visit, **changes: Any) -> None:
    """Record a deed on a visit; of a covert one without saying who did it."""
    permission = Permission.CAPTURE if is_own(actor, visit) else Permission.ENTER_FOR_AUTHOR
    covert = visit.mode is VisitMode.COVERT
    record(actor, deed, "visit", visit.public_id, permission=permission, covert=covert, **changes)


def demand_same(base: str | None, now: str, mine: dict[str, str], theirs: dict[str, str]) -> None:
    """Raise Conflict with both texts when a page was filled in over an older state."""
    if base is not None and base != now:
        raise Conflict(TAKEN_OVER, mine=mine, theirs=theirs)

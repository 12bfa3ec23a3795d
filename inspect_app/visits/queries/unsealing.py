"""Requests to see who went on a covert visit: one's own, and those that wait for a second person."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, false, func, select, true
from sqlalchemy.orm import joinedload

from inspect_app.access import Actor, Permission, may
from inspect_app.accounts.models import Person
from inspect_app.accounts.queries import get_person, real_name
from inspect_app.config import current_sealer
from inspect_app.database import db
from inspect_app.foundation.errors import Missing
from inspect_app.visits.models import UnsealRequest, Visit
from inspect_app.visits.rules.unsealing import WAITS_FOR
from inspect_app.visits.vocabulary import VisitMode

_SHOWN = 100


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    """A second person reads all requests, whoever asks their own; nobody else knows of any."""
    if may(actor, Permission.APPROVE_UNSEAL):
        return true()
    if may(actor, Permission.PLAN_COVERT):
        return UnsealRequest.requested_by_id == actor.person_id
    return false()


def _requests(actor: Actor) -> Select[UnsealRequest]:
    loaded = (
        joinedload(UnsealRequest.visit),
        joinedload(UnsealRequest.requested_by),
        joinedload(UnsealRequest.decided_by),
    )
    return select(UnsealRequest).where(_seen_by(actor)).options(*loaded)


def list_unseal_requests(actor: Actor) -> list[UnsealRequest]:
    """Return the newest requests somebody may know of."""
    newest = _requests(actor).order_by(UnsealRequest.requested_at.desc(), UnsealRequest.id.desc())
    return list(db.session.scalars(newest.limit(_SHOWN)))


def get_unseal_request(actor: Actor, public_id: str) -> UnsealRequest:
    """Return a request, or raise Missing."""
    found = db.session.scalars(_requests(actor).where(UnsealRequest.public_id == public_id)).one_or_none()
    if found is None:
        raise Missing()
    return found


def lock_unseal_request(actor: Actor, public_id: str) -> UnsealRequest:
    """Return a request locked for change, read anew; only inside a transaction."""
    query = _requests(actor).where(UnsealRequest.public_id == public_id).with_for_update(of=UnsealRequest)
    found = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise Missing()
    return found


def count_unseal_waiting(actor: Actor, now: datetime) -> int:
    """Return how many requests wait for this person."""
    if not may(actor, Permission.APPROVE_UNSEAL):
        return 0
    waiting = (UnsealRequest.decided_at.is_(None), UnsealRequest.requested_at > now - WAITS_FOR)
    others = UnsealRequest.requested_by_id != actor.person_id
    return db.session.scalar(select(func.count()).select_from(UnsealRequest).where(*waiting, others)) or 0


def open_request_of(visit: Visit, person_id: int | None) -> UnsealRequest | None:
    """Return the latest request of a person for a visit, or nothing."""
    query = select(UnsealRequest).where(UnsealRequest.visit_id == visit.id, UnsealRequest.requested_by_id == person_id)
    return db.session.scalars(query.order_by(UnsealRequest.id.desc()).limit(1)).first()


def may_ask_unseal(actor: Actor, visit: Visit) -> bool:
    """Say whether somebody may ask who went: only what was handed in is closed to who planned it."""
    return visit.mode is VisitMode.COVERT and visit.submitted_at is not None and may(actor, Permission.PLAN_COVERT)


def sealed_author(actor: Actor, visit: Visit) -> tuple[Person, str]:
    """Return the person behind a covert visit and the real name; who calls this has checked the approval."""
    if visit.author_seal is None:
        raise Missing()
    person = get_person(current_sealer().open_author(visit.author_seal))
    return person, real_name(actor, person) or person.name

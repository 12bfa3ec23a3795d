"""Take what a tablet hands in, once: keep it byte by byte, and make it a visit when every photo is there.

Uniqueness is in the schema (uuid, visit and round); whoever comes second reads what the first one left.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Insert, update
from sqlalchemy.dialects import postgresql, sqlite

from inspect_app.access import Actor, Permission
from inspect_app.audit.actions import record
from inspect_app.config import current_sealer
from inspect_app.database import db, is_sqlite
from inspect_app.field.actions.completing import complete
from inspect_app.field.models import Draft, OtherBytes, Upload
from inspect_app.field.queries.receiving import BODY
from inspect_app.field.rules.receiving import arrived
from inspect_app.field.vocabulary.protocol import Ack, SubmissionSent
from inspect_app.field.vocabulary.receiving import VisitFacts
from inspect_app.field.vocabulary.taking import Taking
from inspect_app.foundation import clock
from inspect_app.visits.models import Submission, Visit
from inspect_app.visits.vocabulary import SubmissionState, VisitStatus

Once = type[Submission] | type[OtherBytes] | type[Draft] | type[Upload]


@dataclass(frozen=True, slots=True)
class Came:
    """A message of a tablet as it came, and what it says."""

    uuid: str
    raw: bytes
    sent: SubmissionSent

    @property
    def digest(self) -> str:
        """Return the hash by which the same bytes are known again."""
        return hashlib.sha256(self.raw).hexdigest()


def receive(actor: Actor, came: Came, taking: Taking, missing: list[str]) -> Ack | None:
    """Keep a submission and, when nothing is missing, hand the visit in; nothing when its place is taken."""
    state = SubmissionState.RECEIVING if missing else SubmissionState.COMPLETE
    now = clock.now()
    row = _row(came, taking.visit, state)
    if not put_once(Submission, row):
        return None
    if missing:
        begin_visit(taking.visit)
        note(actor, "visit.received", taking.visit, round=came.sent.round, missing=len(missing))
        return Ack("receiving", missing, None, now, arrived(came.sent, missing))
    receipt = complete(actor, came.uuid, came.sent, taking)
    return Ack("complete", [], receipt, now, arrived(came.sent, []))


def finish(actor: Actor, uuid: str, sent: SubmissionSent, taking: Taking) -> Ack:
    """Hand the visit of a kept submission in, now that all its photos are there; once."""
    now = clock.now()
    waiting = (Submission.uuid == uuid) & Submission.completed_at.is_(None)
    values = {"state": SubmissionState.COMPLETE, "completed_at": now}
    done = db.session.execute(update(Submission).where(waiting).values(**values))
    if not done.rowcount:  # type: ignore[attr-defined]
        receipt = db.session.get_one(Visit, taking.visit.visit_id, populate_existing=True).receipt
        return Ack("complete", [], receipt, now, arrived(sent, []))
    return Ack("complete", [], complete(actor, uuid, sent, taking), now, arrived(sent, []))


def keep_other(actor: Actor, came: Came, visit: VisitFacts) -> None:
    """Keep other bytes that came under a name that is taken; the first ones stay the submission."""
    digest = came.digest
    values = {
        "uuid": came.uuid,
        "body_hash": digest,
        "body_seal": current_sealer().seal(came.raw, BODY),
        "received_at": clock.now(),
    }
    if put_once(OtherBytes, values):
        note(actor, "visit.kept_other", visit, digest=digest)


def note(actor: Actor, deed: str, visit: VisitFacts, **changes: Any) -> None:
    """Record a deed on a visit; of a covert one without saying who did it."""
    record(actor, deed, "visit", visit.public_id, permission=Permission.CAPTURE, covert=visit.covert, **changes)


def _row(came: Came, visit: VisitFacts, state: SubmissionState) -> dict[str, Any]:
    now, spans = clock.now(), came.sent.trace.parts.items()
    return {
        "uuid": came.uuid,
        "visit_id": visit.visit_id,
        "round": came.sent.round,
        "base_uuid": came.sent.base_uuid,
        "body_hash": came.digest,
        "body_seal": current_sealer().seal(came.raw, BODY),
        "state": state,
        "files": len(came.sent.files),
        "trace": {part: {"first": span.first.isoformat(), "last": span.last.isoformat()} for part, span in spans},
        "changed": [],
        "client_time": came.sent.client_time,
        "clock_offset_ms": came.sent.clock_offset_ms,
        "received_at": now,
        "completed_at": now if state is SubmissionState.COMPLETE else None,
    }


def put_once(table: Once, values: dict[str, Any]) -> bool:
    """Insert a row unless one with its name stands; say whether it was inserted."""
    result = db.session.connection().execute(_insert_once(table, is_sqlite()), values)
    return bool(result.rowcount)


@cache
def _insert_once(table: Once, on_sqlite: bool) -> Insert:
    if on_sqlite:
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()


def begin_visit(visit: VisitFacts) -> None:
    """Note that the author has begun, so that the office knows that the visit is on its way."""
    fresh = (Visit.id == visit.visit_id) & (Visit.status == VisitStatus.PLANNED)
    values = {"status": VisitStatus.DRAFT, "started_at": clock.now(), "version": Visit.version + 1}
    if visit.status is VisitStatus.PLANNED:
        statement = update(Visit).where(fresh).values(**values)
        db.session.execute(statement.execution_options(synchronize_session=False))

"""What is due to be erased: the page's dry run and the daily task read the same list."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, cast, func, select

from inspect_app.accounts.models import FieldSession, Person, SignInSession
from inspect_app.audit.models import AuditDetails, AuditEntry
from inspect_app.database import PlainText, db
from inspect_app.evidence.models import StoredFile
from inspect_app.evidence.vocabulary import CopyState, FileKind
from inspect_app.foundation import clock
from inspect_app.keeping.models import RetentionRule, RetentionRun
from inspect_app.keeping.rules.terms import TERMS
from inspect_app.keeping.vocabulary import DataKind, DueRow, RetentionLine
from inspect_app.messages.models import Message, Outgoing
from inspect_app.messages.vocabulary import OutgoingState
from inspect_app.tasks.models import Task
from inspect_app.tasks.vocabulary import TaskState
from inspect_app.voices.models import Letter, LetterEvent, Opinion
from inspect_app.voices.vocabulary.letters import LetterState

Due = Select[int, Any]
# A number that nobody called back goes as well, however little was done.
_UNUSED_PHONE = timedelta(days=90)


def days_kept() -> dict[DataKind, int]:
    """Return for how many days each kind is kept here."""
    own = {row.kind: row.days for row in db.session.scalars(select(RetentionRule))}
    return {kind: own.get(kind, term.days) for kind, term in TERMS.items()}


def due_query(kind: DataKind, days: int, today: date) -> Due:
    """Return (key, since) of everything of a kind whose time is over today."""
    return _QUERIES[kind](today - timedelta(days=days), today)


def list_due(kind: DataKind, offset: int, limit: int) -> tuple[list[DueRow], int]:
    """Return some of what is due of a kind, and how much there is altogether."""
    query = due_query(kind, days_kept()[kind], clock.today())
    rows = db.session.execute(query.order_by(query.selected_columns[0]).offset(offset).limit(limit))
    return [DueRow(key, _day(since)) for key, since in rows], _count(query)


def count_more_due(kind: DataKind, days: int) -> int:
    """Return how much more would be erased now if a kind were kept for so many days; nothing if that is refused."""
    term, today = TERMS[kind], clock.today()
    if not term.least <= days <= term.most:
        return 0
    return max(0, _count(due_query(kind, days, today)) - _count(due_query(kind, days_kept()[kind], today)))


def retention_lines() -> list[RetentionLine]:
    """Return every kind of data with how much of it is due now, and when some was last erased."""
    days, today = days_kept(), clock.today()
    last: dict[DataKind, tuple[date, int]] = {}
    for run in db.session.scalars(select(RetentionRun).order_by(RetentionRun.day)):
        last[run.kind] = (run.day, run.count)
    return [
        RetentionLine(kind, term, days[kind], _count(due_query(kind, days[kind], today)), *last.get(kind, (None, 0)))
        for kind, term in TERMS.items()
    ]


def _count(query: Due) -> int:
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _day(since: date | datetime) -> date:
    return clock.day_of(since) if isinstance(since, datetime) else since


def _moment(day: date) -> datetime:
    """Return the end of the last day that is over."""
    return clock.at(day + timedelta(days=1), time())


def _opinion_phones(last: date, today: date) -> Due:
    over = (Opinion.settled_on <= last) | (Opinion.said_on <= today - _UNUSED_PHONE)
    return select(Opinion.id, func.coalesce(Opinion.settled_on, Opinion.said_on)).where(
        Opinion.phone_seal.is_not(None), over
    )


def _opinions(last: date, _today: date) -> Due:
    return select(Opinion.id, Opinion.settled_on).where(Opinion.settled_on <= last)


def _letter_names(last: date, _today: date) -> Due:
    latest = select(func.max(LetterEvent.at)).where(LetterEvent.letter_id == Letter.id).scalar_subquery()
    at = func.coalesce(latest, Letter.registered_at)
    done = (
        Letter.answered_on.is_not(None)
        | (Letter.excuse != "")
        | Letter.state.in_((LetterState.NO_ACTION, LetterState.MERGED))
    )
    return select(Letter.id, at).where(Letter.private_seal.is_not(None), done, at < _moment(last))


def _shoppers(last: date, _today: date) -> Due:
    """Whoever was switched off, counted from the entry that says so, of whom more than the code is still known."""
    mine = (AuditEntry.object_kind == "person") & (AuditEntry.object_ref == cast(Person.id, PlainText))
    off = select(func.max(AuditEntry.at)).where(mine, AuditEntry.deed == "person.switched_off")
    at = off.correlate(Person).scalar_subquery()
    known = Person.name_seal.is_not(None) | Person.unit_id.is_not(None)
    return select(Person.id, at).where(
        Person.shopper_code.is_not(None), Person.active.is_(False), known, at < _moment(last)
    )


def _originals(last: date, _today: date) -> Due:
    shown = (StoredFile.kind == FileKind.PHOTO) & (StoredFile.copy_state == CopyState.READY)
    return select(StoredFile.id, StoredFile.received_at).where(
        shown, StoredFile.original_key != "", StoredFile.received_at < _moment(last)
    )


def _before(key: Any, at: Any, *conditions: ColumnElement[bool]) -> Callable[[date, date], Due]:
    """Return the query of a table in which one moment decides."""

    def query(last: date, _today: date) -> Due:
        return select(key, at).where(at < _moment(last), *conditions)

    return query


def _audit_details(last: date, _today: date) -> Due:
    query = select(AuditDetails.sequence, AuditEntry.at).join(AuditEntry, AuditEntry.sequence == AuditDetails.sequence)
    return query.where(AuditEntry.at < _moment(last))


def _digests(last: date, _today: date) -> Due:
    return select(Outgoing.id, Outgoing.day).where(Outgoing.day <= last, Outgoing.state != OutgoingState.WAITING)


_QUERIES: dict[DataKind, Callable[[date, date], Due]] = {
    DataKind.OPINION_PHONES: _opinion_phones,
    DataKind.OPINIONS: _opinions,
    DataKind.LETTER_NAMES: _letter_names,
    DataKind.SHOPPERS: _shoppers,
    DataKind.ORIGINALS: _originals,
    DataKind.SESSIONS: _before(SignInSession.id, SignInSession.ended_at),
    DataKind.TABLET_SESSIONS: _before(FieldSession.id, FieldSession.ended_at),
    DataKind.MESSAGES: _before(Message.id, Message.at),
    DataKind.DIGESTS: _digests,
    DataKind.TASKS: _before(Task.id, Task.finished_at, Task.state == TaskState.DONE),
    DataKind.AUDIT_DETAILS: _audit_details,
}

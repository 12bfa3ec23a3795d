"""Erase what is due, and change how long things are kept.

In batches of one transaction each: nobody waits long, and a task that is killed has done whole batches. What was
erased is in no free page afterwards: SQLite overwrites it (secure_delete) and its log is emptied; PostgreSQL writes
the tables anew (a plain VACUUM leaves the bytes where they were, between the rows that stay).
"""

import logging
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, cast, delete, literal, select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from inspect_app.access import SYSTEM, Actor, Permission
from inspect_app.accounts.models import FieldSession, Person, RoleGrant, SignInSession
from inspect_app.audit.actions import record
from inspect_app.audit.models import AuditDetails
from inspect_app.database import Base, PlainText, db, is_sqlite, transaction
from inspect_app.evidence.actions import forget_original
from inspect_app.evidence.models import StoredFile
from inspect_app.foundation import clock
from inspect_app.keeping.models import RetentionRule, RetentionRun
from inspect_app.keeping.queries.expiring import days_kept, due_query
from inspect_app.keeping.rules.terms import TERMS, demand_allowed
from inspect_app.keeping.vocabulary import DataKind
from inspect_app.messages.models import Message, Outgoing
from inspect_app.planning.models import Absence, Acquaintance
from inspect_app.tasks.models import Task
from inspect_app.voices.models import Letter, Opinion
from inspect_app.voices.queries.letters import private_of
from inspect_app.voices.queries.triage import aliases_of
from inspect_app.voices.rules.letters import masked

log = logging.getLogger(__name__)
_BATCH = 1000
_SCRUBBED_FOR = timedelta(days=7)
# Whoever waits for a table behind a long read makes everybody else wait too.
_PATIENCE = "SET lock_timeout = '2s'"
Keys = Collection[int]


def set_days(actor: Actor, kind: DataKind, days: int) -> None:
    """Keep a kind of data for another time; raise Invalid beyond what is allowed."""
    demand_allowed(kind, days)
    before = days_kept()[kind]
    rule = db.session.get(RetentionRule, kind, with_for_update=True)
    if rule is None:
        db.session.add(RetentionRule(kind=kind, days=days))
    else:
        rule.days = days
    record(
        actor, "retention.changed", "retention", kind.value, permission=Permission.MANAGE_SECURITY, days=(before, days)
    )
    db.session.flush()


def erase_expired() -> dict[DataKind, int]:
    """Erase everything whose time is over; return how much of each kind."""
    db.session.rollback()
    kept = days_kept()
    erased = {kind: _erase_kind(kind, kept[kind]) for kind in TERMS}
    scrub({_TABLES[kind] for kind in _lately_erased()})
    return {kind: count for kind, count in erased.items() if count}


def _lately_erased() -> list[DataKind]:
    """Return what was erased in the last days: a table that was in use then is written anew on the next."""
    query = select(RetentionRun.kind).where(RetentionRun.day > clock.today() - _SCRUBBED_FOR).distinct()
    return list(db.session.scalars(query))


def _erase_kind(kind: DataKind, days: int) -> int:
    total = 0
    while count := _erase_batch(kind, days):
        total += count
    return total


def _erase_batch(kind: DataKind, days: int) -> int:
    today = clock.today()
    with transaction() as session:
        query = due_query(kind, days, today)
        key = query.selected_columns[0]
        keys = list(session.scalars(query.with_only_columns(key).order_by(key).limit(_BATCH)))
        if not keys:
            return 0
        _ERASERS[kind](session, keys)
        run = session.get(RetentionRun, (kind, today), with_for_update=True)
        if run is None:
            session.add(RetentionRun(kind=kind, day=today, count=len(keys)))
        else:
            run.count += len(keys)
        record(SYSTEM, "retention.erased", "retention", kind.value, count=len(keys), days=days)
    return len(keys)


def scrub(tables: Collection[str]) -> None:
    """Let nothing that was erased stay behind in free pages or in the log."""
    db.session.rollback()
    with db.engine.connect() as connection:
        if is_sqlite():
            _truncate_log(connection)
            return
        quiet = connection.execution_options(isolation_level="AUTOCOMMIT")
        quiet.execute(text(_PATIENCE))
        try:
            for name in sorted(tables):
                _write_anew(quiet, name)
        finally:
            quiet.execute(text("RESET lock_timeout"))


def _write_anew(connection: Connection, table: str) -> None:
    try:
        connection.execute(text(f"VACUUM (FULL) {table}"))
    except OperationalError:
        # An export or a backup reads it: the next nights try again.
        log.warning("table in use, not written anew: %s", table)


def _truncate_log(connection: Connection) -> None:
    connection.rollback()
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - the connection is open
    driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _delete(table: type[Base], column: str = "id") -> Callable[[Session, Keys], None]:
    def erase(session: Session, keys: Keys) -> None:
        session.execute(delete(table).where(getattr(table, column).in_(keys)), execution_options=_PLAIN)

    return erase


def _opinion_phones(session: Session, keys: Keys) -> None:
    emptied = update(Opinion).where(Opinion.id.in_(keys)).values(phone_seal=None, phone_notice="")
    session.execute(emptied, execution_options=_PLAIN)


def _letter_names(session: Session, keys: Keys) -> None:
    """Let the words call everybody by alias before nobody knows any more whom they name."""
    for letter in session.scalars(select(Letter).where(Letter.id.in_(keys)).with_for_update()):
        letter.words = masked(letter.words, private_of(letter).names, aliases_of(letter))
        letter.private_seal = None
    session.flush()


def _shoppers(session: Session, keys: Keys) -> None:
    """Leave the code alone: every seal in visits, events and entries opens to it, and to nobody behind it.

    A user name often spells a name, so it goes too.
    The seals themselves stay, since events and the chain are never changed.
    """
    nobody: dict[str, Any] = {"name_seal": None, "title": "", "tags": [], "unit_id": None, "password_hash": None}
    nobody["username"] = literal("erased-") + cast(Person.id, PlainText)
    emptied = update(Person).where(Person.id.in_(keys)).values(**nobody, version=Person.version + 1)
    session.execute(emptied, execution_options=_PLAIN)
    for table in (RoleGrant, Acquaintance, Absence):
        session.execute(delete(table).where(table.person_id.in_(keys)), execution_options=_PLAIN)


def _originals(session: Session, keys: Keys) -> None:
    """Take the bytes away first: cut off in between, a row names what is gone, and the next run ends it."""
    for storage_key in session.scalars(select(StoredFile.original_key).where(StoredFile.id.in_(keys))):
        forget_original(storage_key)
    gone = update(StoredFile).where(StoredFile.id.in_(keys)).values(original_key="")
    session.execute(gone, execution_options=_PLAIN)


_PLAIN = {"synchronize_session": False}
_ERASERS: dict[DataKind, Callable[[Session, Keys], None]] = {
    DataKind.OPINION_PHONES: _opinion_phones,
    DataKind.OPINIONS: _delete(Opinion),
    DataKind.LETTER_NAMES: _letter_names,
    DataKind.SHOPPERS: _shoppers,
    DataKind.ORIGINALS: _originals,
    DataKind.SESSIONS: _delete(SignInSession),
    DataKind.TABLET_SESSIONS: _delete(FieldSession),
    DataKind.MESSAGES: _delete(Message),
    DataKind.DIGESTS: _delete(Outgoing),
    DataKind.TASKS: _delete(Task),
    DataKind.AUDIT_DETAILS: _delete(AuditDetails, "sequence"),
}
_TABLES = {
    DataKind.OPINION_PHONES: "opinions",
    DataKind.OPINIONS: "opinions",
    DataKind.LETTER_NAMES: "letters",
    DataKind.SHOPPERS: "people",
    DataKind.ORIGINALS: "files",
    DataKind.SESSIONS: "sessions",
    DataKind.TABLET_SESSIONS: "field_sessions",
    DataKind.MESSAGES: "messages",
    DataKind.DIGESTS: "outgoing",
    DataKind.TASKS: "tasks",
    DataKind.AUDIT_DETAILS: "audit_details",
}

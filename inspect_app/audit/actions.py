"""Recording deeds. A deed records, the transaction appends last; if that fails the deed fails."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, event, insert, select, update
from sqlalchemy.orm import Session

from inspect_app.access import SYSTEM, Actor, Permission, granting
from inspect_app.audit.models import AuditCheck, AuditDetails, AuditEntry, AuditHead, AuditMark
from inspect_app.audit.queries import Looked, kept_path, look_at_chain, read_kept
from inspect_app.audit.rules import EntryFacts, Mark, digest_details, digest_entry, line_of, marks_of
from inspect_app.config import current_sealer, current_settings
from inspect_app.database import before_commit, db, send_last, transaction
from inspect_app.foundation import clock, randomness
from inspect_app.foundation.errors import Refused

log = logging.getLogger(__name__)

_PENDING, _MARKED, _LINES = "audit_pending", "audit_marked", "audit_lines"
# Every transaction ends with these: built once.
_LOCK_HEAD = select(AuditHead.sequence, AuditHead.digest).with_for_update()
_ADD_ENTRIES, _ADD_DETAILS = insert(AuditEntry), insert(AuditDetails)
_MOVE_HEAD = update(AuditHead).values(sequence=bindparam("to_sequence"), digest=bindparam("to_digest"))


@dataclass(frozen=True, slots=True)
class _Deed:
    at: datetime
    deed: str
    actor: Actor
    role: str
    kind: str
    ref: str
    covert: bool
    body: dict[str, Any]


def record(
    actor: Actor,
    deed: str,
    kind: str,
    ref: object,
    /,
    *,
    permission: Permission | None = None,
    unit_id: int | None = None,
    covert: bool = False,
    **changes: Any,
) -> None:
    """Record one deed on one thing.

    `deed` is a past-tense name such as `finding.dispatched`; `changes` are `field=(old, new)` or plain
    facts. `covert` seals who did it: use it for whatever a shopper does.
    """
    grant = granting(actor, permission, unit_id) if permission else None
    role = grant.role.value if grant else ""
    body = {name: _plain(value) for name, value in changes.items()}
    entry = _Deed(clock.now(), deed, actor, role, kind, str(ref), covert, body)
    db.session().info.setdefault(_PENDING, []).append(entry)


@contextmanager
def one_of_many() -> Iterator[None]:
    """Do one of several deeds of a transaction: when it is refused, neither its rows nor its entry stay."""
    session = db.session()
    recorded = len(session.info.get(_PENDING, ()))
    try:
        with session.begin_nested():
            yield
    except BaseException:
        del session.info.get(_PENDING, [])[recorded:]
        raise


def mark_head(kept_with: str) -> None:
    """Keep the head that this transaction ends with, in a table and after the commit in the second file.

    It betrays later that the tail was cut, or the whole chain written anew. It is never printed on paper.
    """
    db.session().info.setdefault(_MARKED, []).append(kept_with)


def check_chain() -> Looked:
    """Look at the whole chain once a day and note what was found; keep the day's head. Raise Refused when it breaks."""
    begun = clock.now()
    looked = look_at_chain()
    with transaction() as session:
        spent = (clock.now() - begun) // timedelta(milliseconds=1)
        session.add(
            AuditCheck(
                at=begun, entries=looked.entries, marks=looked.marks, broken=looked.broken, milliseconds=spent
            )
        )
        if looked.broken is None:
            record(SYSTEM, "audit.checked", "audit", looked.entries, entries=looked.entries, marks=looked.marks)
            mark_head(f"day {clock.today()}")
    if looked.broken is not None:
        raise Refused(f"审计链在第 {looked.broken} 条断开。")
    catch_up_file()
    return looked


def catch_up_file() -> None:
    """Write heads into the second file that could not be written when they were kept."""
    there = {(mark.sequence, mark.digest) for mark in marks_of(read_kept())}
    marks = db.session.scalars(select(AuditMark).order_by(AuditMark.sequence, AuditMark.kept_with))
    _write_lines(
        [
            line_of(Mark(mark.sequence, mark.digest), mark.at.isoformat(), mark.kept_with)
            for mark in marks
            if (mark.sequence, mark.digest) not in there
        ]
    )


def set_file_aside(day: date) -> Path | None:
    """Begin a new second file, because a backup was restored; the old one stays beside it. Return its new name."""
    path = kept_path()
    if not path.exists():
        return None
    aside = path.with_name(f"{path.name}.until-{day}-{randomness.token()[:8]}")
    return path.rename(aside)


@before_commit
def append_recorded(session: Session) -> None:
    """Append what the deeds recorded to the chain, under the head's lock."""
    deeds: list[_Deed] = session.info.pop(_PENDING, [])
    if not deeds:
        return
    connection = session.connection()
    last, digest = connection.execute(_LOCK_HEAD).one()
    entries: list[dict[str, Any]] = []
    details: list[dict[str, Any]] = []
    for number, deed in enumerate(deeds, start=last + 1):
        salt = randomness.token()
        entries.append(_chained(number, digest, deed, salt))
        details.append({"sequence": number, "salt": salt, "body": deed.body})
        digest = entries[-1]["digest"]
    head = Mark(last + len(deeds), digest)
    # Rows, not objects: nobody looks at an entry in the transaction that makes it.
    send_last(_ADD_ENTRIES, entries)
    send_last(_ADD_DETAILS, details)
    send_last(_MOVE_HEAD, [{"to_sequence": head.sequence, "to_digest": head.digest}])
    _add_marks(session, head)


def _add_marks(session: Session, head: Mark) -> None:
    """Keep the head where it was asked for; the lines of the second file wait for the commit."""
    names: list[str] = session.info.pop(_MARKED, [])
    now = clock.now()
    for name in names:
        session.execute(
            insert(AuditMark), [{"sequence": head.sequence, "kept_with": name, "digest": head.digest, "at": now}]
        )
    session.info[_LINES] = [line_of(head, now.isoformat(), name) for name in names]


@event.listens_for(Session, "after_commit")
def _keep_lines(session: Session) -> None:
    lines: list[str] = session.info.pop(_LINES, [])
    try:
        _write_lines(lines)
    except OSError:  # the deed is done; the daily look at the chain writes them again
        log.exception("the chain's head could not be written to its file")


def _write_lines(lines: list[str]) -> None:
    if not lines:
        return
    descriptor = os.open(kept_path(), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"  # a power failure in the middle of a line
        os.write(descriptor, ("\n" * torn + "".join(lines)).encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _chained(sequence: int, previous: str, deed: _Deed, salt: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "sequence": sequence,
        "at": deed.at,
        "deed": deed.deed,
        "actor_role": deed.role,
        "object_kind": deed.kind,
        "object_ref": deed.ref,
        "details_digest": digest_details(salt, deed.body),
        "previous_digest": previous,
        **_who(deed),
    }
    facts = EntryFacts(
        sequence=sequence,
        at=deed.at.astimezone(UTC).isoformat(),
        deed=deed.deed,
        actor=str(row["actor_tag"] or row["actor_id"] or "system"),
        actor_role=deed.role,
        object_kind=deed.kind,
        object_ref=deed.ref,
        details_digest=row["details_digest"],
    )
    return row | {"digest": digest_entry(current_settings().audit_key, previous, facts)}


def _who(deed: _Deed) -> dict[str, Any]:
    person_id = deed.actor.person_id
    if person_id is None or not deed.covert:
        return {"actor_id": person_id, "actor_seal": None, "actor_tag": None}
    sealer = current_sealer()
    seal, tag = sealer.seal_author(person_id), sealer.author_tag(person_id)
    return {"actor_id": None, "actor_seal": seal, "actor_tag": tag}


def _plain(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    return value if isinstance(value, (int, float, bool, type(None))) else str(value)

"""Reads of the audit chain."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.orm import joinedload

from inspect_app.access import Role
from inspect_app.audit.models import AuditCheck, AuditDetails, AuditEntry, AuditHead, AuditMark
from inspect_app.audit.rules import EntryFacts, Link, Mark, first_broken, marks_of
from inspect_app.audit.vocabulary import deed_label, field_label, kind_label
from inspect_app.config import current_settings
from inspect_app.database import db, snapshot
from inspect_app.foundation import clock
from inspect_app.foundation.labels import Labelled

_BATCH = 1000
_SEALED = "（封存）"
# Rows, not objects: a million of them are read in one go.
_E = AuditEntry
_LINKS = (
    select(
        _E.sequence, _E.at, _E.deed, _E.actor_id, _E.actor_tag, _E.actor_role, _E.object_kind, _E.object_ref,
        _E.details_digest, _E.previous_digest, _E.digest, AuditDetails.salt, AuditDetails.body,
    )
    .outerjoin(AuditDetails, AuditDetails.sequence == _E.sequence)
    .order_by(_E.sequence)
)  # fmt: skip

NamesOf = Callable[[Set[int]], Mapping[int, str]]
_names_of: list[NamesOf] = []


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as the auditor reads it; `details` is None once they were erased."""

    sequence: int
    at: datetime
    who: str
    role: str
    deed: str
    kind: str
    ref: str
    details: tuple[tuple[str, str], ...] | None


@dataclass(frozen=True, slots=True)
class Search:
    """What the auditor looks for: a kind of thing, one thing, days in Asia/Shanghai."""

    kind: str = ""
    ref: str = ""
    first: date | None = None
    last: date | None = None


def register_names(reader: NamesOf) -> NamesOf:
    """Let the room that knows people say what they are called; this one stands below it."""
    if reader not in _names_of:
        _names_of.append(reader)
    return reader


def list_entries(search: Search, offset: int, limit: int) -> tuple[Sequence[EntryRow], int]:
    """Return some entries, latest first, and how many match altogether."""
    conditions = _conditions(search)
    total = db.session.scalar(select(func.count()).select_from(AuditEntry).where(*conditions)) or 0
    query = select(AuditEntry).where(*conditions).options(joinedload(AuditEntry.details))
    query = query.execution_options(populate_existing=True)
    entries = db.session.scalars(query.order_by(AuditEntry.sequence.desc()).offset(offset).limit(limit)).all()
    ids = {entry.actor_id for entry in entries if entry.actor_id is not None}
    names = {key: name for reader in _names_of for key, name in reader(ids).items()} if ids else {}
    return [_row(entry, names) for entry in entries], total


@dataclass(frozen=True, slots=True)
class Looked:
    """A look at the whole chain: how many entries and kept heads there are, and where it breaks, if it does."""

    entries: int
    marks: int
    broken: int | None


def look_at_chain() -> Looked:
    """Check every link, and every head that was kept in the table or in the second file."""
    kept = set(marks_of(read_kept()))  # first: what is in the file was committed before
    with snapshot() as connection:
        return look_at_links(connection, kept)


def look_at_links(connection: Connection, kept: Set[Mark] = frozenset()) -> Looked:
    """Check the chain in some database; `kept` are heads from elsewhere."""
    head = connection.execute(select(AuditHead.sequence, AuditHead.digest)).one()
    marks = {Mark(*row) for row in connection.execute(select(AuditMark.sequence, AuditMark.digest))} | kept
    with connection.execute(_LINKS, execution_options={"yield_per": _BATCH}) as rows:
        broken = first_broken(current_settings().audit_key_at, map(_link, rows), (head.sequence, head.digest), marks)
    return Looked(head.sequence, len(marks), broken)


def find_broken_link() -> int | None:
    """Return the sequence of the first broken link of the chain, or nothing."""
    return look_at_chain().broken


def last_check() -> AuditCheck | None:
    """Return the last look at the whole chain."""
    return db.session.scalars(select(AuditCheck).order_by(AuditCheck.id.desc()).limit(1)).first()


def kept_path() -> Path:
    """Return where the second file of heads is."""
    settings = current_settings()
    return Path(settings.audit_heads) if settings.audit_heads else settings.data_dir / "audit-heads.jsonl"


def read_kept() -> list[str]:
    """Return the lines of the second file; none when it is not there yet."""
    try:
        return kept_path().read_text().splitlines()
    except FileNotFoundError:
        return []


def count_entries() -> int:
    """Return how many entries the chain has."""
    return db.session.get_one(AuditHead, 1).sequence


def _link(row: Any) -> Link:
    sequence, at, deed, actor_id, tag, role, kind, ref, details_digest, previous, digest, salt, body = row
    actor = str(tag or actor_id or "system")
    facts = EntryFacts(sequence, at.isoformat(), deed, actor, role, kind, ref, details_digest)
    return Link(facts, previous, digest, None if salt is None else (salt, body))


def _conditions(search: Search) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if search.kind:
        found.append(AuditEntry.object_kind == search.kind)
    if search.ref:
        found.append(AuditEntry.object_ref == search.ref)
    if search.first:
        found.append(AuditEntry.at >= clock.at(search.first, time()))
    if search.last:
        found.append(AuditEntry.at < clock.at(search.last + timedelta(days=1), time()))
    return found


def _row(entry: AuditEntry, names: Mapping[int, str]) -> EntryRow:
    role = Role.find(entry.actor_role)
    details = None if entry.details is None else tuple(_said(entry.object_kind, entry.details.body))
    return EntryRow(
        entry.sequence,
        entry.at,
        _who(entry, names),
        role.label if role else entry.actor_role,
        deed_label(entry.deed),
        kind_label(entry.object_kind),
        entry.object_ref,
        details,
    )


def _who(entry: AuditEntry, names: Mapping[int, str]) -> str:
    if entry.actor_seal is not None:
        return _SEALED
    return "系统" if entry.actor_id is None else names.get(entry.actor_id, f"人员 {entry.actor_id}")


def _said(kind: str, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give each fact as name and words; `changes` hold old and new of each field."""
    for name, value in body.items():
        if isinstance(value, dict):
            yield from _said(kind, value)
        elif isinstance(value, list) and len(value) == 2 and not isinstance(value[0], list):
            yield field_label(name), f"{_plain(kind, value[0])} → {_plain(kind, value[1])}"
        else:
            yield field_label(name), _plain(kind, value)


def _plain(kind: str, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_plain(kind, part) for part in value) or "—"
    if isinstance(value, int | float):
        return str(value)  # a number is no stored word, though some words are stored as digits
    return "—" if value in (None, "") else _word(kind, str(value))


def _word(kind: str, value: str) -> str:
    """Return the label of a stored value when the words of its room, or of all rooms, agree on it."""
    found = [
        (words.__module__, member.label)
        for words in Labelled.__subclasses__()
        for member in words
        if member.value == value
    ]
    own = {label for module, label in found if module.startswith(f"inspect_app.{kind}s.")}
    labels = own or {label for _, label in found}
    return labels.pop() if len(labels) == 1 else value

"""Recording deeds. A deed records, the transaction appends last; if that fails the deed fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from inspect_app.access import Actor, Permission, granting
from inspect_app.audit.models import AuditDetails, AuditEntry, AuditHead
from inspect_app.audit.rules import EntryFacts, digest_details, digest_entry
from inspect_app.config import current_sealer, current_settings
from inspect_app.database import before_commit, db, sent_together
from inspect_app.foundation import clock, randomness

_PENDING = "audit_pending"
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
    # Rows, not objects: nobody looks at an entry in the transaction that makes it.
    with sent_together(connection):
        connection.execute(_ADD_ENTRIES, entries)
        connection.execute(_ADD_DETAILS, details)
        connection.execute(_MOVE_HEAD, {"to_sequence": last + len(deeds), "to_digest": digest})


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
        at=deed.at.isoformat(),
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

"""Recording deeds. A deed records, the transaction appends last; if that fails the deed fails."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.access import Actor, Permission, granting
from inspect_app.audit.models import AuditDetails, AuditEntry, AuditHead
from inspect_app.audit.queries import entry_facts
from inspect_app.audit.rules import digest_details, digest_entry
from inspect_app.config import current_sealer, current_settings
from inspect_app.database import before_commit, db
from inspect_app.foundation import clock, randomness

_PENDING = "audit_pending"


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


@before_commit
def append_recorded(session: Session) -> None:
    """Append what the deeds recorded to the chain, under the head's lock."""
    deeds: list[_Deed] = session.info.pop(_PENDING, [])
    if not deeds:
        return
    head = session.scalars(select(AuditHead).with_for_update().execution_options(populate_existing=True)).one()
    for deed in deeds:
        _append(session, head, deed)
    session.flush()


def _append(session: Session, head: AuditHead, deed: _Deed) -> None:
    salt = randomness.token()
    entry = AuditEntry(
        sequence=head.sequence + 1,
        at=deed.at,
        deed=deed.deed,
        actor_role=deed.role,
        object_kind=deed.kind,
        object_ref=deed.ref,
        details_digest=digest_details(salt, deed.body),
        previous_digest=head.digest,
        **_who(deed),
    )
    entry.digest = digest_entry(current_settings().audit_key, head.digest, entry_facts(entry))
    session.add(entry)
    session.add(AuditDetails(entry=entry, salt=salt, body=deed.body))
    head.sequence, head.digest = entry.sequence, entry.digest


def _who(deed: _Deed) -> dict[str, Any]:
    person_id = deed.actor.person_id
    if person_id is None or not deed.covert:
        return {"actor_id": person_id}
    sealer = current_sealer()
    return {"actor_seal": sealer.seal_author(person_id), "actor_tag": sealer.author_tag(person_id)}


def _plain(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    return value if isinstance(value, (int, float, bool, type(None))) else str(value)

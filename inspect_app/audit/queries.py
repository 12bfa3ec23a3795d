"""Reads of the audit chain."""

from collections.abc import Iterator

from sqlalchemy import select

from inspect_app.audit.models import AuditEntry, AuditHead
from inspect_app.audit.rules import EntryFacts, Link, first_broken
from inspect_app.config import current_settings
from inspect_app.database import db

_BATCH = 1000


def entry_facts(entry: AuditEntry) -> EntryFacts:
    """Return what an entry's digest covers."""
    return EntryFacts(
        sequence=entry.sequence,
        at=entry.at.isoformat(),
        deed=entry.deed,
        actor=str(entry.actor_tag or entry.actor_id or "system"),
        actor_role=entry.actor_role,
        object_kind=entry.object_kind,
        object_ref=entry.object_ref,
        details_digest=entry.details_digest,
    )


def find_broken_link() -> int | None:
    """Return the sequence of the first broken link of the chain, or nothing."""
    head = db.session.get_one(AuditHead, 1)
    return first_broken(current_settings().audit_key, _links(), (head.sequence, head.digest))


def count_entries() -> int:
    """Return how many entries the chain has."""
    return db.session.get_one(AuditHead, 1).sequence


def _links() -> Iterator[Link]:
    query = select(AuditEntry).order_by(AuditEntry.sequence).execution_options(yield_per=_BATCH)
    for entry in db.session.scalars(query):
        details = None if entry.details is None else (entry.details.salt, entry.details.body)
        yield Link(entry_facts(entry), entry.previous_digest, entry.digest, details)

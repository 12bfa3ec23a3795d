"""安全事件: what happened to accounts, read from the audit chain; a shopper's coming and going stays sealed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, not_, select

from inspect_app.accounts.models import Person, RoleGrant
from inspect_app.accounts.queries.people import names_of
from inspect_app.accounts.rules import ADMINISTRATORS
from inspect_app.accounts.vocabulary import SecurityKind
from inspect_app.audit.models import AuditDetails, AuditEntry
from inspect_app.audit.vocabulary import deed_label
from inspect_app.config import current_settings
from inspect_app.database import db
from inspect_app.foundation import clock

_SEALED, _NOBODY = "（封存）", "没有这个用户名"
_LONGEST_ID = 11
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_DEEDS = {
    SecurityKind.REFUSED: ("session.refused",),
    SecurityKind.LOCKED: ("session.refused",),
    SecurityKind.CODES: ("person.code_issued", "person.second_cleared", "person.recovery_used"),
    SecurityKind.ACCOUNTS: ("person.switched_off", "person.switched_on"),
    SecurityKind.TABLETS: ("tablet.revoked",),
    SecurityKind.UNSEALED: ("visit.unseal_asked", "visit.unseal_approved", "visit.unseal_refused", "visit.unseal_read"),
}


@dataclass(frozen=True, slots=True)
class SecurityRow:
    """One event: what, about whom, by whom."""

    at: datetime
    what: str
    about: str
    by: str


@dataclass(frozen=True, slots=True)
class SecurityCount:
    """How often a kind of event happened lately."""

    kind: SecurityKind
    day: int
    week: int


def security_rows(kind: SecurityKind | None, offset: int, limit: int) -> tuple[Sequence[SecurityRow], int]:
    """Return some events, latest first, and how many there are."""
    asked = _of(kind) if kind else AuditEntry.deed.in_([deed for deeds in _DEEDS.values() for deed in deeds])
    total = db.session.scalar(_joined(func.count()).where(asked)) or 0
    columns = (
        AuditEntry.at,
        AuditEntry.deed,
        AuditEntry.object_kind,
        AuditEntry.object_ref,
        AuditEntry.actor_id,
        AuditEntry.actor_seal,
        _locked().label("locked"),
    )
    query = _joined(*columns).where(asked).order_by(AuditEntry.sequence.desc()).offset(offset).limit(limit)
    found = db.session.execute(query).all()
    named = {int(row.object_ref) for row in found if _names_somebody(row)}
    names = names_of(named | {row.actor_id for row in found if row.actor_id is not None})
    return [_row(row, names) for row in found], total


def security_counts() -> list[SecurityCount]:
    """Return how often each kind of event happened in a day and in a week."""
    now = clock.now()
    today = (AuditEntry.at >= now - _DAY).label("today")
    query = _joined(AuditEntry.deed, _locked().label("locked"), today, func.count())
    groups = db.session.execute(query.where(AuditEntry.at >= now - _WEEK).group_by(AuditEntry.deed, "locked", "today"))
    week: Counter[SecurityKind] = Counter()
    day: Counter[SecurityKind] = Counter()
    for deed, locked, lately, count in groups.all():
        kind = _kind(deed, locked)
        if kind is not None:
            week[kind] += count
            day[kind] += count if lately else 0
    return [SecurityCount(kind, day[kind], week[kind]) for kind in SecurityKind]


def locked_people() -> Sequence[tuple[str, datetime]]:
    """Return who is locked out right now and until when; a shopper's name is nobody's business."""
    query = select(Person.name, Person.shopper_code, Person.locked_until).where(Person.locked_until > clock.now())
    rows = db.session.execute(query.order_by(Person.locked_until, Person.id)).all()
    return [(_SEALED if code else name, until) for name, code, until in rows if until is not None]


def doubled_administrators() -> Sequence[str]:
    """Return who is more than one of the three administrators though the installation keeps them apart."""
    if not current_settings().separate_admins:
        return []
    held = select(RoleGrant.person_id).where(RoleGrant.role.in_(ADMINISTRATORS)).group_by(RoleGrant.person_id)
    doubled = held.having(func.count(RoleGrant.role.distinct()) > 1)
    query = select(Person.name).where(Person.id.in_(doubled), Person.active)
    return db.session.scalars(query.order_by(Person.id)).all()


def _kind(deed: str, locked: bool) -> SecurityKind | None:
    if deed in _DEEDS[SecurityKind.REFUSED]:
        return SecurityKind.LOCKED if locked else SecurityKind.REFUSED
    return next((kind for kind, deeds in _DEEDS.items() if deed in deeds), None)


def _joined(*columns: Any) -> Select[Any]:
    return select(*columns).select_from(AuditEntry).join(AuditDetails, isouter=True)


def _of(kind: SecurityKind) -> ColumnElement[bool]:
    named = AuditEntry.deed.in_(_DEEDS[kind])
    if kind is SecurityKind.LOCKED:
        return and_(named, _locked())
    return and_(named, not_(_locked())) if kind is SecurityKind.REFUSED else named


def _locked() -> ColumnElement[bool]:
    return func.coalesce(AuditDetails.body["locked"].as_boolean(), false())


def _row(row: Any, names: Mapping[int, str]) -> SecurityRow:
    kind = _kind(row.deed, row.locked)
    what = kind.label if kind in (SecurityKind.REFUSED, SecurityKind.LOCKED) else deed_label(row.deed)
    by = "" if row.actor_id is None else names.get(row.actor_id, "")
    return SecurityRow(row.at, what, _about(row, names), _SEALED if row.actor_seal is not None else by)


def _about(row: Any, names: Mapping[int, str]) -> str:
    if row.object_kind != "person":
        return str(row.object_ref)
    if row.object_ref == "unknown":
        return _NOBODY
    return names.get(int(row.object_ref), _SEALED) if _names_somebody(row) else _SEALED


def _names_somebody(row: Any) -> bool:
    return row.object_kind == "person" and row.object_ref.isdecimal() and len(row.object_ref) < _LONGEST_ID

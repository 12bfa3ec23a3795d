"""Reads of registered tablets: one statement tells who asks and what they may fill in."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, case, func, select

from inspect_app.access import VISITORS, Actor, Grant, Permission, Role, may
from inspect_app.accounts.models import FieldSession, Person, RoleGrant, Unit
from inspect_app.accounts.rules import digest_token
from inspect_app.config import current_sealer
from inspect_app.database import PlainText, db
from inspect_app.foundation import clock


@dataclass(frozen=True, slots=True)
class Tablet:
    """A registered tablet that asks: whose it is, as an author only, and until when."""

    token: str
    session_id: int
    actor: Actor
    device: str
    open_only: bool
    expires_at: datetime

    @property
    def owner(self) -> str:
        """Return the name the tablet keeps rows under: stable for a person, telling nothing else."""
        return owner_name(self.actor.person_id or 0)

    @property
    def secret(self) -> bytes:
        """Return what opens this person's rows on this device when the PIN is forgotten."""
        return tablet_secret(self.actor.person_id or 0, self.device)

    @property
    def csrf(self) -> str:
        """Return the token a writing request must carry; it lives as long as the session."""
        return current_sealer().tag(self.token, "tablet-csrf")


@dataclass(frozen=True, slots=True)
class TabletRow:
    """A line of the office's list: somebody who fills in visits, and how many tablets are registered."""

    person_id: int
    name: str
    unit: str
    tablets: int
    until: datetime | None
    by_code: bool
    may_have_code: bool


def owner_name(person_id: int) -> str:
    """Return the name under which tablets keep a person's rows."""
    return current_sealer().tag(str(person_id), "tablet-owner")[:32]


def tablet_secret(person_id: int, device: str) -> bytes:
    """Return the secret of a person on a device; it is stored nowhere."""
    key = current_sealer().tag(f"{person_id}|{device}", "tablet-secret")
    return hmac.new(key.encode(), b"device secret", hashlib.sha256).digest()


def find_tablet(token: str) -> Tablet | None:
    """Return the tablet a cookie's token stands for while its session lives, in one statement."""
    rows = db.session.connection().execute(_still_open(), {"token_hash": digest_token(token)}).all()
    if not rows or rows[0].expires_at <= clock.now():
        return None
    first = rows[0]
    grants = tuple(Grant(row.role, row.unit_id, frozenset({row.unit_id})) for row in rows)
    actor = Actor(first.person_id, first.name, first.home_id, grants)
    return Tablet(token, first.id, actor, first.device, first.open_only, first.expires_at)


@cache
def _still_open() -> Select[int, str, bool, datetime, int, int, str, int | None, Role]:
    """Every request of a tablet asks: built once."""
    named = FieldSession.token_hash == bindparam("token_hash", type_=PlainText)
    columns = (FieldSession.id, FieldSession.device, FieldSession.open_only, FieldSession.expires_at)
    who = (FieldSession.person_id, Person.name, Person.unit_id.label("home_id"), RoleGrant.role, RoleGrant.unit_id)
    query = select(*columns, *who).join(Person, Person.id == FieldSession.person_id)
    query = query.join(RoleGrant, (RoleGrant.person_id == Person.id) & RoleGrant.role.in_(VISITORS))
    return query.where(named, FieldSession.ended_at.is_(None), Person.active).order_by(RoleGrant.id)


_LIVE = ("tablets", "until", "by_code")


def tablet_rows(actor: Actor) -> Sequence[TabletRow]:
    """Return everybody who fills in visits, with their tablets; shoppers only for who plans covert visits."""
    roles = VISITORS if may(actor, Permission.PLAN_COVERT) else VISITORS - {Role.SHOPPER}
    live = (
        select(
            FieldSession.person_id,
            func.count().label("tablets"),
            func.max(FieldSession.expires_at).label("until"),
            func.max(case((FieldSession.open_only, 1), else_=0)).label("by_code"),
        )
        .where(FieldSession.ended_at.is_(None), FieldSession.expires_at > clock.now())
        .group_by(FieldSession.person_id)
        .subquery()
    )
    held = select(RoleGrant.person_id).where(RoleGrant.role.in_(roles))
    query = (
        select(
            Person.id, Person.name, Person.shopper_code, Unit.short_name, live.c.tablets, live.c.until, live.c.by_code
        )
        .join(Unit, Unit.id == Person.unit_id, isouter=True)
        .join(live, live.c.person_id == Person.id, isouter=True)
        .where(Person.active, Person.id.in_(held))
        .order_by(live.c.tablets.is_(None), Person.name, Person.id)
    )
    if Role.SHOPPER not in roles:
        query = query.where(Person.shopper_code.is_(None))
    return [
        TabletRow(person_id, name, unit or "", tablets or 0, until, bool(by_code), code is None)
        for person_id, name, code, unit, tablets, until, by_code in db.session.execute(query).all()
    ]


def author_behind(owner: str) -> Actor | None:
    """Return the author a tablet's owner name stands for, as an author only, or nothing."""
    query = select(Person.id, Person.name, Person.unit_id, RoleGrant.role, RoleGrant.unit_id.label("held_at"))
    rows = db.session.execute(query.join(RoleGrant).where(RoleGrant.role.in_(VISITORS)).order_by(RoleGrant.id)).all()
    mine = [row for row in rows if hmac.compare_digest(owner_name(row.id), owner)]
    if not mine:
        return None
    grants = tuple(Grant(row.role, row.held_at, frozenset({row.held_at})) for row in mine)
    return Actor(mine[0].id, mine[0].name, mine[0].unit_id, grants)

"""Reads of people and of what each may do today."""

from collections.abc import Iterable, Sequence, Set
from datetime import date, datetime
from functools import cache

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    bindparam,
    cast,
    func,
    null,
    or_,
    select,
)
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from inspect_app.access import Actor, Grant, Permission, Role, may
from inspect_app.accounts.models import Person, RoleGrant, StandIn, Unit
from inspect_app.accounts.queries.units import subtrees
from inspect_app.accounts.rules import SIGNERS, fold_username
from inspect_app.accounts.vocabulary import ParticipantTag
from inspect_app.audit.queries import register_names
from inspect_app.config import current_sealer
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing

NAME_CONTEXT = "name"


def find_person(person_id: int) -> Person | None:
    """Return a person, or nothing."""
    return db.session.get(Person, person_id)


def get_person(person_id: int) -> Person:
    """Return a person with unit and roles, or raise Missing."""
    query = select(Person).where(Person.id == person_id).options(*_with_roles())
    person = db.session.scalars(query).one_or_none()
    if person is None:
        raise Missing("没有这个人员。")
    return person


def find_by_username(username: str) -> Person | None:
    """Return the person who signs in by this name, or nothing."""
    return db.session.scalars(select(Person).where(Person.username == fold_username(username))).one_or_none()


def find_by_shopper_code(code: str) -> Person | None:
    """Return the shopper with this code, or nothing."""
    return db.session.scalars(select(Person).where(Person.shopper_code == code)).one_or_none()


@register_names
def names_of(person_ids: Set[int]) -> dict[int, str]:
    """Return what people are called, for pages of rooms below this one."""
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {person_id: name for person_id, name in rows}


def tags_of(person: Person) -> list[ParticipantTag]:
    """Return whom an observer stands for."""
    return [tag for tag in ParticipantTag if tag.value in person.tags]


def people_with(role: Role, unit_id: int | None = None) -> Sequence[Person]:
    """Return the active people who hold a role, with exactly this unit when one is named."""
    held = select(RoleGrant.person_id).where(RoleGrant.role == role)
    if unit_id is not None:
        held = held.where(RoleGrant.unit_id == unit_id)
    query = select(Person).where(Person.active, Person.id.in_(held))
    return db.session.scalars(query.order_by(Person.name, Person.id)).all()


def actor_of(person: Person) -> Actor:
    """Return a person as whoever does a deed: their roles, and today those they stand in for."""
    return Actor(person.id, person.name, person.unit_id, _grants(person.id, clock.today()))


def list_people(search: str, unit_id: int | None, offset: int, limit: int) -> tuple[Sequence[Person], int]:
    """Return some people, those in service first, and how many match altogether."""
    matching = _matching(search, unit_id)
    total = db.session.scalar(select(func.count()).select_from(Person).where(*matching)) or 0
    query = select(Person).where(*matching).options(*_with_roles())
    query = query.order_by(Person.active.desc(), Person.username).offset(offset).limit(limit)
    return db.session.scalars(query).all(), total


def list_stand_ins(person_id: int | None = None) -> Sequence[StandIn]:
    """Return the stand-ins a person named, or everybody's, latest first."""
    query = select(StandIn).order_by(StandIn.starts_on.desc(), StandIn.id.desc())
    loaded = query.options(joinedload(StandIn.person), joinedload(StandIn.stand_in), joinedload(StandIn.unit))
    if person_id is not None:
        loaded = loaded.where(StandIn.person_id == person_id)
    return db.session.scalars(loaded).all()


def list_signing_posts(person_id: int | None = None) -> Sequence[RoleGrant]:
    """Return the posts of heads and directors for which a stand-in may be named, one person's or all."""
    query = select(RoleGrant).join(Person).where(RoleGrant.role.in_(SIGNERS), Person.active)
    loaded = query.options(joinedload(RoleGrant.unit), joinedload(RoleGrant.person))
    if person_id is not None:
        loaded = loaded.where(RoleGrant.person_id == person_id)
    return db.session.scalars(loaded.order_by(RoleGrant.unit_id, RoleGrant.id)).all()


def list_colleagues(unit_ids: Iterable[int]) -> Sequence[Person]:
    """Return the active people of some units who may stand in for others; no shoppers."""
    query = select(Person).where(Person.active, Person.shopper_code.is_(None))
    found = query.where(Person.unit_id.in_(sorted(set(unit_ids)))).options(joinedload(Person.unit))
    return db.session.scalars(found.order_by(Person.unit_id, Person.name, Person.id)).all()


def real_name(actor: Actor, person: Person) -> str | None:
    """Return a shopper's sealed name to whoever plans covert visits; to others nothing."""
    if person.name_seal is None or not may(actor, Permission.PLAN_COVERT):
        return None
    return current_sealer().open(person.name_seal, NAME_CONTEXT).decode()


def _with_roles() -> tuple[ExecutableOption, ...]:
    grants = selectinload(Person.grants)
    return (joinedload(Person.unit), grants.joinedload(RoleGrant.unit))


def _grants(person_id: int, today: date) -> tuple[Grant, ...]:
    """Return what a person holds and then what others lend today, in one query, each with its subtree."""
    rows = db.session.execute(_held_or_lent(), {"person_id": person_id, "today": today}).all()
    below = subtrees(row.unit_id for row in rows)
    ordered = sorted(rows, key=lambda row: (row.owner_id is not None, row.id))
    return tuple(
        Grant(row.role, row.unit_id, below[row.unit_id], row.owner_id, row.deputy, row.granted_at) for row in ordered
    )


@cache
def _held_or_lent() -> CompoundSelect[int, Role, int, bool, datetime | None, int]:
    """A role its owner has lost, or an owner switched off, lends nothing. Every request asks: built once."""
    person_id, today = bindparam("person_id", type_=Integer), bindparam("today", type_=Date)
    columns = (RoleGrant.id, RoleGrant.role, RoleGrant.unit_id, RoleGrant.deputy, RoleGrant.granted_at)
    same = (
        (RoleGrant.person_id == StandIn.person_id)
        & (RoleGrant.role == StandIn.role)
        & (RoleGrant.unit_id == StandIn.unit_id)
    )
    owner = (Person.id == RoleGrant.person_id) & Person.active
    nobody = cast(null(), Integer).label("owner_id")
    held = select(*columns, nobody).where(RoleGrant.person_id == person_id)
    lent = select(*columns, RoleGrant.person_id.label("owner_id")).join(StandIn, same).join(Person, owner)
    now = (StandIn.stand_in_id == person_id) & (StandIn.starts_on <= today) & (StandIn.ends_on >= today)
    return held.union(lent.where(now))


def _matching(search: str, unit_id: int | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if search:
        columns = (Person.username, Person.name, Person.title)
        in_unit = Person.unit_id.in_(select(Unit.id).where(Unit.name.contains(search, autoescape=True)))
        conditions.append(or_(in_unit, *(column.contains(search, autoescape=True) for column in columns)))
    if unit_id is not None:
        conditions.append(Person.unit_id == unit_id)
    return conditions

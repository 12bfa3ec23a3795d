"""Who may be sent, when they are away and where they are known; shoppers by code, for who plans covert visits."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, select, true
from sqlalchemy.orm import joinedload

from inspect_app.access import AUTHORS, Actor, Permission, Role, may
from inspect_app.accounts.models import Person, RoleGrant, Unit
from inspect_app.database import db
from inspect_app.foundation.errors import Missing
from inspect_app.planning.models import Absence, Acquaintance


def roles_on_offer(actor: Actor) -> list[Role]:
    """Return the groups somebody may send."""
    return [role for role in Role if role in AUTHORS and (role is not Role.SHOPPER or _covert(actor))]


def sendable_choices(actor: Actor) -> list[tuple[str, str]]:
    """Return (id as text, name or code and unit) of everybody who may be sent."""
    query = _sendable(actor).options(joinedload(Person.unit)).order_by(Person.name, Person.id)
    return [(str(person.id), _words(person)) for person in db.session.scalars(query)]


def get_sendable(actor: Actor, person_id: int) -> Person:
    """Return somebody who may be sent, or raise Missing."""
    person = db.session.scalars(_sendable(actor).where(Person.id == person_id)).one_or_none()
    if person is None:
        raise Missing("没有这个人员。")
    return person


def absences(actor: Actor, today: date) -> Sequence[Absence]:
    """Return the absences that are not over, the next first."""
    query = select(Absence).join(Person, Person.id == Absence.person_id).where(_known(actor), Absence.ends_on >= today)
    ordered = query.order_by(Absence.starts_on, Absence.id)
    return db.session.scalars(ordered.options(joinedload(Absence.person))).all()


def acquaintances(actor: Actor) -> Sequence[Acquaintance]:
    """Return where people are known, by unit in official order."""
    query = (
        select(Acquaintance)
        .join(Person, Person.id == Acquaintance.person_id)
        .join(Unit, Unit.id == Acquaintance.unit_id)
        .where(_known(actor))
        .order_by(Unit.sort_no, Unit.code, Person.name)
    )
    return db.session.scalars(query.options(joinedload(Acquaintance.person), joinedload(Acquaintance.unit))).all()


def _sendable(actor: Actor) -> Select[Person]:
    held = select(RoleGrant.person_id).where(RoleGrant.role.in_(roles_on_offer(actor)))
    return select(Person).where(Person.active, Person.id.in_(held), _known(actor))


def _known(actor: Actor) -> ColumnElement[bool]:
    return true() if _covert(actor) else Person.shopper_code.is_(None)


def _covert(actor: Actor) -> bool:
    return may(actor, Permission.PLAN_COVERT)


def _words(person: Person) -> str:
    if person.shopper_code:
        return person.shopper_code
    return f"{person.name}（{person.unit.short_name}）" if person.unit else person.name

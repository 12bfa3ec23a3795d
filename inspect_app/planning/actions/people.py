"""Keep who can't be sent when, and where somebody is known."""

from datetime import date
from typing import Any

from sqlalchemy import select

from inspect_app.access import Actor, Permission
from inspect_app.accounts.models import Person
from inspect_app.accounts.queries import get_unit
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.foundation.errors import Invalid, Missing
from inspect_app.planning.actions.drawing import demand_power
from inspect_app.planning.models import Absence, Acquaintance
from inspect_app.planning.queries.people import get_sendable


def add_absence(actor: Actor, person_id: int, starts_on: date, ends_on: date) -> Absence:
    """Note the days on which somebody can't be sent; raise Invalid when they end before they begin."""
    person = _person(actor, person_id)
    if ends_on < starts_on:
        raise Invalid("结束日期早于开始日期。", "ends_on")
    absence = Absence(person_id=person.id, starts_on=starts_on, ends_on=ends_on)
    db.session.add(absence)
    db.session.flush()
    _record(actor, "absence.added", "absence", absence.id, person, days=(starts_on.isoformat(), ends_on.isoformat()))
    return absence


def remove_absence(actor: Actor, absence_id: int) -> None:
    """Take days back."""
    absence = db.session.get(Absence, absence_id)
    if absence is None:
        raise Missing()
    person = _person(actor, absence.person_id)
    _record(actor, "absence.removed", "absence", absence.id, person)
    db.session.delete(absence)
    db.session.flush()


def add_acquaintance(actor: Actor, person_id: int, unit_id: int) -> Acquaintance:
    """Note a unit in which somebody is known; raise Invalid when that is noted already."""
    person, unit = _person(actor, person_id), get_unit(unit_id)
    same = (Acquaintance.person_id == person.id) & (Acquaintance.unit_id == unit.id)
    if db.session.scalars(select(Acquaintance.id).where(same)).first() is not None:
        raise Invalid("这一条已经登记过。", "unit")
    row = Acquaintance(person_id=person.id, unit_id=unit.id)
    db.session.add(row)
    db.session.flush()
    _record(actor, "acquaintance.added", "acquaintance", row.id, person, unit=unit.short_name)
    return row


def remove_acquaintance(actor: Actor, acquaintance_id: int) -> None:
    """Take an acquaintance back."""
    row = db.session.get(Acquaintance, acquaintance_id)
    if row is None:
        raise Missing()
    person = _person(actor, row.person_id)
    _record(actor, "acquaintance.removed", "acquaintance", row.id, person)
    db.session.delete(row)
    db.session.flush()


def _person(actor: Actor, person_id: int) -> Person:
    demand_power(actor, covert=False)
    return get_sendable(actor, person_id)


def _record(actor: Actor, deed: str, kind: str, ref: int, person: Person, **facts: Any) -> None:
    covert = person.shopper_code is not None
    permission = Permission.PLAN_COVERT if covert else Permission.PLAN_VISITS
    record(actor, deed, kind, ref, permission=permission, covert=covert, person=person.name, **facts)

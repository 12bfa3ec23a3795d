"""Units and people as rows of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inspect_app.access import Actor, Permission, may
from inspect_app.accounts.models import Person, RoleGrant, Unit
from inspect_app.accounts.queries.people import list_people, real_name, tags_of
from inspect_app.accounts.queries.units import unit_tree
from inspect_app.accounts.rules import is_locked
from inspect_app.foundation import clock


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit in the tree; `indent` are the steps down from its root."""

    unit: Unit
    indent: tuple[int, ...]
    active: bool


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in the list; `real_name` is there for whoever plans covert visits."""

    person_id: int
    username: str
    name: str
    real_name: str | None
    unit: str
    title: str
    roles: tuple[str, ...]
    tags: tuple[str, ...]
    state: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Powers:
    """What the asking person may do on the page of another."""

    manage: bool
    name: bool
    switch_off: bool


def unit_rows(today: date) -> list[UnitRow]:
    """Return the tree, each unit with whether it exists today."""
    return [UnitRow(unit, tuple(range(depth)), _exists(unit, today)) for depth, unit in unit_tree()]


def people_rows(
    actor: Actor, search: str, unit_id: int | None, offset: int, limit: int
) -> tuple[Sequence[PersonRow], int]:
    """Return some people as rows, and how many match altogether."""
    people, total = list_people(search, unit_id, offset, limit)
    return [_row(actor, person) for person in people], total


def state_of(person: Person) -> tuple[str, str]:
    """Return (lamp, words) of an account."""
    if not person.active:
        return "done", "已停用"
    if is_locked(person.locked_until, clock.now()):
        return "over", "暂时锁定"
    return ("ok", "正常") if person.password_hash else ("near", "还没设密码")


def powers_over(actor: Actor, person: Person) -> Powers:
    """Return what the actor may do with a person's account."""
    manage = may(actor, Permission.MANAGE_ACCOUNTS)
    names = person.shopper_code is not None and may(actor, Permission.PLAN_COVERT)
    return Powers(manage, names, manage and person.active and person.id != actor.person_id)


def _row(actor: Actor, person: Person) -> PersonRow:
    unit = person.unit.short_name if person.unit else ""
    return PersonRow(
        person.id,
        person.username,
        person.name,
        real_name(actor, person),
        unit,
        person.title,
        tuple(_said(grant, person) for grant in person.grants),
        tuple(tag.label for tag in tags_of(person)),
        state_of(person),
    )


def _said(grant: RoleGrant, person: Person) -> str:
    deputy = "（分管副职）" if grant.deputy else ""
    where = "" if grant.unit_id == person.unit_id else f" · {grant.unit.short_name}"
    return f"{grant.role.label}{deputy}{where}"


def _exists(unit: Unit, today: date) -> bool:
    begun = unit.active_from is None or unit.active_from <= today
    return begun and (unit.active_to is None or today <= unit.active_to)

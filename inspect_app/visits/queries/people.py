"""Whom one may send, and what a page may say about who went."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from inspect_app.access import AUTHORS, Actor, Permission, Role, may
from inspect_app.accounts.models import Person, RoleGrant, Unit
from inspect_app.accounts.queries import list_units, real_name
from inspect_app.config import current_sealer
from inspect_app.database import db
from inspect_app.foundation.errors import Missing
from inspect_app.visits.models import Visit
from inspect_app.visits.rules import Candidate, Lineage
from inspect_app.visits.vocabulary import VisitMode

_HOME_ROLES = AUTHORS - {Role.CHIEF}


def lineage_of_units() -> Lineage:
    """Return each unit with its chain upwards, itself first."""
    parents = {unit.id: unit.parent_id for unit in list_units()}
    return {unit_id: _chain(unit_id, parents) for unit_id in parents}


def people_to_send(person_ids: Collection[int]) -> dict[int, Person]:
    """Return people with their roles by id; whoever is no longer there is left out."""
    query = select(Person).where(Person.id.in_(person_ids)).options(selectinload(Person.grants))
    return {person.id: person for person in db.session.scalars(query)}


def candidate_of(person: Person | None, role: Role) -> Candidate:
    """Return what the rules need to know of somebody who is to be sent; raise Missing."""
    if person is None:
        raise Missing("没有这个人员。")
    tied = (grant.unit_id for grant in person.grants if grant.role not in _HOME_ROLES)
    roles = frozenset(grant.role for grant in person.grants) if person.active else frozenset()
    return Candidate(role, person.unit_id, roles, frozenset(tied))


def list_author_choices(actor: Actor, also: frozenset[Role] = frozenset()) -> list[tuple[str, str]]:
    """Return (person and role, words) of everybody whom somebody may send; `also` are roles beside the authors.

    Shoppers stand there by code, with the name behind it, only for those who plan covert visits.
    """
    roles = (AUTHORS if may(actor, Permission.PLAN_COVERT) else AUTHORS - {Role.SHOPPER}) | also
    query = (
        select(RoleGrant.role, Person, Unit.short_name)
        .join(Person, Person.id == RoleGrant.person_id)
        .join(Unit, Unit.id == Person.unit_id, isouter=True)
        .where(Person.active, RoleGrant.role.in_(roles))
        .order_by(RoleGrant.role, Person.name, Person.id)
    )
    found: dict[str, str] = {}
    for role, person, unit in db.session.execute(query).all():
        found[f"{person.id}-{role.value}"] = _choice_words(actor, person, role, unit)
    return list(found.items())


def author_label(actor: Actor, visits: Iterable[Visit]) -> dict[int, str]:
    """Return for each visit (by id) who goes or went, as far as this person may know it; one query."""
    known = {visit.id: person_id for visit in visits if (person_id := _known_author(actor, visit)) is not None}
    people: Mapping[int, Person] = {}
    if known:
        rows = db.session.scalars(select(Person).where(Person.id.in_(set(known.values()))))
        people = {person.id: person for person in rows}
    return {visit.id: _label(visit, people.get(known.get(visit.id, 0))) for visit in visits}


def _known_author(actor: Actor, visit: Visit) -> int | None:
    """Return the author's id; of a covert visit only until it is handed in, and to who plans covert ones."""
    if visit.mode is not VisitMode.COVERT:
        return visit.author_id
    if visit.author_seal is None or visit.submitted_at is not None or not may(actor, Permission.PLAN_COVERT):
        return None
    return current_sealer().open_author(visit.author_seal)


def author_id_for_planner(actor: Actor, visit: Visit) -> int | None:
    """Return who was planned for a visit, as far as this person may know it."""
    return _known_author(actor, visit)


def _label(visit: Visit, person: Person | None) -> str:
    return person.name if person is not None else visit.author_role.label


def _choice_words(actor: Actor, person: Person, role: Role, unit: str | None) -> str:
    if role is not Role.SHOPPER:
        return f"{person.name}（{role.label}{f'，{unit}' if unit else ''}）"
    name = real_name(actor, person)
    return f"{person.shopper_code or person.name}" + (f"（{name}）" if name else "")


def _chain(unit_id: int, parents: Mapping[int, int | None]) -> tuple[int, ...]:
    chain: list[int] = []
    at: int | None = unit_id
    while at is not None and at not in chain:
        chain.append(at)
        at = parents.get(at)
    return tuple(chain)

"""Who holds a post: everybody, or whoever holds it nearest to a unit."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from inspect_app.access import Role
from inspect_app.accounts.models import Person, RoleGrant, StandIn, Unit
from inspect_app.database import db
from inspect_app.foundation import clock

Posts = dict[Role, dict[int, frozenset[int]]]


def holders_of(roles: Iterable[Role]) -> Posts:
    """Return the active people who hold some roles or stand in for a holder today, by role and by its unit."""
    wanted = sorted(set(roles))
    query = select(RoleGrant.role, RoleGrant.unit_id, RoleGrant.person_id).join(Person)
    holders = query.where(Person.active, RoleGrant.role.in_(wanted))
    held: dict[Role, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for role, unit_id, person_id in db.session.execute(holders.union(_standing_in(wanted, clock.today()))):
        held[role][unit_id].add(person_id)
    return {role: {unit: frozenset(people) for unit, people in held[role].items()} for role in wanted}


def _standing_in(wanted: list[Role], today: date) -> Select[Role, int, int]:
    owner, stand_in = aliased(Person), aliased(Person)
    same = (
        (RoleGrant.person_id == StandIn.person_id)
        & (RoleGrant.role == StandIn.role)
        & (RoleGrant.unit_id == StandIn.unit_id)
    )
    lent = select(RoleGrant.role, RoleGrant.unit_id, StandIn.stand_in_id).join(StandIn, same)
    both = lent.join(owner, owner.id == StandIn.person_id).join(stand_in, stand_in.id == StandIn.stand_in_id)
    now = (StandIn.starts_on <= today) & (StandIn.ends_on >= today)
    return both.where(owner.active, stand_in.active, now, RoleGrant.role.in_(wanted))


def parents_of() -> dict[int, int | None]:
    """Return the unit above each unit."""
    return {unit_id: parent_id for unit_id, parent_id in db.session.execute(select(Unit.id, Unit.parent_id))}


def nearest(
    holders: dict[int, frozenset[int]], parents: dict[int, int | None], unit_id: int | None
) -> frozenset[int]:
    """Return who holds a post for a unit: those of the unit itself, else of the nearest one above."""
    while unit_id is not None:
        found = holders.get(unit_id)
        if found:
            return found
        unit_id = parents.get(unit_id)
    return frozenset()

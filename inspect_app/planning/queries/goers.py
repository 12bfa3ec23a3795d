"""Whom a round may send, with everything that keeps them away: five queries for any number of people."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from inspect_app.access import AUTHORS, Actor, Permission, Role, may
from inspect_app.accounts.models import Person, RoleGrant
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.catalogue.models import Window
from inspect_app.config import current_sealer
from inspect_app.database import db
from inspect_app.planning.models import Absence, Acquaintance
from inspect_app.planning.rules.pairing import Pair
from inspect_app.planning.vocabulary import Goer, RoundPlan
from inspect_app.visits.models import Visit, VisitWindow
from inspect_app.visits.vocabulary import DaySlot

_HOME_ROLES = AUTHORS - {Role.CHIEF}
Days = Mapping[int, tuple[date, ...]]


def goers_for(actor: Actor, plan: RoundPlan) -> list[Goer]:
    """Return the people a round may send, each in the first of the roles asked for that they hold."""
    roles = [role for role in plan.roles if role is not Role.SHOPPER or may(actor, Permission.PLAN_COVERT)]
    people = _people(roles)
    ids = [person.id for person in people]
    away, known = _absences(ids, plan), _acquaintances(ids)
    visited, busy = _visits(ids, plan)
    return [
        Goer(
            person_id=person.id,
            role=next(role for role in roles if role in {grant.role for grant in person.grants}),
            unit_id=person.unit_id,
            tied_unit_ids=frozenset(grant.unit_id for grant in person.grants if grant.role not in _HOME_ROLES),
            known_unit_ids=frozenset(known[person.id]),
            away=tuple(away[person.id]),
            visited=visited.get(person.id, {}),
            busy=frozenset(busy[person.id]),
        )
        for person in people
    ]


def times_paired() -> dict[Pair, int]:
    """Return how often each unit has looked at each other unit in cross-checks, planned ones included."""
    query = (
        select(Person.unit_id, Window.unit_id, func.count(Visit.id.distinct()))
        .join(Visit, Visit.author_id == Person.id)
        .join(VisitWindow, VisitWindow.visit_id == Visit.id)
        .join(Window, Window.id == VisitWindow.window_id)
        .where(Visit.method == VisitMethod.CROSS, Person.unit_id.is_not(None))
        .group_by(Person.unit_id, Window.unit_id)
    )
    return {(looker or 0, target): count for looker, target, count in db.session.execute(query)}


def _people(roles: Iterable[Role]) -> Sequence[Person]:
    held = select(RoleGrant.person_id).where(RoleGrant.role.in_(list(roles)))
    query = select(Person).where(Person.active, Person.id.in_(held)).options(selectinload(Person.grants))
    return db.session.scalars(query.order_by(Person.id)).all()


def _absences(ids: Sequence[int], plan: RoundPlan) -> dict[int, list[tuple[date, date]]]:
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    within = (Absence.starts_on <= plan.last) & (Absence.ends_on >= plan.first)
    for row in db.session.scalars(select(Absence).where(Absence.person_id.in_(ids), within)):
        found[row.person_id].append((row.starts_on, row.ends_on))
    return found


def _acquaintances(ids: Sequence[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    query = select(Acquaintance.person_id, Acquaintance.unit_id).where(Acquaintance.person_id.in_(ids))
    for person_id, unit_id in db.session.execute(query):
        found[person_id].add(unit_id)
    return found


def _visits(
    ids: Sequence[int], plan: RoundPlan
) -> tuple[dict[int, Days], dict[int, set[tuple[date, DaySlot]]]]:
    """Return when each person went or is to go to which window, and the half days that are taken."""
    tags = {current_sealer().author_tag(person_id): person_id for person_id in ids}
    near = timedelta(days=plan.lock_days)
    query = (
        select(Visit)
        .where(
            or_(Visit.author_id.in_(ids), Visit.author_tag.in_(list(tags))),
            Visit.planned_on.between(plan.first - near, plan.last + near),
        )
        .options(selectinload(Visit.stops))
    )
    visited: dict[int, dict[int, tuple[date, ...]]] = defaultdict(dict)
    busy: dict[int, set[tuple[date, DaySlot]]] = defaultdict(set)
    for visit in db.session.scalars(query):
        person_id = visit.author_id or tags[visit.author_tag or ""]
        busy[person_id].update(_half_days(visit))
        for stop in visit.stops:
            days = visited[person_id].get(stop.window_id, ())
            visited[person_id][stop.window_id] = (*days, visit.planned_on)
    return dict(visited), busy


def _half_days(visit: Visit) -> Iterable[tuple[date, DaySlot]]:
    """Yield the half days that a visit takes; a visit of several days takes all of them whole."""
    if visit.through_on is None:
        yield visit.planned_on, visit.slot
        return
    for number in range((visit.through_on - visit.planned_on).days + 1):
        yield visit.planned_on + timedelta(days=number), DaySlot.ANY

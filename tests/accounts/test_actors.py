"""What each person may do today: own roles with whole subtrees, and roles lent for some days."""

from datetime import timedelta

import pytest
from flask.ctx import AppContext

from inspect_app.access import Permission, Role, may, units_of
from inspect_app.accounts import queries
from inspect_app.accounts.models import Person, RoleGrant, StandIn, Unit
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from tests.factories import actor_of, keep, make_person, make_unit

ONE_DAY = timedelta(days=1)


def lend(head: Person, other: Person, first: int = 0, last: int = 0) -> None:
    today = clock.today()
    days = {"starts_on": today + first * ONE_DAY, "ends_on": today + last * ONE_DAY}
    unit_id = head.unit_id
    keep(StandIn(person_id=head.id, stand_in_id=other.id, role=Role.DEPT_HEAD, unit_id=unit_id, **days))


def test_a_role_reaches_the_unit_and_everything_below_it(app_context: AppContext) -> None:
    upper = make_unit()
    middle = make_unit(parent=upper)
    lower, beside = make_unit(parent=middle), make_unit(parent=upper)
    actor = actor_of(make_person(Role.DEPT_LIAISON, middle))
    assert units_of(actor, Permission.ANSWER) == {middle.id, lower.id}
    assert not may(actor, Permission.ANSWER, beside.id)
    assert queries.subtree_ids(upper.id) == {upper.id, middle.id, lower.id, beside.id}


def test_the_tree_is_walked_by_sort_number_each_unit_after_its_parent(app_context: AppContext) -> None:
    first, second = make_unit("甲"), make_unit("乙")
    make_unit("甲下", parent=first)
    with transaction():
        db.session.get_one(Unit, second.id).sort_no = 0
    walked = [(depth, unit.name) for depth, unit in queries.unit_tree()]
    assert walked == [(0, "乙"), (0, "甲"), (1, "甲下")]


@pytest.mark.parametrize(("first", "last", "lent"), [(0, 0, True), (-3, -1, False), (1, 5, False), (-1, 1, True)])
def test_a_role_is_lent_on_its_days_only(app_context: AppContext, first: int, last: int, lent: bool) -> None:
    unit = make_unit()
    head, other = make_person(Role.DEPT_HEAD, unit, deputy=True), make_person(Role.DEPT_LIAISON, unit)
    lend(head, other, first, last)
    grants = [grant for grant in actor_of(other).grants if grant.stands_in_for == head.id]
    assert [(grant.role, grant.deputy) for grant in grants] == ([(Role.DEPT_HEAD, True)] if lent else [])


def test_a_role_its_owner_lost_and_an_owner_switched_off_lend_nothing(app_context: AppContext) -> None:
    other = make_person(Role.DEPT_LIAISON)
    gone, demoted = make_person(Role.DEPT_HEAD), make_person(Role.DEPT_HEAD)
    lend(gone, other)
    lend(demoted, other)
    assert len(actor_of(other).grants) == 3
    with transaction() as session:
        session.get_one(Person, gone.id).active = False
        session.delete(session.get_one(RoleGrant, demoted.grants[0].id))
    assert {grant.role for grant in actor_of(other).grants} == {Role.DEPT_LIAISON}


def test_people_with_a_role_are_those_in_service(app_context: AppContext) -> None:
    unit = make_unit()
    person, gone = make_person(Role.VERIFIER, unit), make_person(Role.VERIFIER, unit, active=False)
    elsewhere = make_person(Role.VERIFIER)
    assert {found.id for found in queries.people_with(Role.VERIFIER)} == {person.id, elsewhere.id}
    assert [found.id for found in queries.people_with(Role.VERIFIER, unit.id)] == [person.id]
    assert gone.id not in {found.id for found in queries.people_with(Role.VERIFIER)}

"""Role → powers, declared a second time; a power counts for the units its role is held with."""

from pathlib import Path

import pytest

from inspect_app.access import (
    AUTHORS,
    DEPARTMENT,
    GRANTS,
    OFFICE,
    SYSTEM,
    VISITORS,
    Actor,
    Grant,
    Permission,
    Role,
    granting,
    may,
    units_of,
)

_TABLE = Path(__file__).parents[1] / "vectors" / "powers.txt"
_LINES = [line.split(": ") for line in _TABLE.read_text("utf-8").splitlines() if not line.startswith("#")]
DECLARED = {role: powers.split() for role, powers in _LINES}
BUREAU, SECTION, OTHER = 10, 11, 20
_UNDER_BUREAU = frozenset({BUREAU, SECTION})


def _somebody(*grants: Grant) -> Actor:
    return Actor(100, "某人", BUREAU, grants)


@pytest.mark.parametrize("role", Role, ids=str)
def test_a_role_has_the_declared_powers_and_no_other(role: Role) -> None:
    holder = _somebody(Grant(role, BUREAU, _UNDER_BUREAU))
    assert [power.value for power in Permission if may(holder, power)] == DECLARED[role.value]
    assert [power.value for power in Permission if power in GRANTS[role]] == DECLARED[role.value]


def test_every_role_is_declared_and_every_power_is_somebodys() -> None:
    assert set(DECLARED) == {role.value for role in Role}
    assert {power for powers in DECLARED.values() for power in powers} == {power.value for power in Permission}


def test_groups_of_roles() -> None:
    authors = {Role.INSPECTOR, Role.OBSERVER, Role.SHOPPER, Role.CHIEF}
    assert (authors, authors | {Role.VERIFIER}) == (AUTHORS, VISITORS)
    assert {Role.OFFICE_CLERK, Role.OFFICE_DIRECTOR} == OFFICE
    assert {Role.DEPT_LIAISON, Role.DEPT_HEAD} == DEPARTMENT


def test_a_power_counts_for_the_unit_it_is_held_with_and_those_below() -> None:
    liaison = _somebody(Grant(Role.DEPT_LIAISON, BUREAU, _UNDER_BUREAU))
    held = [may(liaison, Permission.ANSWER, unit) for unit in (None, BUREAU, SECTION, OTHER)]
    assert held == [True, True, True, False]
    assert not may(liaison, Permission.SIGN_FOR_UNIT, BUREAU)
    assert units_of(liaison, Permission.ANSWER) == _UNDER_BUREAU
    assert units_of(liaison, Permission.RULE) == frozenset()


def test_of_several_roles_the_one_that_gives_the_power_is_named() -> None:
    head = Grant(Role.DEPT_HEAD, OTHER, frozenset({OTHER}), stands_in_for=7)
    both = _somebody(Grant(Role.DEPT_LIAISON, BUREAU, _UNDER_BUREAU), head)
    assert granting(both, Permission.SIGN_FOR_UNIT) == head
    assert granting(both, Permission.ANSWER, OTHER) == head
    assert granting(both, Permission.SIGN_FOR_UNIT, BUREAU) is None
    assert units_of(both, Permission.ANSWER) == {BUREAU, SECTION, OTHER}
    assert both.roles == {Role.DEPT_LIAISON, Role.DEPT_HEAD}


def test_a_grant_says_nothing_more_than_it_was_given() -> None:
    plain = Grant(Role.LEADER, BUREAU)
    assert (plain.unit_ids, plain.stands_in_for, plain.deputy, plain.since) == (frozenset(), None, False, None)
    assert not may(_somebody(plain), Permission.INSTRUCT, BUREAU)


def test_the_system_is_nobody_and_has_no_power() -> None:
    assert (SYSTEM.is_system, _somebody().is_system) == (True, False)
    assert not any(may(SYSTEM, power) for power in Permission)

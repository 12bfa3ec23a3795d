"""One round: who may go where, shares that come out, even loads, and the rule that left somebody at home."""

import itertools
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.access import Role
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.foundation.errors import Invalid
from inspect_app.planning.rules.asking import check_plan, plan_of, words_of
from inspect_app.planning.rules.drawing import draw, errands_of
from inspect_app.planning.rules.filling import fill
from inspect_app.planning.rules.sharing import share_out
from inspect_app.planning.vocabulary import Assigned, Errand, Goer, RoundKind, RoundPlan
from inspect_app.visits.vocabulary import DaySlot, VisitMode

MONDAY = date(2026, 6, 1)
DAYS = [MONDAY + timedelta(days=week * 7 + day) for week in range(4) for day in range(5)]
LINEAGE = {unit: (unit,) for unit in range(100)} | {41: (41, 4)}
PLAN = RoundPlan(RoundKind.ROTA, VisitMethod.ON_SITE, (Role.INSPECTOR, Role.SHOPPER), DAYS[0], DAYS[-1])


def errands(count: int, units: int = 40) -> list[Errand]:
    return errands_of([(number, number % units, number) for number in range(1, count + 1)], 1)


def goers(count: int, role: Role = Role.INSPECTOR, **changes: Any) -> list[Goer]:
    start = 1000 if role is Role.SHOPPER else 1
    return [Goer(start + number, role, 90, **changes) for number in range(count)]


def drawn(what: list[Errand], who: list[Goer], **changes: Any) -> list[Assigned]:
    return draw(what, who, DAYS, replace(PLAN, **changes), LINEAGE, {})


def people(rows: list[Assigned]) -> Counter[int]:
    return Counter(row.goer.person_id for row in rows if row.goer)


def test_shares_of_weekday_slot_and_mode_come_out_as_asked() -> None:
    weekdays = {0: 10, 1: 20, 2: 30, 3: 20, 4: 20}
    rows = drawn(
        errands(100), goers(10) + goers(10, Role.SHOPPER), covert=30, morning=40, weekdays=weekdays, per_half_day=3
    )
    assert all(row.goer for row in rows)
    assert Counter(row.mode for row in rows) == {VisitMode.COVERT: 30, VisitMode.OPEN: 70}
    assert Counter(row.slot for row in rows) == {DaySlot.MORNING: 40, DaySlot.AFTERNOON: 60}
    assert Counter(row.day.weekday() for row in rows if row.day) == weekdays
    assert all((row.mode is VisitMode.COVERT) == (row.goer.role is Role.SHOPPER) for row in rows if row.goer)


def test_covert_visits_fall_on_the_days_on_which_there_are_shoppers() -> None:
    away = ((DAYS[0], DAYS[-2]),)
    shoppers = [*goers(4, Role.SHOPPER, away=away), replace(goers(1, Role.SHOPPER)[0], person_id=2000)]
    rows = drawn(errands(200), goers(20) + shoppers, covert=20)
    assert all(row.goer for row in rows)
    assert Counter(row.mode for row in rows)[VisitMode.COVERT] == 40


def test_loads_are_even_and_nobody_is_in_two_places_at_once() -> None:
    rows = drawn(errands(100), goers(12))
    assert set(people(rows).values()) <= {8, 9}
    assert max(Counter((row.goer.person_id, row.day, row.slot) for row in rows if row.goer).values()) == 1


def test_the_same_seed_draws_the_same_round() -> None:
    who = goers(9)
    assert drawn(errands(60), who, seed=5) == drawn(errands(60), who, seed=5)
    assert drawn(errands(60), who, seed=5) != drawn(errands(60), who, seed=6)


AWAY = ((DAYS[0], DAYS[-1]),)
BLOCKED = [
    ({"unit_id": 4}, "本单位或上下级 1 人"),
    ({"unit_id": 41}, "本单位或上下级 1 人"),
    ({"known_unit_ids": frozenset({4})}, "在该单位有熟人 1 人"),
    ({"known_unit_ids": frozenset({41})}, "在该单位有熟人 1 人"),
    ({"away": AWAY}, "当天不在 1 人"),
    ({"visited": {4: tuple(DAYS)}}, "30 天内去过或要去 1 人"),
    ({"busy": frozenset((day, DaySlot.ANY) for day in DAYS)}, "那半天已排满 1 人"),
]


@pytest.mark.parametrize(("change", "sentence"), BLOCKED)
def test_an_impossible_target_says_which_rule_was_in_the_way(change: dict[str, Any], sentence: str) -> None:
    only = [replace(goers(1)[0], **change)]
    (row,) = drawn([Errand(4, 4, (4,))], only)
    assert row.goer is None
    assert row.day is None
    assert row.reason == f"1 人都去不了：{sentence}。"
    (free,) = drawn([Errand(4, 4, (4,))], [*only, replace(goers(1)[0], person_id=2)])
    assert free.goer is not None
    assert free.goer.person_id == 2


def test_a_lock_out_is_over_on_its_day() -> None:
    visited = {1: (DAYS[0] - timedelta(days=10),)}
    who = [replace(goers(1)[0], visited=visited)]
    for lock_days, goes in ((10, True), (11, False)):
        (row,) = draw(errands(1), who, DAYS[:1], replace(PLAN, lock_days=lock_days), LINEAGE, {})
        assert (row.goer is not None) is goes


def test_without_shoppers_a_covert_share_is_explained() -> None:
    rows = drawn(errands(10), goers(5), covert=50)
    assert Counter(row.reason for row in rows if row.goer is None) == {"没有选暗访员，暗访派不出去。": 5}


def test_a_chief_may_look_at_the_own_windows_but_not_in_a_cross_check() -> None:
    chief = [Goer(1, Role.CHIEF, 4)]
    assert drawn([Errand(4, 4, (4,))], chief)[0].goer is not None
    assert drawn([Errand(4, 4, (4,))], chief, method=VisitMethod.CROSS)[0].goer is None


def test_a_shopper_is_kept_from_every_unit_they_are_tied_to() -> None:
    shopper = [Goer(1, Role.SHOPPER, 90, tied_unit_ids=frozenset({4}))]
    assert drawn([Errand(4, 4, (4,))], shopper, covert=100)[0].goer is None


def test_in_a_cross_check_people_go_for_the_nearest_unit_that_takes_part() -> None:
    units = (1, 2, 3, 4)
    who = [Goer(unit * 10 + more, Role.INSPECTOR, 41 if unit == 4 else unit) for unit in units for more in (1, 2)]
    what = [Errand(unit, unit, (unit * 100, unit * 100 + 1)) for unit in units]
    outside = Goer(999, Role.INSPECTOR, 90)
    rows = draw(
        what, [*who, outside], DAYS, replace(PLAN, kind=RoundKind.CROSS, method=VisitMethod.CROSS), LINEAGE,
        {(41, 1): 1},
    )  # fmt: skip
    assert all(row.reason == "两家首次配对；可派 2 人，此人本轮 1 次" for row in rows)
    sent = {row.errand.unit_id: row.goer for row in rows if row.goer}
    assert set(sent) == set(units)
    homes = {target: goer.looks_for for target, goer in sent.items()}
    assert set(homes.values()) == set(units)
    assert all(home != target and homes[home] != target for target, home in homes.items() if home)
    assert homes[1] != 4, "what people of the unit below did counts for the unit"
    assert 999 not in people(rows)


def test_a_pair_that_had_to_repeat_says_so() -> None:
    who = [Goer(unit * 10, Role.INSPECTOR, unit) for unit in (1, 2, 3)]
    what = [Errand(unit, unit, (unit,)) for unit in (1, 2, 3)]
    times = {(looker, target): 1 for looker in (1, 2, 3) for target in (1, 2, 3)}
    plan = replace(PLAN, kind=RoundKind.CROSS, method=VisitMethod.CROSS)
    assert {row.reason.partition("；")[0] for row in draw(what, who, DAYS, plan, LINEAGE, times)} == {
        "两家以前配过，没有别的配法"
    }


def test_sixty_people_and_five_hundred_targets_are_all_assigned() -> None:
    rows = drawn(errands(500), goers(60), per_half_day=1)
    assert set(people(rows).values()) <= {8, 9}
    assert sum(people(rows).values()) == 500


@given(
    st.lists(st.lists(st.integers(0, 3), unique=True, max_size=4), max_size=6),
    st.integers(1, 3),
)
def test_filling_places_as_many_as_can_be_and_balances_them(options: list[list[int]], room: int) -> None:
    """Beside trying everything: as many jobs placed, and the same sorted loads."""
    found = fill(options, lambda job, place: (place, job % 2), lambda _: room)
    assert all(place is None or place in options[job] for job, place in enumerate(found))
    assert _score(found) == max((_score(one) for one in _every(options, room)), default=_score(found))


def _every(options: list[list[int]], room: int) -> list[tuple[int | None, ...]]:
    choices = [[None, *places] for places in options]
    gates = (
        (one, Counter((place, job % 2) for job, place in enumerate(one) if place is not None))
        for one in itertools.product(*choices)
    )
    return [one for one, gate in gates if max(gate.values(), default=0) <= room]


def _score(found: Any) -> tuple[int, int]:
    loads = Counter(place for place in found if place is not None)
    return sum(loads.values()), -sum(load * load for load in loads.values())


@given(st.integers(0, 300), st.dictionaries(st.integers(0, 6), st.integers(0, 100), min_size=1))
def test_a_share_is_off_by_less_than_one_and_nothing_is_lost(total: int, weights: dict[int, int]) -> None:
    if not any(weights.values()):
        weights[0] = 1
    shares = share_out(total, weights)
    assert sum(shares.values()) == total
    whole = sum(weights.values())
    assert all(abs(shares[key] - total * weights[key] / whole) < 1 for key in weights)


CHECKS: list[tuple[dict[str, Any], str, str]] = [
    ({"last": DAYS[0] - timedelta(days=1)}, "last", "早于开始"),
    ({"first": MONDAY - timedelta(days=1)}, "first", "过去"),
    ({"last": DAYS[-1] + timedelta(days=9)}, "last", "不在专项期内"),
    ({"weekdays": {0: 50}}, "monday", "合计应是 100，现在是 50"),
    ({"roles": ()}, "roles", "请选谁去"),
    ({"roles": (Role.SHOPPER,)}, "roles", "只选暗访员"),
    ({"roles": (Role.INSPECTOR,), "covert": 10}, "roles", "选暗访员"),
    ({"kind": RoundKind.CROSS, "covert": 10}, "covert", "交叉互查"),
]


@pytest.mark.parametrize(("change", "field", "sentence"), CHECKS)
def test_what_cannot_be_asked_is_refused_at_its_field(change: dict[str, Any], field: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence) as refused:
        check_plan(replace(PLAN, **change), DAYS[0], DAYS[-1], MONDAY)
    assert refused.value.field == field


def test_a_share_of_a_day_that_never_comes_is_refused() -> None:
    plan = replace(PLAN, weekdays={0: 50, 2: 50})
    with pytest.raises(Invalid, match="没有周三"):
        draw(errands(4), goers(2), DAYS[:2], plan, LINEAGE, {})
    with pytest.raises(Invalid, match="没有工作日"):
        draw(errands(4), goers(2), [], PLAN, LINEAGE, {})


def test_a_kept_plan_reads_as_it_was_asked() -> None:
    plan = replace(PLAN, weekdays={0: 60, 4: 40}, covert=20, activity=2, seed=77)
    assert plan_of(plan.kind, words_of(plan), 77) == plan

"""From targets to planned visits, on both databases; what is covert stays sealed and out of a clerk's sight."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from inspect_app.access import Actor, Role
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Missing, NotAllowed, Refused
from inspect_app.planning import actions
from inspect_app.planning.actions.targets import marks
from inspect_app.planning.models import PlanRound, PlanRow
from inspect_app.planning.queries.coverage import coverage, tally_of, targets_of
from inspect_app.planning.queries.rounds import get_round, round_rows, rounds_of
from inspect_app.planning.vocabulary import RoundKind, RoundPlan, RoundState
from inspect_app.visits.models import Trial, Visit
from inspect_app.visits.vocabulary import VisitMode, VisitStatus
from tests import factories

pytestmark = pytest.mark.usefixtures("app_context")


class Stage:
    """Units with a window and an inspector each, in a campaign that looks at all of them."""

    def __init__(self, units: int, *, matter: bool = False, **campaign: Any) -> None:
        self.units = [factories.make_unit() for _ in range(units)]
        self.windows = [factories.make_window(unit) for unit in self.units]
        self.people = [factories.make_person(Role.INSPECTOR, unit) for unit in self.units]
        self.item = factories.make_item(self.units[0], window=self.windows[0]) if matter else None
        self.campaign = factories.make_campaign(tuple(self.units), version=factories.make_version(), **campaign)
        self.clerk, self.director = factories.make_actor(), factories.make_actor(Role.OFFICE_DIRECTOR)

    def list_targets(self) -> int:
        items = [self.item.id] if self.item else []
        seen = marks([(target.window_id, target.item_id) for target in targets_of(self.campaign.id)])
        with transaction():
            windows = [window.id for window in self.windows]
            return actions.set_targets(self.clerk, self.campaign.id, windows, items, seen)

    def draw(self, actor: Actor | None = None, **changes: Any) -> PlanRound:
        first = clock.today()
        plan = RoundPlan(RoundKind.ROTA, VisitMethod.ON_SITE, (Role.INSPECTOR,), first, first + timedelta(days=14))
        with transaction():
            return actions.draw_round(actor or self.clerk, self.campaign.id, replace(plan, **changes))

    def make(self, found: PlanRound, actor: Actor | None = None) -> int:
        with transaction():
            return actions.make_round(actor or self.clerk, found.id, found.made)


def test_targets_are_windows_times_matters_and_count_once_visited() -> None:
    stage = Stage(2, matter=True)
    assert stage.list_targets() == 2
    seen = coverage(stage.clerk, stage.campaign.id)
    assert [bool(row.item) for row in seen.targets] == [True, False]
    assert seen.done == 0
    now = clock.now()
    visits = [
        factories.make_visit(stage.people[1], window, campaign=stage.campaign, submitted_at=now, receipt=f"R{number}",
                             status=VisitStatus.RECEIVED)
        for number, window in enumerate(stage.windows)
    ]  # fmt: skip
    seen = coverage(stage.clerk, stage.campaign.id)
    assert [row.done for row in seen.targets] == [False, True], "a matter counts once it was tried"
    factories.keep(Trial(visit_id=visits[0].id, item_id=stage.item.id if stage.item else None))
    assert coverage(stage.clerk, stage.campaign.id).done == 2
    assert tally_of([stage.campaign.id]) == {stage.campaign.id: (2, 2)}


def test_a_list_that_somebody_else_changed_meanwhile_is_not_overwritten() -> None:
    stage = Stage(2)
    stage.list_targets()
    with pytest.raises(Refused, match="刚被同事改过"), transaction():
        actions.set_targets(stage.clerk, stage.campaign.id, [stage.windows[0].id], [], frozenset())
    seen, elsewhere = marks([(window.id, None) for window in stage.windows]), factories.make_window().id
    with pytest.raises(Invalid, match="不属于这个专项"), transaction():
        actions.set_targets(stage.clerk, stage.campaign.id, [elsewhere], [], seen)
    assert len(targets_of(stage.campaign.id)) == 2


def test_a_cross_check_becomes_visits_of_other_units_and_does_not_repeat() -> None:
    stage = Stage(5)
    stage.list_targets()
    seen: set[tuple[int, int]] = set()
    for turn in range(2):
        found = stage.draw(kind=RoundKind.CROSS, method=VisitMethod.CROSS, only_open=False, lock_days=0, seed=turn)
        assert found.left == 0
        assert stage.make(found) == 5
        pairs = {
            (visit.author_id or 0, visit.stops[0].window_id)
            for visit in db.session.scalars(select(Visit).where(Visit.method == VisitMethod.CROSS))
        }
        assert len(pairs) == 5 * (turn + 1), "no pair came twice"
        seen |= pairs
    homes = {person.id: window.id for person, window in zip(stage.people, stage.windows, strict=True)}
    assert not any(homes[person] == window for person, window in seen)
    assert coverage(stage.clerk, stage.campaign.id).planned == 5
    with pytest.raises(Refused, match="都已走访或安排"):
        stage.draw()


def test_a_visit_says_which_matters_to_try() -> None:
    stage = Stage(2, matter=True)
    stage.list_targets()
    stage.make(stage.draw(activity=3))
    notes = {visit.note for visit in db.session.scalars(select(Visit))}
    assert notes == {"", f"请具体办：{stage.item.name if stage.item else ''}。"}
    assert {visit.activity_slot for visit in db.session.scalars(select(Visit))} == {3}


def test_covert_rows_are_sealed_and_there_only_for_who_plans_covert_visits() -> None:
    stage = Stage(3)
    stage.list_targets()
    shopper = factories.make_person(Role.SHOPPER)
    with pytest.raises(NotAllowed):
        stage.draw(covert=100, roles=(Role.SHOPPER,), per_half_day=6)
    found = stage.draw(stage.director, covert=100, roles=(Role.SHOPPER,), per_half_day=6)
    rows = db.session.scalars(select(PlanRow)).all()
    assert {row.author_id for row in rows} == {None}
    assert {row.who for row in round_rows(get_round(stage.director, found.id))} == {shopper.shopper_code}
    with pytest.raises(Missing):
        get_round(stage.clerk, found.id)
    assert rounds_of(stage.clerk, stage.campaign.id) == []
    assert stage.make(found, stage.director) == 3
    assert {visit.mode for visit in db.session.scalars(select(Visit))} == {VisitMode.COVERT}
    assert coverage(stage.clerk, stage.campaign.id).planned == 0, "a clerk doesn't know that a shopper will come"
    assert coverage(stage.director, stage.campaign.id).planned == 3
    assert db.session.scalar(select(func.count()).select_from(PlanRow)) == 0, "who went is in the sealed visit only"


def test_a_round_is_confirmed_by_the_number_it_showed() -> None:
    stage = Stage(3)
    stage.list_targets()
    found = stage.draw()
    with pytest.raises(Refused, match="现在是 3 条"), transaction():
        actions.make_round(stage.clerk, found.id, 2)
    assert db.session.scalar(select(func.count()).select_from(Visit)) == 0
    assert stage.make(found) == 3
    with pytest.raises(Refused, match="已经安排成走访"):
        stage.make(found)
    assert db.session.get_one(PlanRound, found.id).state is RoundState.MADE


def test_a_window_that_somebody_planned_meanwhile_is_not_visited_twice() -> None:
    stage = Stage(3)
    stage.list_targets()
    first, second = stage.draw(seed=1), stage.draw(seed=2)
    assert stage.make(first) == 3
    with pytest.raises(Refused, match="已有走访或安排（共 3 个窗口）"):
        stage.make(second)
    assert db.session.scalar(select(func.count()).select_from(Visit)) == 3


def test_an_absence_noted_since_refuses_the_round_and_names_the_rule() -> None:
    stage = Stage(1)
    other = factories.make_person(Role.INSPECTOR)
    stage.list_targets()
    found = stage.draw()
    assert round_rows(get_round(stage.clerk, found.id))[0].who == other.name
    with transaction():
        actions.add_absence(stage.clerk, other.id, clock.today(), clock.today() + timedelta(days=30))
    with pytest.raises(Refused, match="当天不在"):
        stage.make(found)
    assert db.session.scalar(select(func.count()).select_from(Visit)) == 0
    again = stage.draw()
    assert (again.made, again.left) == (0, 1)
    with pytest.raises(Refused, match="没有一条派得出去"):
        stage.make(again)


def test_two_rows_change_places_unless_a_rule_forbids_it() -> None:
    stage = Stage(3)
    stage.list_targets()
    found = stage.draw(kind=RoundKind.CROSS, method=VisitMethod.CROSS)
    before = {row.unit: row.who for row in round_rows(get_round(stage.clerk, found.id))}
    rows = get_round(stage.clerk, found.id).rows
    with pytest.raises(Refused, match="本单位或上下级|对看"), transaction():
        actions.swap_rows(stage.clerk, found.id, [rows[0].id, rows[1].id])
    with pytest.raises(Invalid, match="正好勾两条"), transaction():
        actions.swap_rows(stage.clerk, found.id, [rows[0].id])
    db.session.rollback()
    assert {row.unit: row.who for row in round_rows(get_round(stage.clerk, found.id))} == before
    free = Stage(1)
    outside = [factories.make_person(Role.INSPECTOR) for _ in range(2)]
    free.windows.append(factories.make_window(free.units[0]))
    free.list_targets()
    drawn = free.draw(roles=(Role.INSPECTOR,), lock_days=0)
    read = {row.windows: row.who for row in round_rows(get_round(free.clerk, drawn.id))}
    with transaction():
        actions.swap_rows(free.clerk, drawn.id, [row.id for row in get_round(free.clerk, drawn.id).rows])
    swapped = {row.windows: row.who for row in round_rows(get_round(free.clerk, drawn.id))}
    first, second = read
    assert swapped == {first: read[second], second: read[first]}
    assert len(outside) == 2


def test_a_round_that_is_given_up_leaves_nothing() -> None:
    stage = Stage(2)
    stage.list_targets()
    found = stage.draw()
    with transaction():
        actions.drop_round(stage.clerk, found.id)
    assert db.session.scalar(select(func.count()).select_from(PlanRow)) == 0
    with pytest.raises(Missing):
        get_round(stage.clerk, found.id)


def test_a_campaign_without_targets_or_one_that_is_over_says_so() -> None:
    stage = Stage(2)
    with pytest.raises(Refused, match="还没有走访清单"):
        stage.draw()
    stage.list_targets()
    _end(stage.campaign, clock.today() - timedelta(days=1))
    with pytest.raises(Refused, match="结束，不能再分派"):
        stage.draw()
    with pytest.raises(Refused, match="走访清单不能再改"):
        stage.list_targets()


def test_a_cross_check_of_two_units_is_explained() -> None:
    stage = Stage(2)
    stage.list_targets()
    with pytest.raises(Invalid, match="对看") as refused:
        stage.draw(kind=RoundKind.CROSS, method=VisitMethod.CROSS)
    assert refused.value.field == "kind"


def test_nobody_but_the_office_plans() -> None:
    stage = Stage(1)
    for role in (Role.DEPT_LIAISON, Role.DEPT_HEAD, Role.INSPECTOR, Role.LEADER):
        with pytest.raises(NotAllowed):
            stage.draw(factories.make_actor(role))


def _end(campaign: Campaign, day: date) -> None:
    with transaction():
        db.session.get_one(Campaign, campaign.id).ends_on = day

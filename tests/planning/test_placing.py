"""One named person is put on a row of a round by hand; the rules hold, and what is covert stays sealed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.accounts.models import Person, RoleGrant
from inspect_app.audit.models import AuditEntry
from inspect_app.calendar.queries import work_calendar
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Missing
from inspect_app.planning import actions
from inspect_app.planning.models import PlanRow
from inspect_app.planning.queries.checking import Check
from inspect_app.planning.queries.rounds import get_round, round_rows
from inspect_app.planning.vocabulary import Placing, Why
from inspect_app.visits.models import Visit
from inspect_app.visits.vocabulary import DaySlot
from tests import factories
from tests.planning.test_rounds import Stage

pytestmark = pytest.mark.usefixtures("app_context")


def test_one_named_person_is_put_on_a_row_unless_a_rule_forbids_it() -> None:
    stage = Stage(2)
    stage.list_targets()
    found = stage.draw(lock_days=0)
    drawn = get_round(stage.clerk, found.id)
    row = next(row for row in drawn.rows if row.unit_id == stage.units[0].id)
    own, other = stage.people[0], factories.make_person(Role.INSPECTOR)
    half = Placing(other.id, row.planned_on or clock.today(), row.slot)
    said = {one.person_id: one.why for one in Check(stage.clerk, drawn).candidates(row, (half.day, half.slot))}
    assert said == {own.id: Why.OWN, stage.people[1].id: None, other.id: None}
    coded = factories.make_person(Role.SHOPPER)
    factories.keep(RoleGrant(person_id=coded.id, role=Role.INSPECTOR, unit_id=stage.units[1].id))
    for actor, seen in ((stage.clerk, False), (stage.director, True)):
        found_again = Check(actor, drawn).candidates(row, (half.day, half.slot))
        assert (coded.id in {one.person_id for one in found_again}) is seen, "a rule would tell where a shopper went"
    row_id, seen = row.id, row.planned_on
    for wrong, field, why in (
        (replace(half, person_id=own.id), "person", "本单位或上下级"),
        (replace(half, person_id=factories.make_person(Role.OBSERVER).id), "person", "在名单里"),
        (replace(half, day=clock.today() - timedelta(days=1)), "day", "日期应在"),
        (replace(half, day=clock.today() + timedelta(days=60)), "day", "日期应在"),
        (replace(half, day=saturday()), "day", "不是工作日"),
    ):
        with pytest.raises(Invalid, match=why) as refused, transaction():
            actions.put_person(stage.clerk, found.id, row_id, wrong)
        assert refused.value.field == field
    with transaction():
        actions.put_person(stage.clerk, found.id, row_id, half)
    put = next(one for one in round_rows(get_round(stage.clerk, found.id)) if one.id == row_id)
    assert (put.who, put.day, put.reason) == (other.name, seen, "人工指定")
    with transaction():
        actions.add_absence(stage.clerk, other.id, half.day, half.day)
    with pytest.raises(Invalid, match="当天不在"), transaction():
        actions.put_person(stage.clerk, found.id, row_id, half)
    stage.make(stage.draw(only_open=False, lock_days=0))
    with pytest.raises(Missing), transaction():
        actions.put_person(stage.clerk, found.id, row_id + 999, half)


def test_who_could_not_be_sent_is_sent_by_hand_once_the_rule_is_gone() -> None:
    stage = Stage(1)
    stage.list_targets()
    found = stage.draw()
    assert (found.made, found.left) == (0, 1)
    other, row = factories.make_person(Role.INSPECTOR), get_round(stage.clerk, found.id).rows[0]
    with transaction():
        actions.put_person(stage.clerk, found.id, row.id, Placing(other.id, weekday(), DaySlot.MORNING))
    assert (found.made, found.left) == (1, 0)
    assert stage.make(found) == 1
    visit = db.session.scalars(select(Visit)).one()
    assert (visit.author_id, visit.planned_on, visit.slot) == (other.id, weekday(), DaySlot.MORNING)


def test_a_shopper_put_on_a_row_stays_sealed() -> None:
    stage = Stage(1)
    stage.list_targets()
    for _ in range(2):
        factories.make_person(Role.SHOPPER)
    found = stage.draw(stage.director, covert=100, roles=(Role.SHOPPER, Role.INSPECTOR))
    row = get_round(stage.director, found.id).rows[0]
    day, slot = row.planned_on or clock.today(), row.slot
    names = Check(stage.director, get_round(stage.director, found.id)).candidates(row, (day, slot))
    codes = set(db.session.scalars(select(Person.shopper_code).where(Person.shopper_code.is_not(None))))
    assert {one.name for one in names} == codes, "inspectors don't go covertly"
    other = next(one for one in names if not one.load)
    with transaction():
        actions.put_person(stage.director, found.id, row.id, Placing(other.person_id, day, slot))
    kept = db.session.get_one(PlanRow, row.id, populate_existing=True)
    assert (kept.author_id, kept.author_seal is not None) == (None, True)
    assert [one.who for one in round_rows(get_round(stage.director, found.id))] == [other.name]
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.deed == "plan_round.appointed")).one()
    assert set(entry.details.body) == {"row"}, "who goes stands sealed in the row and nowhere else"
    with pytest.raises(Missing), transaction():
        actions.put_person(stage.clerk, found.id, row.id, Placing(other.person_id, day, slot))


def weekday() -> date:
    """Return the next working day of a round of two weeks."""
    days = (clock.today() + timedelta(days=number) for number in range(15))
    return next(day for day in days if work_calendar().is_workday(day))


def saturday() -> date:
    """Return a day of a round of two weeks on which nobody works."""
    days = (clock.today() + timedelta(days=number) for number in range(15))
    return next(day for day in days if not work_calendar().is_workday(day))

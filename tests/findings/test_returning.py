"""Signing by opening, and returns."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.accounts.models import Unit
from inspect_app.database import db, transaction
from inspect_app.findings.actions.delivering import auto_accept
from inspect_app.findings.actions.returning import accept_on_opening, reassign, refuse_return, request_return
from inspect_app.findings.actions.triaging import dispatch
from inspect_app.findings.models import Finding, FindingEvent
from inspect_app.findings.queries import list_returns, proposed_unit_of
from inspect_app.findings.vocabulary import FindingStatus, Grade, Step
from inspect_app.foundation.errors import Invalid, NotAllowed, Refused
from tests import factories
from tests.findings.making import World, make_world, propose_trial, triage

pytestmark = pytest.mark.usefixtures("app_context")
# Thursday 21 May 2026, 10:00 in Asia/Shanghai; the Friday after is the end of C2.
THURSDAY = datetime(2026, 5, 21, 2, 0, tzinfo=UTC)


@pytest.fixture
def time() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(THURSDAY, tick=False) as traveller:
        yield traveller


def day(number: int) -> datetime:
    return THURSDAY.replace(day=number)


def dispatched(**changes: object) -> tuple[World, Finding, Unit]:
    world, other = make_world(), factories.make_unit()
    finding = propose_trial(world)
    with transaction():
        finding = db.session.get_one(Finding, finding.id)
        finding.status = FindingStatus.SUBMITTED
    with transaction():
        dispatch(world.clerk, finding.id, triage(finding, **changes))
    return world, finding, other


def ask(world: World, finding: Finding, other: Unit) -> None:
    with transaction():
        request_return(world.head, finding.id, basis="按三定规定属于该局。", proposed_unit_id=other.id)


def test_opening_signs_once_and_only_for_the_lead(time: time_machine.Traveller) -> None:
    world, finding, other = dispatched()
    stranger = factories.make_actor(Role.DEPT_LIAISON, other)
    for actor, signed in (
        (stranger, False),
        (world.clerk, False),
        (world.liaison, True),
        (world.head, False),
    ):
        with transaction():
            assert accept_on_opening(actor, finding) is signed
    assert (finding.status, finding.accepted_at) == (FindingStatus.ACCEPTED, THURSDAY)
    assert finding.stage_due is None


def test_where_a_plan_is_asked_for_its_clock_starts_with_the_signature(time: time_machine.Traveller) -> None:
    world, finding, _ = dispatched(grade=Grade.MAJOR)
    with transaction():
        accept_on_opening(world.liaison, finding)
    assert finding.stage_due == date(2026, 5, 25)


def test_nobody_opens_it_and_the_system_signs_after_c2(time: time_machine.Traveller) -> None:
    _, finding, _ = dispatched()
    for number, status in ((22, FindingStatus.DISPATCHED), (23, FindingStatus.ACCEPTED)):
        time.move_to(day(number))
        with transaction():
            auto_accept(finding.id)
        assert finding.status is status
    assert finding.auto_accepted is True


def test_a_return_is_signed_by_the_head_or_filed_with_a_signed_sheet(time: time_machine.Traveller) -> None:
    world, finding, other = dispatched()
    facts = {"basis": "不属本单位职责。", "proposed_unit_id": other.id}
    with pytest.raises(NotAllowed, match="签发"), transaction():
        request_return(world.liaison, finding.id, **facts)
    with transaction():
        request_return(world.liaison, finding.id, by_scan=True, **facts)
    [(row, event)] = list_returns(world.clerk)
    assert (row, event.text, proposed_unit_of(event)) == (finding, "不属本单位职责。", other)
    assert (finding.return_count, finding.stage_due) == (1, date(2026, 5, 22))


def test_a_return_names_another_unit_and_comes_within_c2(time: time_machine.Traveller) -> None:
    world, finding, other = dispatched()
    with pytest.raises(Invalid, match="不能是本单位"), transaction():
        request_return(world.head, finding.id, basis="不属", proposed_unit_id=world.department.id)
    time.move_to(day(25))
    with pytest.raises(Refused, match="现在已过"):
        ask(world, finding, other)


def test_the_new_department_gets_the_full_term_from_its_own_delivery(time: time_machine.Traveller) -> None:
    world, finding, other = dispatched()
    first = finding.due
    with transaction():
        accept_on_opening(world.liaison, finding)
    ask(world, finding, other)
    time.move_to(day(26))
    with transaction():
        reassign(world.clerk, finding.id, lead_unit_id=other.id, remark="同意")
    assert (finding.status, finding.lead_unit_id) == (FindingStatus.DISPATCHED, other.id)
    assert (first, finding.original_due, finding.due) == (
        date(2026, 5, 28),
        date(2026, 5, 28),
        date(2026, 6, 2),
    )
    assert (finding.stage_due, finding.accepted_at, finding.held_days) == (date(2026, 5, 27), None, 0)
    head = factories.make_actor(Role.DEPT_HEAD, other)
    time.move_to(day(27))
    with transaction():
        assert accept_on_opening(head, finding)
    with transaction():
        request_return(head, finding.id, basis="也不属", proposed_unit_id=world.department.id)
    assert finding.return_count == 2
    with transaction():
        reassign(world.clerk, finding.id, lead_unit_id=world.department.id)
    with pytest.raises(Refused, match="最多退单 2 次"):
        ask(world, finding, other)


def test_a_refused_return_is_final_and_days_beyond_the_ruling_clock_are_credited(
    time: time_machine.Traveller,
) -> None:
    world, finding, other = dispatched()
    ask(world, finding, other)
    with pytest.raises(NotAllowed), transaction():
        refuse_return(world.clerk, finding.id, ruling="属你局")
    time.move_to(day(26))
    with transaction():
        refuse_return(world.director, finding.id, ruling="按职责分工由你局承办。")
    # Thursday to Tuesday are three working days, one of them is the office's own.
    assert (finding.status, finding.held_days) == (FindingStatus.ACCEPTED, 2)
    assert (finding.due, finding.lamp_due) == (date(2026, 5, 28), date(2026, 6, 1))
    with pytest.raises(Refused, match="不能再退"):
        ask(world, finding, other)
    events = db.session.scalars(select(FindingEvent.step).order_by(FindingEvent.id)).all()
    assert events == [Step.DISPATCH, Step.REQUEST_RETURN, Step.REFUSE_RETURN]

"""Twenty clocks over National Day, Spring Festival, make-up Saturdays and a year nobody announced; and fairness.

All dates are counted by hand from the State Council's notices of 2017, 2018 and 2026.
"""

from datetime import date, datetime, time

import pytest
from sqlalchemy import select

from inspect_app.accounts.models import RoleGrant
from inspect_app.calendar.actions import seed_from_library
from inspect_app.calendar.queries import work_calendar
from inspect_app.database import db, transaction
from inspect_app.findings.actions.returning import accept_on_opening
from inspect_app.findings.models import Finding
from inspect_app.findings.rules.clocks import first_due, stage_due
from inspect_app.findings.vocabulary import FindingStatus, Grade
from inspect_app.foundation import clock
from inspect_app.foundation.terms import Clocks
from inspect_app.rectification.actions import extending, redirecting
from inspect_app.rectification.rules.requests import ExtensionDraft
from tests.factories import make_unit
from tests.rectification.making import Case, close, feed_back, make_case, on, verify

pytestmark = pytest.mark.usefixtures("app_context")
TERMS = Clocks()
G = Grade
TEN, LATE = time(10), time(18)


def day(text: str) -> date:
    return date.fromisoformat(text)


DUE = [
    # delivered, at, grade, due, provisional: why
    ("2026-09-30", TEN, G.ORDINARY, "2026-10-13", False),  # seven days off, the Saturday behind them is worked
    ("2026-09-30", LATE, G.ORDINARY, "2026-10-14", False),  # in the evening it counts from the first day back
    ("2026-10-10", TEN, G.FIX_NOW, "2026-10-12", False),  # a worked Saturday is day 0
    ("2026-09-20", TEN, G.ORDINARY, "2026-09-28", False),  # a worked Sunday is day 0, Mid-autumn is off
    ("2026-09-18", time(17, 30), G.FIX_NOW, "2026-09-21", False),  # half past five is late: day 0 is the worked Sunday
    ("2026-02-13", TEN, G.ORDINARY, "2026-02-27", False),  # the Saturday before Spring Festival counts, nine days don't
    ("2026-02-14", time(16), G.FIX_NOW, "2026-02-24", False),  # the last worked day before nine days off
    ("2026-02-14", LATE, G.FIX_NOW, "2026-02-25", False),
    ("2026-02-24", TEN, G.ORDINARY, "2026-03-02", False),  # the Saturday behind Spring Festival counts
    ("2026-02-27", TEN, G.FIX_NOW, "2026-02-28", False),  # due on a worked Saturday
    ("2026-04-30", TEN, G.MAJOR, "2026-05-18", False),  # ten days over Labour Day and a worked Saturday
    ("2026-06-18", TEN, G.FIX_NOW, "2026-06-22", False),  # Dragon Boat makes a long weekend
    ("2025-12-31", TEN, G.ORDINARY, "2026-01-08", False),  # over the turn of the year, the Sunday is worked
    ("2018-02-09", TEN, G.ORDINARY, "2018-02-22", False),
    ("2026-12-31", TEN, G.ORDINARY, "2027-01-08", True),  # 2027 is not announced: only New Year's Day is sure
    ("2027-09-29", TEN, G.ORDINARY, "2027-10-07", True),  # the law gives three days, the rest is a guess
]
STAGES = [
    # began, at, working days, ends
    ("2026-10-04", time(9), TERMS.accept, "2026-10-09"),  # delivered on a day off: signing runs from the first day back
    ("2026-04-03", TEN, TERMS.plan, "2026-04-08"),  # a plan over Tomb-sweeping
    ("2017-09-29", TEN, TERMS.verify, "2017-10-10"),  # a verification over National Day 2017
    ("2026-05-08", TEN, TERMS.ruling, "2026-05-09"),  # a ruling is due on the worked Saturday
]


@pytest.fixture
def _announced(app_context: object) -> None:
    with transaction():
        seed_from_library()


@pytest.mark.usefixtures("_announced")
def test_twenty_clocks() -> None:
    calendar = work_calendar()
    found = []
    for delivered, hour, grade, _due, _provisional in DUE:
        counted = first_due(grade, None, clock.at(day(delivered), hour), calendar, TERMS)
        assert counted is not None
        found.append((delivered, hour, grade, counted.day.isoformat(), counted.provisional))
    assert found == DUE
    ends = [
        (began, hour, term, stage_due(clock.at(day(began), hour), term, calendar, TERMS).isoformat())
        for began, hour, term, _ in STAGES
    ]
    assert ends == STAGES
    assert len(DUE) + len(STAGES) == 20


@pytest.mark.usefixtures("_announced")
def test_a_fixed_date_on_a_day_off_stays_and_a_suggestion_has_none() -> None:
    moment = clock.at(day("2026-09-28"), TEN)
    fixed = first_due(G.ORDINARY, day("2026-10-03"), moment, work_calendar(), TERMS)
    assert fixed is not None and (fixed.day, fixed.provisional) == (day("2026-10-03"), False)
    assert first_due(G.SUGGESTION, None, moment, work_calendar(), TERMS) is None


# Monday 2026-05-11 to Monday 2026-05-18 are five working days; the week after has no holiday.
@pytest.mark.parametrize(("again", "on_time"), [("2026-05-21", True), ("2026-05-22", False)])
def test_three_days_in_verification_are_not_the_departments(again: str, on_time: bool) -> None:
    case = _rectifying()
    with on(day("2026-05-15")):
        feed_back(case)
    with on(day("2026-05-20")):
        verify(case, passed=False)
    assert (case.finding.held_days, case.finding.judged_due) == (3, day("2026-05-21"))
    assert _closed_after(case, again) is on_time


@pytest.mark.parametrize(("fed_back", "on_time"), [("2026-05-25", True), ("2026-05-26", False)])
def test_a_department_that_gets_it_on_the_last_day_has_the_full_term(fed_back: str, on_time: bool) -> None:
    case, other = make_case(FindingStatus.ACCEPTED, accepted_at=_noon("2026-05-12")), make_unit()
    with on(day("2026-05-18")), transaction():
        redirecting.reassign(case.actor("clerk"), case.number, other.id, "职责在该单位。")
    finding = case.finding
    assert (finding.due, finding.original_due) == (day("2026-05-25"), day("2026-05-18"))
    _now_of(case, other.id)
    assert _closed_after(case, fed_back) is on_time


@pytest.mark.parametrize(("fed_back", "on_time"), [("2026-05-21", True), ("2026-05-22", False)])
def test_a_refusal_that_comes_late_gives_the_days_back(fed_back: str, on_time: bool) -> None:
    case = _rectifying()
    _ask_for_more(case)
    with on(day("2026-05-21")), transaction():
        extending.refuse_extension(case.actor("clerk"), case.number, "理由不足。")
    assert (case.finding.held_days, case.finding.lamp_due) == (3, day("2026-05-21"))
    assert _closed_after(case, fed_back) is on_time


def test_more_time_granted_late_comes_with_the_days_the_office_took() -> None:
    case = _rectifying()
    _ask_for_more(case)
    with on(day("2026-05-21")), transaction():
        extending.grant_extension(case.actor("clerk"), case.number, day("2026-05-22"), "同意。")
    finding = case.finding
    assert (finding.due, finding.original_due, finding.lamp_due) == (
        day("2026-05-22"), day("2026-05-18"), day("2026-05-27"),
    )  # fmt: skip


def test_decided_within_its_own_day_the_office_holds_nothing() -> None:
    case = _rectifying()
    _ask_for_more(case)
    with on(day("2026-05-18")), transaction():
        extending.refuse_extension(case.actor("clerk"), case.number, "理由不足。")
    assert (case.finding.held_days, case.finding.lamp_due) == (0, day("2026-05-18"))


def _noon(text: str) -> datetime:
    return clock.at(day(text), time(12))


def _rectifying() -> Case:
    return make_case(FindingStatus.RECTIFYING, delivered_at=_noon("2026-05-11"), due=day("2026-05-18"))


def _ask_for_more(case: Case) -> None:
    draft = ExtensionDraft(day("2026-05-22"), "供货延迟。", "已完成一半。")
    with on(day("2026-05-15")), transaction():
        extending.request_extension(case.actor("head"), case.number, draft)


def _now_of(case: Case, unit_id: int) -> None:
    """Let the people of the case answer for the department it went to."""
    with transaction():
        held = select(RoleGrant).where(RoleGrant.person_id == case.people["head"].id)
        for grant in db.session.scalars(held):
            grant.unit_id = unit_id


def _closed_after(case: Case, fed_back: str) -> bool | None:
    if case.finding.status is FindingStatus.DISPATCHED:
        with on(day("2026-05-19")), transaction():
            accept_on_opening(case.actor("head"), db.session.get_one(Finding, case.finding_id))
    with on(day(fed_back)):
        feed_back(case)
        verify(case)
        close(case)
    return case.finding.on_time

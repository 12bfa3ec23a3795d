"""Deadlines, lamps and verdicts, without a database."""

from datetime import UTC, date, datetime

import pytest

from inspect_app.findings.rules import clocks
from inspect_app.findings.vocabulary import FindingStatus, Grade, Lamp
from inspect_app.foundation.terms import Clocks
from inspect_app.foundation.workdays import WorkCalendar

TERMS = Clocks()
# National Day 2017: off from 1 to 8 October, 30 September is worked.
CALENDAR = WorkCalendar([date(2017, 10, day) for day in (2, 3, 4, 5, 6)], [date(2017, 9, 30)], [2017])
FRIDAY = date(2017, 9, 29)


def at(day: int, hour: int, minute: int = 0, month: int = 9) -> datetime:
    """Return a moment of 2017 by the wall clock of Asia/Shanghai."""
    return datetime(2017, month, day, hour - 8, minute, tzinfo=UTC)


@pytest.mark.parametrize(("moment", "day"), [
    (at(29, 9), FRIDAY),
    (at(29, 17, 29), FRIDAY),
    (at(29, 17, 30), date(2017, 9, 30)),
    (at(30, 18), date(2017, 10, 9)),
    (at(1, 10, month=10), date(2017, 10, 9)),
])  # fmt: skip
def test_what_comes_late_or_on_a_day_off_counts_from_the_next_working_day(moment: datetime, day: date) -> None:
    assert clocks.day_zero(moment, CALENDAR, TERMS) == day


@pytest.mark.parametrize(("grade", "due"), [
    (Grade.SUGGESTION, None),
    (Grade.FIX_NOW, date(2017, 9, 30)),
    (Grade.ORDINARY, date(2017, 10, 12)),
    (Grade.MAJOR, date(2017, 10, 19)),
])  # fmt: skip
def test_each_grade_has_its_term(grade: Grade, due: date | None) -> None:
    found = clocks.first_due(grade, None, at(29, 9), CALENDAR, TERMS)
    assert (found.day if found else None) == due


@pytest.mark.parametrize(("fixed", "provisional"), [(date(2017, 12, 31), False), (date(2018, 1, 5), True)])
def test_a_fixed_date_stays_as_it_is_and_is_provisional_in_an_unknown_year(fixed: date, provisional: bool) -> None:
    found = clocks.first_due(Grade.SUGGESTION, fixed, at(29, 9), CALENDAR, TERMS)
    assert found is not None and (found.day, found.provisional) == (fixed, provisional)


def test_only_days_beyond_the_offices_own_clock_are_held() -> None:
    assert [held((FRIDAY, until, 1)) for until in (FRIDAY, date(2017, 9, 30))] == [0, 0]
    assert held((FRIDAY, date(2017, 10, 10), 1)) == 2


def test_an_open_span_counts_up_to_today() -> None:
    assert clocks.held_total([clocks.Span(FRIDAY, None, 1)], date(2017, 10, 10), CALENDAR) == 2


def test_spans_that_overlap_count_once() -> None:
    monday, tenth, eleventh = date(2017, 10, 9), date(2017, 10, 10), date(2017, 10, 11)
    assert held((FRIDAY, tenth, 0), (monday, eleventh, 0)) == held((FRIDAY, eleventh, 0)) == 4
    assert held((FRIDAY, eleventh, 0), (monday, tenth, 0)) == 4


def held(*spans: tuple[date, date, int]) -> int:
    return clocks.held_total([clocks.Span(*span) for span in spans], date(2018, 1, 1), CALENDAR)


def test_the_verdict_is_measured_by_the_date_with_the_held_days() -> None:
    limit = clocks.judged_due(FRIDAY, 2, CALENDAR)
    assert limit == date(2017, 10, 9)
    assert clocks.is_on_time(at(9, 23, month=10), limit) is True
    assert clocks.is_on_time(at(10, 9, month=10), limit) is False
    assert clocks.is_on_time(at(10, 9, month=10), None) is None


@pytest.mark.parametrize(("limit", "today", "kind", "text"), [
    (None, FRIDAY, Lamp.NONE, ""),
    (date(2017, 10, 11), FRIDAY, Lamp.OK, "剩 4 个工作日"),
    (date(2017, 10, 9), FRIDAY, Lamp.NEAR, "剩 2 个工作日"),
    (FRIDAY, FRIDAY, Lamp.NEAR, "今日到期"),
    (date(2017, 10, 8), date(2017, 9, 30), Lamp.NEAR, "10-08 到期"),
    (date(2017, 9, 28), FRIDAY, Lamp.OVER, "逾期 1 个工作日"),
    (date(2017, 10, 7), date(2017, 10, 8), Lamp.OVER, "逾期"),
])  # fmt: skip
def test_a_lamp_burns_by_working_days(limit: date | None, today: date, kind: Lamp, text: str) -> None:
    shown = clocks.lamp(FindingStatus.RECTIFYING, limit, today, TERMS.near, CALENDAR)
    assert (shown.lamp, shown.text) == (kind, text)


def test_a_department_is_never_late_while_the_office_holds_the_file() -> None:
    for status in (FindingStatus.PENDING_VERIFICATION, FindingStatus.DEFERRED, FindingStatus.CLOSED):
        assert clocks.lamp_due(status, FRIDAY, 0, None, CALENDAR) is None
    assert clocks.lamp_due(FindingStatus.RECTIFYING, FRIDAY, 0, date(2017, 10, 10), CALENDAR) == date(2017, 10, 10)


def test_a_reassigned_department_gets_as_many_days_as_the_first() -> None:
    again = clocks.restarted_due(at(25, 9), date(2017, 9, 28), at(30, 9), CALENDAR, TERMS)
    assert again.day == date(2017, 10, 11)

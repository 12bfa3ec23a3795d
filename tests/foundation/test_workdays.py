"""Arithmetic of working days over a given set of days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from inspect_app.foundation.workdays import Deadline, WorkCalendar

MONDAY = date(2026, 5, 18)
PLAIN = WorkCalendar((), (), range(2020, 2035))
OFF = date(2026, 5, 20)
WORKED = date(2026, 5, 23)
MOVED = WorkCalendar([OFF], [WORKED], [2026])


def test_day_nought_is_the_day_of_dispatch() -> None:
    assert PLAIN.add(MONDAY, 0) == Deadline(MONDAY, False)
    assert PLAIN.add(MONDAY, 5) == Deadline(date(2026, 5, 25), False)
    assert PLAIN.next_workday(date(2026, 5, 22)) == Deadline(date(2026, 5, 25), False)


def test_a_weekday_off_is_skipped_and_a_worked_saturday_counts() -> None:
    assert [MOVED.add(MONDAY, count).day.day for count in range(1, 6)] == [19, 21, 22, 23, 25]
    assert (MOVED.is_workday(OFF), MOVED.is_workday(WORKED), MOVED.is_makeup(WORKED)) == (False, True, True)


def test_counting_backwards_is_the_negative() -> None:
    assert MOVED.between(date(2026, 5, 25), MONDAY) == -MOVED.between(MONDAY, date(2026, 5, 25)) == -5


def test_only_a_day_of_an_unknown_year_makes_a_deadline_provisional() -> None:
    known = WorkCalendar((), (), [2026])
    assert known.add(date(2026, 12, 30), 1) == Deadline(date(2026, 12, 31), False)
    assert known.add(date(2026, 12, 31), 1) == Deadline(date(2027, 1, 4), True)


def test_days_off_by_law_are_off_before_the_notice_but_the_notice_decides() -> None:
    unknown, known = WorkCalendar((), (), ()), WorkCalendar((), (), [2027])
    new_year = date(2027, 1, 1)
    assert (unknown.is_workday(new_year), known.is_workday(new_year)) == (False, True)


days = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    chosen = draw(st.sets(days, max_size=30))
    weekdays = [day for day in chosen if day.weekday() < 5]
    weekend = [day for day in chosen if day.weekday() >= 5]
    return WorkCalendar(weekdays, weekend, draw(st.sets(st.integers(2024, 2029))))


@given(calendars(), days, st.integers(1, 60))
def test_a_deadline_is_a_working_day_and_counts_back_to_its_number(
    calendar: WorkCalendar, start: date, count: int
) -> None:
    end = calendar.add(start, count).day
    assert calendar.is_workday(end)
    assert calendar.between(start, end) == count


@given(calendars(), days, st.integers(0, 90), st.integers(0, 90))
def test_spans_add_up(calendar: WorkCalendar, start: date, first: int, second: int) -> None:
    middle, end = start + timedelta(days=first), start + timedelta(days=first + second)
    assert calendar.between(start, end) == calendar.between(start, middle) + calendar.between(middle, end)

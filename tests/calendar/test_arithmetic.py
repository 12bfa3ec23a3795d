"""Working days counted over the table that the library fills (rectification.md §5, dependencies.md 1.4)."""

from datetime import date, timedelta

import pytest
from flask.ctx import AppContext
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.calendar import queries
from inspect_app.calendar.actions import seed_from_library
from inspect_app.calendar.models import CalendarDay
from inspect_app.calendar.vocabulary import DayKind
from inspect_app.database import db, transaction
from inspect_app.foundation.workdays import Deadline, WorkCalendar

VECTORS = [
    ("2017-09-29", 3, "2017-10-10"),
    ("2017-05-26", 5, "2017-06-05"),
    ("2018-02-09", 5, "2018-02-22"),
    ("2017-12-29", 1, "2018-01-02"),
    ("2018-09-28", 3, "2018-10-08"),
    ("2017-03-31", 2, "2017-04-05"),
    ("2018-04-27", 2, "2018-05-02"),
    ("2026-02-13", 5, "2026-02-27"),
    ("2026-09-30", 3, "2026-10-10"),
]
DAYS = st.dates(date(2016, 1, 1), date(2019, 12, 31))
MAKEUPS = {
    2017: "2017-01-22 2017-02-04 2017-04-01 2017-05-27 2017-09-30",
    2018: "2018-02-11 2018-02-24 2018-04-08 2018-04-28 2018-09-29 2018-09-30 2018-12-29",
    2026: "2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10",
}


@pytest.fixture
def calendar(app_context: AppContext) -> WorkCalendar:
    with transaction():
        seed_from_library()
    return queries.work_calendar()


def test_the_vectors_hold(calendar: WorkCalendar) -> None:
    counted = [(start, n, calendar.add(date.fromisoformat(start), n)) for start, n, _ in VECTORS]
    expected = [(start, n, Deadline(date.fromisoformat(end), False)) for start, n, end in VECTORS]
    assert counted == expected


def test_counting_back_gives_the_same_number(calendar: WorkCalendar) -> None:
    spans = [(calendar.between(date.fromisoformat(start), date.fromisoformat(end)), n) for start, n, end in VECTORS]
    assert all(counted == n for counted, n in spans)


def test_the_make_up_days_and_the_sums_of_each_year_are_the_notices(calendar: WorkCalendar) -> None:
    for year, days in MAKEUPS.items():
        listed = [row.day.isoformat() for row in queries.list_days(year) if row.kind is DayKind.MAKEUP]
        assert listed == days.split()
    sums = {year: calendar.between(date(year - 1, 12, 31), date(year, 12, 31)) for year in (2017, 2018)}
    assert sums == {2017: 249, 2018: 250}


def test_across_an_unknown_year_a_deadline_is_provisional_and_nothing_raises(calendar: WorkCalendar) -> None:
    assert calendar.add(date(2026, 12, 30), 1) == Deadline(date(2026, 12, 31), False)
    assert calendar.add(date(2026, 12, 30), 5) == Deadline(date(2027, 1, 7), True)
    assert calendar.add(date(2026, 11, 20), 30) == Deadline(date(2027, 1, 4), True)
    assert calendar.add(date(2031, 5, 2), 250).provisional
    assert calendar.between(date(2030, 12, 30), date(2031, 1, 3)) == 3


def test_an_empty_table_counts_monday_to_friday_but_for_days_off_by_law_and_says_provisional(
    app_context: AppContext,
) -> None:
    assert queries.work_calendar().add(date(2026, 9, 30), 3) == Deadline(date(2026, 10, 7), True)


def test_seeding_twice_changes_nothing(calendar: WorkCalendar) -> None:
    years = [row.year for row in queries.list_years()]
    with transaction():
        assert seed_from_library() == []
    assert [row.year for row in queries.list_years()] == years == list(range(2026, 2015, -1))


def test_seeding_keeps_what_people_mended(calendar: WorkCalendar) -> None:
    with transaction():
        db.session.delete(db.session.get_one(CalendarDay, date(2026, 10, 10)))
        seed_from_library()
    assert db.session.get(CalendarDay, date(2026, 10, 10)) is None


@given(st.sets(DAYS, max_size=12), st.sets(DAYS, max_size=12), st.sets(st.integers(2016, 2019), max_size=4), DAYS, DAYS)
def test_days_between_are_the_days_that_one_counts(
    off: set[date], worked: set[date], years: set[int], start: date, end: date
) -> None:
    calendar = WorkCalendar(off, worked, years)
    first, last = min(start, end), max(start, end)
    counted = sum(calendar.is_workday(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
    assert calendar.between(start, end) == (counted if start <= end else -counted)

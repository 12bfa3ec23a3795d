"""Reads of the calendar of working days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import g, has_request_context
from sqlalchemy import extract, func, select

from inspect_app.calendar.models import CalendarDay, CalendarYear
from inspect_app.calendar.vocabulary import DayKind
from inspect_app.database import db
from inspect_app.foundation.errors import Missing
from inspect_app.foundation.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class YearRow:
    """A loaded year and how many days of each kind it has."""

    year: int
    source: str
    loaded_at: datetime
    holidays: int
    makeups: int


def work_calendar() -> WorkCalendar:
    """Return the calendar; read once per request."""
    if not has_request_context():
        return _read()
    if "work_calendar" not in g:
        g.work_calendar = _read()
    calendar: WorkCalendar = g.work_calendar
    return calendar


def list_years() -> Sequence[CalendarYear]:
    """Return the years whose notice is loaded, newest first."""
    return db.session.scalars(select(CalendarYear).order_by(CalendarYear.year.desc())).all()


def list_days(year: int) -> Sequence[CalendarDay]:
    """Return a year's holidays and make-up days in order."""
    span = CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))
    return db.session.scalars(select(CalendarDay).where(span).order_by(CalendarDay.day)).all()


def get_year(year: int) -> CalendarYear:
    """Return a loaded year, or raise Missing."""
    found = db.session.get(CalendarYear, year)
    if found is None:
        raise Missing(f"{year} 年的安排还没有导入。")
    return found


def year_rows() -> list[YearRow]:
    """Return each loaded year with how many holidays and make-up days it has, newest first."""
    counted = select(extract("year", CalendarDay.day), CalendarDay.kind, func.count())
    rows = db.session.execute(counted.group_by(extract("year", CalendarDay.day), CalendarDay.kind)).all()
    counts = {(int(year), kind): count for year, kind, count in rows}
    return [
        YearRow(
            row.year,
            row.source,
            row.loaded_at,
            counts.get((row.year, DayKind.HOLIDAY), 0),
            counts.get((row.year, DayKind.MAKEUP), 0),
        )
        for row in list_years()
    ]


def known_until(today: date) -> date | None:
    """Return the last day, counted on from today, that the loaded notices cover; nothing when none does."""
    calendar, year = work_calendar(), today.year
    while calendar.is_known(date(year, 1, 1)):
        year += 1
    return None if year == today.year else date(year - 1, 12, 31)


def _read() -> WorkCalendar:
    rows = db.session.execute(select(CalendarDay.day, CalendarDay.kind)).all()
    years = db.session.scalars(select(CalendarYear.year)).all()
    return WorkCalendar(
        days_off=(day for day, kind in rows if kind is DayKind.HOLIDAY and day.weekday() < 5),
        worked=(day for day, kind in rows if kind is DayKind.MAKEUP),
        known_years=years,
    )

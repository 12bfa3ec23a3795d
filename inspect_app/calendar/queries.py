"""Reads of the calendar of working days."""

from collections.abc import Sequence
from datetime import date

from flask import g, has_request_context
from sqlalchemy import select

from inspect_app.calendar.models import CalendarDay, CalendarYear
from inspect_app.calendar.vocabulary import DayKind
from inspect_app.database import db
from inspect_app.foundation.workdays import WorkCalendar


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


def _read() -> WorkCalendar:
    rows = db.session.execute(select(CalendarDay.day, CalendarDay.kind)).all()
    years = db.session.scalars(select(CalendarYear.year)).all()
    return WorkCalendar(
        days_off=(day for day, kind in rows if kind is DayKind.HOLIDAY and day.weekday() < 5),
        worked=(day for day, kind in rows if kind is DayKind.MAKEUP),
        known_years=years,
    )

"""Loading a year's notice, and mending single days."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from flask import g, has_app_context
from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm.attributes import flag_modified

from inspect_app.access import SYSTEM, Actor, Permission
from inspect_app.audit.actions import record
from inspect_app.calendar.models import CalendarDay, CalendarYear
from inspect_app.calendar.queries import work_calendar
from inspect_app.calendar.rules import FIRST_YEAR, day_problem, notice_problems, year_of
from inspect_app.calendar.vocabulary import DayFacts, DayKind
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, Refused
from inspect_app.foundation.workdays import WorkCalendar

LIBRARY = "chinesecalendar 内置（国务院办公厅历年通知）"
_AS_WEEKDAY = "照星期几"
_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
}

Recount = Callable[[WorkCalendar, WorkCalendar], None]

_after_change: list[Recount] = []


def after_change(hook: Recount) -> Recount:
    """Register what a higher room does when days changed, given the calendar before and after.

    Deadlines that leaned on days not yet announced are counted again.
    """
    if hook not in _after_change:
        _after_change.append(hook)
    return hook


def seed_from_library() -> list[int]:
    """Load every year the library knows and the table doesn't; return them. What people loaded stays."""
    before, known = work_calendar(), set(db.session.scalars(select(CalendarYear.year)))
    days = [fact for fact in _library_days() if fact.day.year not in known]
    years = sorted({fact.day.year for fact in days})
    for fact in days:
        db.session.merge(CalendarDay(day=fact.day, kind=fact.kind, name=fact.name))
    db.session.add_all(CalendarYear(year=year, source=LIBRARY, loaded_at=clock.now()) for year in years)
    db.session.flush()
    if years:
        record(SYSTEM, "calendar.seeded", "calendar", f"{years[0]}-{years[-1]}", years=years)
        _changed(before)
    return years


def load_notice(actor: Actor, days: Sequence[DayFacts], source: str) -> int:
    """Replace a year by its notice and return the year; raise Invalid unless the notice is whole."""
    before, problems, year = work_calendar(), notice_problems(days), year_of(days)
    if problems or year is None:
        raise Invalid("；".join(map(str, problems)))
    removed = db.session.execute(delete(CalendarDay).where(_days_of(year))).rowcount  # type: ignore[attr-defined]
    for fact in days:
        db.session.merge(CalendarDay(day=fact.day, kind=fact.kind, name=fact.name))
    row = db.session.get(CalendarYear, year, with_for_update=True)
    if row is None:
        row = CalendarYear(year=year, source=source, loaded_at=clock.now())
        db.session.add(row)
    row.source = source
    _note(row)
    _save(before, actor, "calendar.loaded", year, days=(removed, len(days)), source=source)
    return year


def add_day(actor: Actor, year: int, version: int, fact: DayFacts) -> None:
    """Add or change one day of a loaded year."""
    calendar, row = work_calendar(), _current(year, version, fact.day, fact.kind.label)
    if fact.day.year != year:
        raise Invalid(f"日期须在 {year} 年内。", "day")
    problem = day_problem(fact)
    if problem:
        raise Invalid(problem, "day")
    old = db.session.get(CalendarDay, fact.day)
    before = old.kind.value if old else None
    db.session.merge(CalendarDay(day=fact.day, kind=fact.kind, name=fact.name))
    _note(row)
    _save(calendar, actor, "calendar.day_added", fact.day, day_kind=(before, fact.kind.value), name=fact.name)


def remove_day(actor: Actor, year: int, version: int, day: date) -> None:
    """Let a day be what its weekday says."""
    calendar, row = work_calendar(), _current(year, version, day, _AS_WEEKDAY)
    found = db.session.get(CalendarDay, day)
    if found is None or day.year != year:
        raise Refused(f"{day} 已经不在表里。")
    db.session.delete(found)
    _note(row)
    _save(calendar, actor, "calendar.day_removed", day, day_kind=(found.kind.value, None))


def _current(year: int, version: int, day: date, wanted: str) -> CalendarYear:
    row = db.session.get(CalendarYear, year, with_for_update=True)
    if row is None:
        raise Invalid(f"{year} 年的安排还没有导入。", "day")
    if row.version != version:
        found = db.session.get(CalendarDay, day)
        stands = found.kind.label if found else _AS_WEEKDAY
        said = "这一年的安排刚被别人改过，请对照最新内容再改。"
        raise Conflict(said, mine={str(day): wanted}, theirs={str(day): stands})
    return row


def _note(row: CalendarYear) -> None:
    row.loaded_at = clock.now()
    flag_modified(row, "loaded_at")  # a new version even within one tick of the clock


def _days_of(year: int) -> ColumnElement[bool]:
    """Return the days a notice replaces: the year, but not a December that the next year's notice moved."""
    last = date(year, 11, 30) if db.session.get(CalendarYear, year + 1) else date(year, 12, 31)
    return CalendarDay.day.between(date(year, 1, 1), last)


def _save(before: WorkCalendar, actor: Actor, deed: str, ref: object, **changes: Any) -> None:
    db.session.flush()
    record(actor, deed, "calendar", ref, permission=Permission.MANAGE_CALENDAR, **changes)
    _changed(before)


def _changed(before: WorkCalendar) -> None:
    if has_app_context():
        g.pop("work_calendar", None)
    after = work_calendar()
    for hook in _after_change:
        hook(before, after)


def _library_days() -> Iterable[DayFacts]:
    from chinese_calendar import constants

    for kind, table in ((DayKind.HOLIDAY, constants.holidays), (DayKind.MAKEUP, constants.workdays)):
        for day, name in table.items():
            if day.year >= FIRST_YEAR:
                yield DayFacts(day, kind, _NAMES.get(name, name))

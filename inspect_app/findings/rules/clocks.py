"""Deadlines of a finding, its lamp and the verdict on time (rectification.md §4.5, product.md).

All functions are pure: days in, days out. Terms are working days; day 0 is the day of delivery.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from inspect_app.findings.vocabulary import FindingStatus, Grade, Lamp
from inspect_app.foundation import clock
from inspect_app.foundation.terms import Clocks
from inspect_app.foundation.workdays import Deadline, WorkCalendar

STOPPED = frozenset({FindingStatus.PENDING_VERIFICATION, FindingStatus.DEFERRED})
ENDED = frozenset({FindingStatus.CLOSED, FindingStatus.TERMINATED})
_NO_CLOCK = STOPPED | ENDED | {FindingStatus.DISMISSED}


def day_zero(moment: datetime, calendar: WorkCalendar, clocks: Clocks) -> date:
    """Return the day a term is counted from: after 17:30 or on a day off it is the next working day."""
    local = clock.local(moment)
    day = local.date()
    if calendar.is_workday(day) and local.time() < clocks.late_from:
        return day
    return calendar.next_workday(day).day


def term_of(grade: Grade, clocks: Clocks) -> int | None:
    """Return C7 of a grade in working days; a suggestion has no deadline unless one is given."""
    return {
        Grade.SUGGESTION: None,
        Grade.FIX_NOW: clocks.fix_now,
        Grade.ORDINARY: clocks.ordinary,
        Grade.MAJOR: clocks.major,
    }[grade]


def first_due(
    grade: Grade, fixed: date | None, delivered: datetime, calendar: WorkCalendar, clocks: Clocks
) -> Deadline | None:
    """Return the first due date: the fixed one, or the grade's term from day 0."""
    if fixed is not None:
        return Deadline(fixed, not calendar.is_known(fixed))
    term = term_of(grade, clocks)
    return None if term is None else calendar.add(day_zero(delivered, calendar, clocks), term)


def stage_due(moment: datetime, term: int, calendar: WorkCalendar, clocks: Clocks) -> date:
    """Return the end of a stage's clock (C2, C5, C6, C8) that starts at a moment."""
    return calendar.add(day_zero(moment, calendar, clocks), term).day


@dataclass(frozen=True, slots=True)
class Span:
    """Days in which the office held a file: after `since` up to and including `until`, open without one.

    `allowance` are the working days of the office's own clock, which the department bears.
    """

    since: date
    until: date | None
    allowance: int = 0


def held_total(spans: Iterable[Span], today: date, calendar: WorkCalendar) -> int:
    """Return the working days the office held a file beyond its own clocks; spans that overlap count once."""
    total, counted_to = 0, date.min
    for start, end in sorted(_beyond(span, today, calendar) for span in spans):
        start = max(start, counted_to)  # noqa: PLW2901 - what an earlier span counted is counted
        if end > start:
            total += calendar.between(start, end)
            counted_to = end
    return total


def _beyond(span: Span, today: date, calendar: WorkCalendar) -> tuple[date, date]:
    start = calendar.add(span.since, span.allowance).day if span.allowance else span.since
    return start, span.until or today


def judged_due(due: date | None, held: int, calendar: WorkCalendar) -> date | None:
    """Return the date the verdict is measured by: the due date plus the days the office held the file."""
    return None if due is None else calendar.add(due, held).day


def is_on_time(feedback: datetime, limit: date | None) -> bool | None:
    """Say whether a feedback came by the end of a day; nothing when there was no deadline."""
    return None if limit is None else clock.day_of(feedback) <= limit


def lamp_due(
    status: FindingStatus, due: date | None, held: int, rework_due: date | None, calendar: WorkCalendar
) -> date | None:
    """Return the date after which the department is late; nothing while no clock of its runs.

    A new short term after a failed verification drives the lamp only, never the verdict.
    """
    if status in _NO_CLOCK:
        return None
    judged = judged_due(due, held, calendar)
    return max(filter(None, (judged, rework_due)), default=None)


@dataclass(frozen=True, slots=True)
class LampView:
    """A lamp with the words beside it; `days` are working days left, negative when late."""

    lamp: Lamp
    days: int | None
    text: str


def lamp(status: FindingStatus, limit: date | None, today: date, near: int, calendar: WorkCalendar) -> LampView:
    """Return the lamp of a finding: colour, shape and word come from it, never from a status."""
    if status in ENDED:
        return LampView(Lamp.DONE, None, status.label)
    if status in STOPPED:
        return LampView(Lamp.OK, None, "停表")
    if limit is None:
        return LampView(Lamp.NONE, None, "")
    days = calendar.between(today, limit)
    if today > limit:
        return LampView(Lamp.OVER, min(days, 0), f"逾期 {max(-days, 0)} 个工作日" if days else "逾期")
    kind = Lamp.NEAR if days <= near else Lamp.OK
    return LampView(kind, days, f"剩 {days} 个工作日" if days else last_day(limit, today))


def last_day(limit: date, today: date) -> str:
    """Say when a deadline ends that has no working day left: today, or on a day off that comes."""
    return "今日到期" if limit == today else f"{limit:%m-%d} 到期"


def restarted_due(
    delivered: datetime, original: date, again: datetime, calendar: WorkCalendar, clocks: Clocks
) -> Deadline:
    """Return the due date of a reassigned finding: as many working days as the first term had."""
    term = calendar.between(day_zero(delivered, calendar, clocks), original)
    return calendar.add(day_zero(again, calendar, clocks), max(term, 1))


@dataclass(frozen=True, slots=True)
class LampLimits:
    """The dates that part the lamps today: late before `today`, 临期 up to and including `near_until`."""

    today: date
    near_until: date


def lamp_limits(today: date, near: int, calendar: WorkCalendar) -> LampLimits:
    """Return the dates that part the lamps, so that a database can count them without a calendar."""
    return LampLimits(today, calendar.add(today, near + 1).day - timedelta(days=1))


def lamp_kind(status: FindingStatus, limit: date | None, limits: LampLimits) -> Lamp:
    """Return which lamp burns; the same as `lamp` says, without counting days."""
    if status in ENDED:
        return Lamp.DONE
    if status in STOPPED:
        return Lamp.OK
    if limit is None:
        return Lamp.NONE
    if limit < limits.today:
        return Lamp.OVER
    return Lamp.NEAR if limit <= limits.near_until else Lamp.OK

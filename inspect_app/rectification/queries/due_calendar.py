"""Due dates by day over the ledger's filter: every finding of the list stands in exactly one count."""

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from inspect_app.access import Actor
from inspect_app.calendar.queries import list_days, work_calendar
from inspect_app.calendar.vocabulary import DayKind
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.rules.clocks import ENDED, STOPPED, lamp_kind
from inspect_app.findings.vocabulary import FindingStatus, Lamp
from inspect_app.foundation import clock
from inspect_app.rectification.queries.ledger_conditions import conditions, limits_today
from inspect_app.rectification.vocabulary import LedgerFilter


@dataclass(frozen=True, slots=True)
class DueDay:
    """One day: whether it is worked, what is said of it, how many are due and under which lamp."""

    day: date
    worked: bool
    word: str
    name: str
    count: int
    lamp: Lamp
    today: bool


@dataclass(frozen=True, slots=True)
class DueMonth:
    """A month of due dates, and the rest of the list: before, after, and what no clock counts for."""

    first: date
    last: date
    days: tuple[DueDay, ...]
    total: int
    before: int
    after: int
    held: int
    without: int
    ended: int

    @property
    def within(self) -> int:
        """Return how many are due in this month."""
        return sum(day.count for day in self.days)


def due_month(actor: Actor, asked: LedgerFilter, month: date) -> DueMonth:
    """Return a month of the list; all counts together are the list's total."""
    first, last = month, month.replace(day=monthrange(month.year, month.month)[1])
    by_day: Counter[date] = Counter()
    held = without = ended = 0
    for status, due, count in _counted(actor, asked):
        if status in ENDED:
            ended += count
        elif status in STOPPED:
            held += count
        elif due is None:
            without += count
        else:
            by_day[due] += count
    return DueMonth(
        first=first,
        last=last,
        days=_days(first, last, by_day),
        total=by_day.total() + held + without + ended,
        before=sum(count for day, count in by_day.items() if day < first),
        after=sum(count for day, count in by_day.items() if day > last),
        held=held,
        without=without,
        ended=ended,
    )


def _counted(actor: Actor, asked: LedgerFilter) -> list[tuple[FindingStatus, date | None, int]]:
    narrowed = conditions(actor, asked)
    query = select(Finding.status, Finding.lamp_due, func.count()).where(*narrowed)
    return [
        (status, due, count)
        for status, due, count in db.session.execute(query.group_by(Finding.status, Finding.lamp_due))
    ]


def _days(first: date, last: date, by_day: Counter[date]) -> tuple[DueDay, ...]:
    calendar, limits, today = work_calendar(), limits_today(), clock.today()
    named = {row.day: row for row in list_days(first.year)}
    found = []
    for place in range((last - first).days + 1):
        day = first + timedelta(days=place)
        row = named.get(day)
        found.append(
            DueDay(
                day=day,
                worked=calendar.is_workday(day),
                word=_word(row.kind if row else None, worked=calendar.is_workday(day)),
                name=row.name if row else "",
                count=by_day[day],
                lamp=lamp_kind(FindingStatus.RECTIFYING, day, limits),
                today=day == today,
            )
        )
    return tuple(found)


def _word(kind: DayKind | None, *, worked: bool) -> str:
    if kind is DayKind.MAKEUP:
        return "班"
    return "" if worked else "休"

"""What charts are made of: counts of a week, and of a unit by kind, from the rows all other numbers come from."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from inspect_app.findings.vocabulary import PainType
from inspect_app.foundation import clock
from inspect_app.metrics.rules import closed_by
from inspect_app.metrics.vocabulary import CaseRow, UnitFacts
from inspect_app.notices.vocabulary import KindCounts, WeekCount

_WEEKS = 8


def weeks_of(rows: Sequence[CaseRow], begin: date, until: datetime) -> tuple[WeekCount, ...]:
    """Return spans of seven days up to the cut-off's, the oldest first, none before a campaign began."""
    last = clock.day_of(until)
    found: list[WeekCount] = []
    while len(found) < _WEEKS and last >= begin:
        found.append(_week(rows, last - timedelta(days=6), last, until))
        last -= timedelta(days=7)
    return tuple(reversed(found))


def kinds_of(rows: Sequence[CaseRow], units: Mapping[int, UnitFacts]) -> tuple[KindCounts, ...]:
    """Return how many findings of each kind every unit has, in the units' own order."""
    sums: dict[int, list[int]] = {}
    for row in rows:
        sums.setdefault(row.unit_id, [0] * (len(PainType) + 1))[_place(row)] += 1
    ordered = sorted(sums, key=lambda unit_id: (units[unit_id].sort_no, unit_id))
    return tuple(KindCounts(units[key].name, tuple(sums[key])) for key in ordered)


def _week(rows: Sequence[CaseRow], first: date, last: date, until: datetime) -> WeekCount:
    found = sum(first <= clock.day_of(row.delivered_at) <= last for row in rows)
    closed = sum(
        row.closed_at is not None and closed_by(row, until) and first <= clock.day_of(row.closed_at) <= last
        for row in rows
    )
    return WeekCount(first.isoformat(), last.isoformat(), found, closed)


def _place(row: CaseRow) -> int:
    return len(PainType) if row.pain_type is None else list(PainType).index(row.pain_type)

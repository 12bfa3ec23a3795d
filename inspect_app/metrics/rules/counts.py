"""Every number, defined once (rectification.md §9): rows and a moment in, counts out.

A row counts as it stood at the cut-off: what happened later is not seen.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date, datetime

from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.metrics.vocabulary import CaseRow, UnitCounts, UnitFacts

RANKED_FROM = 3
_CLOCKLESS = frozenset({FindingStatus.DEFERRED, FindingStatus.TERMINATED})
_COUNTS = tuple(spec.name for spec in fields(UnitCounts) if spec.name not in {"unit", "is_district", "rank"})


def closed_by(row: CaseRow, moment: datetime) -> bool:
    """Say whether a finding was struck off at a moment."""
    return row.closed_at is not None and row.closed_at <= moment


def fed_back_by(row: CaseRow, moment: datetime) -> bool:
    """Say whether the department's feedback stood at a moment."""
    if closed_by(row, moment):
        return True
    waits = row.status in {FindingStatus.PENDING_VERIFICATION, FindingStatus.CLOSED}
    return waits and row.last_feedback_at is not None and row.last_feedback_at <= moment


def is_on_time(row: CaseRow) -> bool:
    """Say whether the feedback of the round in hand came by the date it is judged by."""
    if row.on_time is not None:
        return row.on_time
    if row.limit is None or row.last_feedback_at is None:
        return True
    return clock.day_of(row.last_feedback_at) <= row.limit


def is_overdue(row: CaseRow, moment: datetime) -> bool:
    """Say whether a finding was late and not fed back at a moment (逾期未改).

    自查 is never judged; what waits (暂缓) or has ended without a fix isn't late any more.
    """
    day = clock.day_of(moment)
    if row.status in _CLOCKLESS:
        return False
    return not row.self_found and not fed_back_by(row, moment) and row.limit is not None and row.limit < day


def is_due_on(row: CaseRow, moment: datetime) -> bool:
    """Say whether a finding has to be answered on the day of a moment (今日到期); what waits or has ended hasn't."""
    return row.limit == clock.day_of(moment) and row.status not in _CLOCKLESS and not fed_back_by(row, moment)


def is_judged(row: CaseRow, day: date) -> bool:
    """Say whether the date a finding is judged by has come (按期整改率 counts by that date)."""
    return not row.self_found and row.limit is not None and row.limit <= day


def count_row(row: CaseRow, moment: datetime) -> dict[str, int]:
    """Return what one finding adds to its unit's row."""
    day = clock.day_of(moment)
    closed, fed = closed_by(row, moment), fed_back_by(row, moment)
    judged = fed and is_judged(row, day)
    ended = row.status is FindingStatus.TERMINATED and not fed
    overdue = is_overdue(row, moment)
    return {
        "found": 1,
        "accepted": int(row.accepted_at is not None and row.accepted_at <= moment),
        "on_time": int(judged and is_on_time(row)),
        "late": int(judged and not is_on_time(row)),
        "overdue": int(overdue),
        "not_due": int(not fed and not overdue and not ended),
        "pending": int(fed and not closed),
        "closed": int(closed),
        "rework": int(row.rework_count > 0),
        "recurrence": int(row.is_recurrence),
        "terminated": int(ended),
        "terminated_due": int(ended and is_judged(row, day)),
        "in_review": int(overdue and row.disputed),
    }


def count_by_unit(rows: Iterable[CaseRow], units: Mapping[int, UnitFacts], moment: datetime) -> tuple[UnitCounts, ...]:
    """Return one row a unit in the order of the ranking: ranked ones first, bureaus and districts apart.

    Rank by 按期整改率, then fewer 逾期未改, then 销号率, leaving out what is overdue while its objection waits; units
    with fewer than three due stay unranked.
    """
    sums: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(_COUNTS, 0))
    for row in rows:
        if row.delivered_at <= moment:
            for name, count in count_row(row, moment).items():
                sums[row.unit_id][name] += count
    ordered = sorted(sums, key=lambda unit_id: (units[unit_id].sort_no, unit_id))
    counted = [
        UnitCounts(unit=units[unit_id].name, is_district=units[unit_id].is_district, **sums[unit_id])
        for unit_id in ordered
    ]
    return (*_ranked([c for c in counted if not c.is_district]), *_ranked([c for c in counted if c.is_district]))


def totals(rows: Iterable[UnitCounts]) -> UnitCounts:
    """Return the row 合计."""
    rows = tuple(rows)
    sums = {name: sum(getattr(row, name) for row in rows) for name in _COUNTS}
    return UnitCounts(unit="合计", is_district=False, **sums)


def _ranked(rows: list[UnitCounts]) -> list[UnitCounts]:
    strong = [row for row in rows if row.due - row.in_review >= RANKED_FROM]
    weak = [row for row in rows if row.due - row.in_review < RANKED_FROM]
    strong.sort(key=_merit)
    ranked: list[UnitCounts] = []
    for place, row in enumerate(strong, start=1):
        tied = bool(ranked) and _merit(ranked[-1]) == _merit(row)
        ranked.append(replace(row, rank=ranked[-1].rank if tied else place))
    return ranked + weak


def _merit(row: UnitCounts) -> tuple[float, int, float]:
    return (-row.on_time / (row.due - row.in_review), row.overdue - row.in_review, -row.closed / row.found)

"""The other rates of rectification.md §9: how visits, plans, checks and promises went, each with its n/d."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from statistics import median

from inspect_app.accounts.vocabulary import ParticipantTag
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.foundation.workdays import WorkCalendar
from inspect_app.metrics.rules.counts import closed_by, is_overdue
from inspect_app.metrics.rules.definitions import named
from inspect_app.metrics.vocabulary import CaseRow, Period, Rate, Sample

_DAYS = " 个工作日"
_MINUTES = " 分钟"


def share(key: str, samples: Iterable[Sample], period: Period, note: str = "") -> Rate:
    """Return a metric of things that happened on a day and were done or not."""
    counted = [sample for sample in samples if period.covers(sample.on)]
    return Rate(named(key), sum(sample.done for sample in counted), len(counted), note)


def part(key: str, n: int, d: int, note: str = "") -> Rate:
    """Return a metric that was counted as of a day."""
    return Rate(named(key), n, d, note)


def rectified_rate(rows: Iterable[CaseRow], moment: datetime) -> Rate:
    """Return 整改率: feedback accepted / delivered, as of a moment."""
    delivered = [row for row in rows if row.delivered_at <= moment]
    done = sum(closed_by(row, moment) or _passed_by(row, moment) for row in delivered)
    return Rate(named("rectified"), done, len(delivered))


def _passed_by(row: CaseRow, moment: datetime) -> bool:
    waits = row.status is FindingStatus.PENDING_VERIFICATION
    return waits and row.passed_at is not None and row.passed_at <= moment


def overdue_days(rows: Iterable[CaseRow], moment: datetime, calendar: WorkCalendar) -> Rate:
    """Return 平均逾期工作日 of what is late and not fed back; the stock is its denominator."""
    day = clock.day_of(moment)
    late = [row for row in rows if row.delivered_at <= moment and is_overdue(row, moment)]
    days = sum(calendar.between(row.limit, day) for row in late if row.limit is not None)
    note = f"逾期未改 {len(late)} 件" if late else ""
    return Rate(named("overdue"), days, len(late), note, is_mean=True, unit=_DAYS)


def days_to_close(rows: Iterable[CaseRow], period: Period, calendar: WorkCalendar) -> Rate:
    """Return 平均整改时长: working days from delivery to the last feedback, of what was closed in the period."""
    closed = [row for row in rows if row.closed_at is not None and period.covers(clock.day_of(row.closed_at))]
    days = [
        calendar.between(clock.day_of(row.delivered_at), clock.day_of(row.last_feedback_at))
        for row in closed
        if row.last_feedback_at is not None
    ]
    held = sum(row.held_days for row in closed)
    note = f"中位数 {median(days):g}{_DAYS}，跑改办共占用 {held}{_DAYS}" if days else ""
    return Rate(named("days_to_close"), sum(days), len(days), note, is_mean=True, unit=_DAYS)


def extension_rate(rows: Iterable[CaseRow], period: Period) -> Rate:
    """Return 延期率: given more time at least once / delivered in the period."""
    return share("extension", (Sample(_delivered(row), row.extensions > 0) for row in rows), period)


def return_rate(rows: Iterable[CaseRow], period: Period) -> Rate:
    """Return 退单率: asked to be taken back / delivered in the period."""
    return share("returns", (Sample(_delivered(row), row.returns > 0) for row in rows), period)


def rework_rate(rows: Iterable[CaseRow], period: Period) -> Rate:
    """Return 退回重办率: sent back at least once / first fed back in the period."""
    fed = ((row, row.feedback_at) for row in rows if row.feedback_at is not None)
    return share("rework", (Sample(clock.day_of(at), row.rework_count > 0) for row, at in fed), period)


def average_wait(waits: Iterable[int]) -> Rate:
    """Return 平均等候 in minutes; what nine in ten did not exceed stands beside it (nearest rank)."""
    waits = sorted(waits)
    note = f"九成不超过 {waits[-(-9 * len(waits) // 10) - 1]}{_MINUTES}" if waits else ""
    return Rate(named("wait"), sum(waits), len(waits), note, is_mean=True, unit=_MINUTES)


def _delivered(row: CaseRow) -> date:
    return clock.day_of(row.delivered_at)


def participants(made: Sequence[tuple[Sequence[ParticipantTag], int]]) -> Rate:
    """Return 各方代表参与率: observers' visits by whom they stand for."""
    whole = sum(visits for _, visits in made)
    standing = sum(visits for tags, visits in made if tags)
    by_tag = {tag: sum(visits for tags, visits in made if tag in tags) for tag in ParticipantTag}
    apart = "，".join(f"{tag.label} {visits}/{whole}" for tag, visits in by_tag.items() if visits)
    return part("participants", standing, whole, apart)

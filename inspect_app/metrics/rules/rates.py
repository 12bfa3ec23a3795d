"""The rates an office is asked for (rectification.md §9, in bold): numerator, denominator, and by which date.

Every rate is n/d; a zero denominator is a dash, never a nought. 自查 lowers nobody's rate.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.metrics.rules.counts import closed_by, fed_back_by, is_on_time
from inspect_app.metrics.rules.definitions import named
from inspect_app.metrics.vocabulary import CallbackRow, CaseRow, Period, Rate

OBSERVED_DAYS = 90
CONTENT_FROM = 3
_NOT_YET = "未满观察期"


def on_time_rate(rows: Iterable[CaseRow], period: Period, *, original: bool = False) -> Rate:
    """Return 按期整改率: fed back by the date it is judged by / due in the period.

    Basis: the date it is judged by (with `original`, the date first set). What waits (暂缓) is left out, an end
    without a fix (终止整改) counts as not done, and so does what was sent back and isn't fed back again.
    """
    due = [row for row in rows if not row.self_found and row.status is not FindingStatus.DEFERRED]
    due = [row for row in due if period.covers(row.original_due if original else row.limit)]
    moment = clock.at(period.last, time.max)
    done = sum(fed_back_by(row, moment) and _in_time(row, original) for row in due)
    return Rate(named("on_time_original") if original else named("on_time"), done, len(due))


def _in_time(row: CaseRow, original: bool) -> bool:
    if row.status is FindingStatus.TERMINATED:
        return False
    if not original:
        return is_on_time(row)
    last, limit = row.last_feedback_at, row.original_due
    return last is not None and limit is not None and clock.day_of(last) <= limit


def closure_rate(rows: Iterable[CaseRow], moment: datetime) -> Rate:
    """Return 销号率: struck off / delivered, as of a moment; what was ended without a fix is shown beside it."""
    delivered = [row for row in rows if row.delivered_at <= moment]
    ended = sum(row.status is FindingStatus.TERMINATED for row in delivered)
    note = f"另有终止整改 {ended} 件" if ended else ""
    return Rate(named("closure"), sum(closed_by(row, moment) for row in delivered), len(delivered), note)


def recurrence_rate(rows: Iterable[CaseRow], period: Period, today: date) -> Rate:
    """Return 重复发生率: closed in the period and found again within 90 days / closed in the period.

    Only what has been watched for 90 days counts; until then the rate is 未满观察期.
    """
    closed = [row for row in rows if row.closed_at is not None and period.covers(clock.day_of(row.closed_at))]
    watched = [row for row in closed if _watched_until(row) <= today]
    waiting = len(closed) - len(watched)
    again = sum(row.found_again_on is not None and row.found_again_on <= _watched_until(row) for row in watched)
    note = f"{waiting} 件{_NOT_YET}" if waiting else ""
    return Rate(named("recurrence"), again, len(watched), note, _NOT_YET if closed and not watched else "")


def _watched_until(row: CaseRow) -> date:
    return clock.day_of(row.closed_at or row.delivered_at) + timedelta(days=OBSERVED_DAYS)


def callback_rate(rows: Iterable[CallbackRow], period: Period) -> Rate:
    """Return 回访满意率: 满意 and 基本满意 (3 to 5 of 5) / reached and answering; the response stands beside it."""
    asked = [row for row in rows if period.covers(row.on)]
    answers = [row.satisfaction for row in asked if row.satisfaction is not None]
    note = f"回访 {len(asked)} 人次，答复 {len(answers)} 人次" if asked else ""
    return Rate(named("callback"), sum(value >= CONTENT_FROM for value in answers), len(answers), note)

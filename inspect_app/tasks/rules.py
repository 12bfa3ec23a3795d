"""Decisions about background work: when a daily job is due, whether it is late, when to try again."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from inspect_app.foundation import clock
from inspect_app.tasks.vocabulary import Daily, TaskKind

MAX_ATTEMPTS = 5
# A daily job may be this much after its moment before somebody has to look.
LATE_AFTER = timedelta(hours=26)
_RETRY_MINUTES = (1, 5, 25, 125)
_LONGEST_HOLIDAY = 40


def daily_jobs(digest_at: time) -> Mapping[TaskKind, Daily]:
    """Return what is done once a day, and when."""
    return {
        TaskKind.ESCALATE: Daily(time(1, 0)),
        TaskKind.PLAN_LOOK_BACKS: Daily(time(2, 0)),
        TaskKind.END_SESSIONS: Daily(time(3, 0)),
        TaskKind.TIDY_FIELD: Daily(time(3, 0)),
        TaskKind.CHECK_CHAIN: Daily(time(4, 0)),
        TaskKind.ERASE_EXPIRED: Daily(time(4, 30)),
        TaskKind.REMIND: Daily(time(8, 0), workdays_only=True),
        TaskKind.SEND_DIGEST: Daily(digest_at, workdays_only=True),
    }


def is_done_on(daily: Daily, day: date, is_workday: Callable[[date], bool]) -> bool:
    """Say whether a job is done on a day."""
    return not daily.workdays_only or is_workday(day)


def last_due(daily: Daily, before: datetime, is_workday: Callable[[date], bool]) -> datetime:
    """Return the last moment, at or before another, at which a job was due."""
    day = clock.day_of(before)
    for _ in range(_LONGEST_HOLIDAY):
        moment = clock.at(day, daily.at)
        if moment <= before and is_done_on(daily, day, is_workday):
            return moment
        day -= timedelta(days=1)
    return clock.at(day, daily.at)


def why_late(
    due: datetime, first_due_at: datetime | None, last_ok_at: datetime | None, last_error_at: datetime | None
) -> str:
    """Say why a job is red, or nothing.

    `due` is the last moment that is more than LATE_AFTER ago; before the first one nothing was missed.
    """
    if first_due_at is None:
        return "还没有运行过"
    if last_error_at is not None and (last_ok_at is None or last_ok_at < last_error_at):
        return "上次运行失败"
    if first_due_at <= due and (last_ok_at is None or last_ok_at < due):
        return "超过 26 小时没有完成"
    return ""


def next_try(attempts: int, now: datetime) -> datetime | None:
    """Return when to try again after so many failures: 1, 5, 25, 125 minutes; nothing when it is given up."""
    return now + timedelta(minutes=_RETRY_MINUTES[attempts - 1]) if attempts < MAX_ATTEMPTS else None

"""Reads of background work for whoever keeps it running."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.tasks.models import JobHeartbeat, Task
from inspect_app.tasks.rules import LATE_AFTER, last_due, why_late
from inspect_app.tasks.vocabulary import Daily, HealthLine, TaskKind, TaskState

_SHOWN = 50


@dataclass(frozen=True, slots=True)
class FailedLine:
    """A kind of work that was given up: how often, and what was said last."""

    kind: TaskKind
    count: int
    last_at: datetime
    error: str


def health_lines(daily: Mapping[TaskKind, Daily], is_workday: Callable[[date], bool]) -> list[HealthLine]:
    """Return each daily job with its last success, and why it is red."""
    beats = {beat.kind: beat for beat in db.session.scalars(select(JobHeartbeat))}
    return [_line(kind, job, beats.get(kind), is_workday) for kind, job in daily.items()]


def _line(kind: TaskKind, job: Daily, beat: JobHeartbeat | None, is_workday: Callable[[date], bool]) -> HealthLine:
    now = clock.now()
    if beat is None:
        return HealthLine(kind, last_due(job, now, is_workday), None, None, why_late(now, None, None, None))
    late = why_late(last_due(job, now - LATE_AFTER, is_workday), beat.first_due_at, beat.last_ok_at, beat.last_error_at)
    return HealthLine(kind, last_due(job, now, is_workday), beat.last_ok_at, beat.milliseconds, late)


def failed_lines() -> Sequence[FailedLine]:
    """Return what was given up, by kind; the last error of each."""
    counted = select(Task.kind, func.count(), func.max(Task.id)).where(Task.state == TaskState.FAILED)
    rows = db.session.execute(counted.group_by(Task.kind).order_by(Task.kind).limit(_SHOWN)).all()
    last = {
        task.id: task for task in db.session.scalars(select(Task).where(Task.id.in_([newest for *_, newest in rows])))
    }
    return [
        FailedLine(kind, count, last[newest].finished_at or last[newest].due_at, last[newest].error or "")
        for kind, count, newest in rows
    ]


def count_waiting() -> int:
    """Return how many rows of work are due and not done."""
    due = select(func.count()).select_from(Task).where(Task.try_at <= clock.now())
    return db.session.scalar(due) or 0

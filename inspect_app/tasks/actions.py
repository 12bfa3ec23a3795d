"""Schedule, claim and finish rows of work; a killed worker loses nothing."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, select, update

from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.tasks.models import Task
from inspect_app.tasks.vocabulary import TaskKind, TaskState

STALE_AFTER = timedelta(minutes=5)
MAX_ATTEMPTS = 5


def schedule(kind: TaskKind, object_ref: object, due_at: datetime) -> Task:
    """Put a row of work down once; a second call for the same (kind, object, due) returns the first."""
    ref = str(object_ref)
    known = db.session.scalars(
        select(Task).where(Task.kind == kind, Task.object_ref == ref, Task.due_at == due_at)
    ).one_or_none()
    if known is not None:
        return known
    task = Task(kind=kind, object_ref=ref, due_at=due_at)
    db.session.add(task)
    db.session.flush()
    return task


def claim_next(worker: str) -> Task | None:
    """Claim the oldest due row by a conditional update; nothing when none is due.

    A row claimed by a worker that died is claimed again after STALE_AFTER.
    """
    now = clock.now()
    for task_id in db.session.scalars(_due_ids(now)).all():
        claimed = db.session.execute(
            update(Task)
            .where(Task.id == task_id, _claimable(now))
            .values(state=TaskState.CLAIMED, claimed_at=now, claimed_by=worker, attempts=Task.attempts + 1)
            .execution_options(synchronize_session=False)
        )
        if claimed.rowcount == 1:  # type: ignore[attr-defined]
            return db.session.get_one(Task, task_id, populate_existing=True)
    return None


def finish(task_id: int) -> None:
    """Mark a row as done."""
    task = db.session.get_one(Task, task_id, with_for_update=True)
    task.state, task.finished_at, task.error = TaskState.DONE, clock.now(), None


def give_back(task_id: int, error: str) -> None:
    """Give a row back after a failure, to be tried again; after MAX_ATTEMPTS it stays failed."""
    task = db.session.get_one(Task, task_id, with_for_update=True)
    task.state = TaskState.FAILED if task.attempts >= MAX_ATTEMPTS else TaskState.WAITING
    task.error = error[:500]


def _claimable(now: datetime) -> ColumnElement[bool]:
    stale = (Task.state == TaskState.CLAIMED) & (Task.claimed_at < now - STALE_AFTER)
    return (Task.state == TaskState.WAITING) | stale


def _due_ids(now: datetime) -> Select[int]:
    return select(Task.id).where(Task.due_at <= now, _claimable(now)).order_by(Task.due_at, Task.id).limit(20)

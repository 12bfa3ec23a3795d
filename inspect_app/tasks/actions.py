"""Schedule, claim and finish rows of work; a killed worker loses nothing, two workers double nothing."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, event, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from inspect_app.config import current_settings
from inspect_app.database import db, is_sqlite
from inspect_app.foundation import clock
from inspect_app.tasks.models import JobHeartbeat, Task
from inspect_app.tasks.rules import next_try
from inspect_app.tasks.vocabulary import Claimed, TaskKind, TaskState

_DUE_NOW = "tasks_due_now"
_PLAIN = {"synchronize_session": False}
_OPEN = (TaskState.WAITING, TaskState.CLAIMED)
_wakers: list[Callable[[], None]] = []


class LostClaim(Exception):
    """A row that another worker has taken, or that is done: whatever was begun for it is rolled back."""


def schedule(kind: TaskKind, object_ref: object, due_at: datetime) -> Task:
    """Put a row of work down once; a second call for the same (kind, object, due) returns the first."""
    ref = str(object_ref)
    schedule_new(kind, [ref], due_at)
    known = select(Task).where(Task.kind == kind, Task.object_ref == ref, Task.due_at == due_at)
    return db.session.scalars(known.execution_options(populate_existing=True)).one()


def schedule_new(kind: TaskKind, object_refs: Sequence[object], due_at: datetime) -> None:
    """Put many rows of work down; those that are down already stay as they are."""
    rows = [{"kind": kind, "object_ref": str(ref), "due_at": due_at} for ref in object_refs]
    if not rows:
        return
    insert = sqlite.insert(Task) if is_sqlite() else postgresql.insert(Task)
    db.session.connection().execute(insert.on_conflict_do_nothing(), rows)
    if due_at <= clock.now():
        db.session().info[_DUE_NOW] = True


def register_waker(waker: Callable[[], None]) -> Callable[[], None]:
    """Let somebody above be called after a commit that made work due; only hastens what a sweep would find."""
    if waker not in _wakers:
        _wakers.append(waker)
    return waker


@event.listens_for(Session, "after_commit")
def _wake(session: Session) -> None:
    if session.info.pop(_DUE_NOW, False):
        for waker in _wakers:
            waker()


def claim(worker: str, limit: int) -> list[Claimed]:
    """Claim up to `limit` due rows, the oldest first, until the lease runs out.

    A row of a worker that died is claimed again then. On SQLite writers follow one another; on PostgreSQL a row
    that another worker is just taking is passed over.
    """
    now = clock.now()
    due = select(Task.id, Task.kind, Task.object_ref).where(Task.try_at <= now, Task.state.in_(_OPEN))
    rows = db.session.execute(due.order_by(Task.try_at, Task.id).limit(limit).with_for_update(skip_locked=True)).all()
    if rows:
        _change(
            [row.id for row in rows],
            state=TaskState.CLAIMED,
            claimed_at=now,
            claimed_by=worker,
            try_at=now + lease(),
        )
    return [Claimed(row.id, row.kind, row.object_ref) for row in rows]


def lease() -> timedelta:
    """Return how long a claim stands without being renewed."""
    return timedelta(seconds=current_settings().task_lease_seconds)


def renew(worker: str) -> None:
    """Let the claims of a worker stand for another lease: it lives."""
    until = clock.now() + lease()
    held = (Task.try_at <= until, Task.state == TaskState.CLAIMED, Task.claimed_by == worker)
    db.session.execute(update(Task).where(*held).values(try_at=until), execution_options=_PLAIN)


def release(tasks: Iterable[Claimed], worker: str) -> None:
    """Give rows back untouched: a worker is asked to stop."""
    _change([task.id for task in tasks], worker, state=TaskState.WAITING, try_at=clock.now())


def finish(task_ids: list[int], worker: str) -> None:
    """Mark rows as done, in the transaction of what they do; raise LostClaim when another worker has one."""
    values = {"state": TaskState.DONE, "finished_at": clock.now(), "error": None, "try_at": None}
    if _change(task_ids, worker, attempts=Task.attempts + 1, **values) != len(task_ids):
        raise LostClaim


def postpone(task_id: int, worker: str, until: datetime) -> None:
    """Let a row wait until a moment; this was no failure."""
    _change([task_id], worker, state=TaskState.WAITING, try_at=until)


def give_back(task_id: int, worker: str, error: str) -> None:
    """Give a row back after a failure, to be tried again later; after MAX_ATTEMPTS it stays failed."""
    task = db.session.get_one(Task, task_id, with_for_update=True, populate_existing=True)
    if (task.state, task.claimed_by) != (TaskState.CLAIMED, worker):
        return
    task.attempts += 1
    task.try_at = next_try(task.attempts, clock.now())
    task.state = TaskState.WAITING if task.try_at else TaskState.FAILED
    task.error = error[:500]


def put_down(kind: TaskKind, due_at: datetime) -> None:
    """Put a daily job down for one day, and from when its heartbeat is asked for."""
    schedule_new(kind, ["all"], due_at)
    if db.session.get(JobHeartbeat, kind) is None:
        insert = sqlite.insert(JobHeartbeat) if is_sqlite() else postgresql.insert(JobHeartbeat)
        row = {"kind": kind, "first_due_at": due_at}
        db.session.connection().execute(insert.on_conflict_do_nothing(), [row])


def beat(kind: TaskKind, milliseconds: int) -> None:
    """Note that a daily job was done."""
    _mark(kind, last_ok_at=clock.now(), milliseconds=milliseconds)


def miss(kind: TaskKind, error: str) -> None:
    """Note that a daily job failed."""
    _mark(kind, last_error_at=clock.now(), last_error=error[:500])


def _mark(kind: TaskKind, **values: Any) -> None:
    known = update(JobHeartbeat).where(JobHeartbeat.kind == kind).values(**values)
    db.session.execute(known, execution_options=_PLAIN)


def _change(task_ids: list[int], worker: str | None = None, **values: Any) -> int:
    """Change rows, only those in this worker's hands when one is named; return how many."""
    changed = update(Task).where(Task.id.in_(task_ids)).values(**values)
    if worker is not None:
        changed = changed.where(Task.state == TaskState.CLAIMED, Task.claimed_by == worker)
    result = db.session.execute(changed, execution_options=_PLAIN)
    assert isinstance(result, CursorResult)  # noqa: S101  an update has a count
    return result.rowcount

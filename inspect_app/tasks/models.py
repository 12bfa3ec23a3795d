"""Rows of work: unique by (kind, object, due), so that a thing is never scheduled twice."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inspect_app.database import Base, enum_column
from inspect_app.tasks.vocabulary import TaskKind, TaskState


def _when_due(context: Any) -> Any:
    return context.get_current_parameters()["due_at"]


class Task(Base):
    """Something to do once, at or after its due moment.

    `try_at` is when it may be claimed: first when it is due, then when its claim runs out or it is tried again;
    nothing once it is done or given up, so that open work is one range of one index.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        UniqueConstraint("kind", "object_ref", "due_at"),
        Index("ix_tasks_open", "try_at", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[TaskKind] = enum_column(TaskKind)
    object_ref: Mapped[str]
    due_at: Mapped[datetime]
    try_at: Mapped[datetime | None] = mapped_column(default=_when_due)
    state: Mapped[TaskState] = enum_column(TaskState, default=TaskState.WAITING)
    claimed_at: Mapped[datetime | None]
    claimed_by: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
    error: Mapped[str | None]


class JobHeartbeat(Base):
    """What became of a daily job: when it was first put down, last done, last failed; how long it took."""

    __tablename__ = "job_heartbeats"
    kind: Mapped[TaskKind] = enum_column(TaskKind, primary_key=True)
    first_due_at: Mapped[datetime]
    last_ok_at: Mapped[datetime | None]
    last_error_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    milliseconds: Mapped[int | None]

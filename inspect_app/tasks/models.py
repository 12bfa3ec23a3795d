"""Rows of work: unique by (kind, object, due), so that a thing is never scheduled twice."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inspect_app.database import Base, enum_column
from inspect_app.tasks.vocabulary import TaskKind, TaskState


class Task(Base):
    """Something to do once, at or after its due moment."""

    __tablename__ = "tasks"
    __table_args__ = (
        UniqueConstraint("kind", "object_ref", "due_at"),
        Index("ix_tasks_open", "state", "due_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[TaskKind] = enum_column(TaskKind)
    object_ref: Mapped[str]
    due_at: Mapped[datetime]
    state: Mapped[TaskState] = enum_column(TaskState, default=TaskState.WAITING)
    claimed_at: Mapped[datetime | None]
    claimed_by: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
    error: Mapped[str | None]

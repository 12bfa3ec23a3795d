"""Assigned work (督办事项): one row a unit, from an instruction or a demand; its events are kept."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Unit
from inspect_app.database import Base, enum_column
from inspect_app.evidence.models import StoredFile
from inspect_app.projects.models.instructions import Instruction
from inspect_app.projects.models.meetings import Demand
from inspect_app.projects.vocabulary.assigned import TaskSource, TaskState, TaskStep


class AssignedTask(Base):
    """Work that one unit was told to do by a date.

    `finding_id` is that of the instruction, kept here so that the levels of supervision read one table.
    `original_due` is never overwritten; `answered_on` is the day of the answer that stands.
    """

    __tablename__ = "assigned_tasks"
    __table_args__ = (
        CheckConstraint("(source = 'instruction') = (instruction_id IS NOT NULL)", name="of_instruction"),
        CheckConstraint("(source = 'demand') = (demand_id IS NOT NULL)", name="of_demand"),
        CheckConstraint("(state IN ('done', 'cancelled')) = (ended_at IS NOT NULL)", name="ended_has_time"),
        CheckConstraint("state NOT IN ('answered', 'done') OR answered_on IS NOT NULL", name="answered_has_day"),
        CheckConstraint("state <> 'done' OR ended_by_id <> answered_by_id", name="two_people"),
        Index("ix_assigned_tasks_due", "state", "due_on", "id"),
        Index("ix_assigned_tasks_unit", "unit_id", "state", "due_on"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[TaskSource] = enum_column(TaskSource)
    instruction_id: Mapped[int | None] = mapped_column(ForeignKey("instructions.id"), index=True)
    demand_id: Mapped[int | None] = mapped_column(ForeignKey("demands.id"), index=True)
    finding_id: Mapped[int | None] = mapped_column(ForeignKey("findings.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    demand_words: Mapped[str]
    due_on: Mapped[date]
    original_due: Mapped[date]
    state: Mapped[TaskState] = enum_column(TaskState, default=TaskState.OPEN)
    answered_on: Mapped[date | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    assigned_at: Mapped[datetime]
    assigned_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship()
    instruction: Mapped[Instruction | None] = relationship()
    demand: Mapped[Demand | None] = relationship()
    events: Mapped[list["AssignedEvent"]] = relationship(order_by="AssignedEvent.id")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class AssignedEvent(Base):
    """One move of assigned work, with what was said and proved."""

    __tablename__ = "assigned_events"
    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("assigned_tasks.id"), index=True)
    at: Mapped[datetime]
    step: Mapped[TaskStep] = enum_column(TaskStep)
    actor_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    actor_name: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    document: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    files: Mapped[list["AssignedFile"]] = relationship(order_by="AssignedFile.file_id")


class AssignedFile(Base):
    """A file that proves an answer."""

    __tablename__ = "assigned_files"
    event_id: Mapped[int] = mapped_column(ForeignKey("assigned_events.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"), primary_key=True, index=True)
    file: Mapped[StoredFile] = relationship()

"""Tough projects: led by a leader, owned by a unit, due on a date (seed 001)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Unit
from inspect_app.database import Base, enum_column
from inspect_app.projects.vocabulary import ProjectState


class ToughProject(Base):
    """A hard item that a leader leads (攻坚项目)."""

    __tablename__ = "tough_projects"
    __table_args__ = (CheckConstraint("(state = 'done') = (done_on IS NOT NULL)", name="done_has_day"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    leader: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    due_on: Mapped[date]
    state: Mapped[ProjectState] = enum_column(ProjectState, default=ProjectState.RUNNING)
    progress: Mapped[str] = mapped_column(default="")
    done_on: Mapped[date | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship()
    stages: Mapped[list["ProjectStage"]] = relationship(
        order_by="[ProjectStage.due_on, ProjectStage.id]", cascade="all, delete-orphan"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ProjectStage(Base):
    """A dated step of a tough project (时间节点)."""

    __tablename__ = "project_stages"
    __table_args__ = (CheckConstraint("text <> ''", name="has_words"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("tough_projects.id"), index=True)
    text: Mapped[str]
    due_on: Mapped[date]
    done_on: Mapped[date | None]

"""Meetings (座谈) and their numbered demands (一是…六要)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.database import Base, enum_column
from inspect_app.projects.vocabulary.meetings import MeetingKind
from inspect_app.visits.models import Visit


class Meeting(Base):
    """A meeting; with its visit, of which a unit learns nothing when it was covert."""

    __tablename__ = "meetings"
    __table_args__ = (Index("ix_meetings_held", "held_on", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    kind: Mapped[MeetingKind] = enum_column(MeetingKind)
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(default="")
    chair: Mapped[str] = mapped_column(default="")
    post: Mapped[str] = mapped_column(default="")
    attendees: Mapped[str] = mapped_column(default="")
    reports: Mapped[str] = mapped_column(default="")
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"), index=True)
    registered_at: Mapped[datetime]
    registered_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    version: Mapped[int] = mapped_column(default=1)
    visit: Mapped[Visit | None] = relationship()
    demands: Mapped[list["Demand"]] = relationship(order_by="Demand.number", back_populates="meeting")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Demand(Base):
    """One numbered demand of a meeting, in its own words."""

    __tablename__ = "demands"
    __table_args__ = (UniqueConstraint("meeting_id", "number"), CheckConstraint("number > 0", name="counts_from_one"))
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    number: Mapped[int]
    words: Mapped[str]
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    meeting: Mapped[Meeting] = relationship(back_populates="demands")

"""Hands inside and beside a department: 转办, 协办意见, the reply to who complained, and data it needs."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Person, Unit
from inspect_app.database import Base, enum_column
from inspect_app.findings.models import Finding
from inspect_app.rectification.vocabulary import DataNeedState, HandoverState, ReplyChannel, ReplyState

_OPEN = text("state = 'open'")


class Handover(Base):
    """A finding handed down (转办): the clock goes on, the answer comes back through who handed it down."""

    __tablename__ = "handovers"
    __table_args__ = (
        Index("uq_handovers_one_open", "finding_id", "to_unit_id", unique=True,
              sqlite_where=_OPEN, postgresql_where=_OPEN),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), index=True)
    from_unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    to_unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    state: Mapped[HandoverState] = enum_column(HandoverState, default=HandoverState.OPEN)
    note: Mapped[str] = mapped_column(default="")
    handed_at: Mapped[datetime]
    handed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    finding: Mapped[Finding] = relationship()
    from_unit: Mapped[Unit] = relationship(foreign_keys=[from_unit_id])
    to_unit: Mapped[Unit] = relationship(foreign_keys=[to_unit_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])


class AssistOpinion(Base):
    """One opinion of one assisting unit (协办意见); a later one replaces it, the event keeps both."""

    __tablename__ = "assist_opinions"
    __table_args__ = (UniqueConstraint("finding_id", "unit_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    text: Mapped[str]
    given_at: Mapped[datetime]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    finding: Mapped[Finding] = relationship()
    unit: Mapped[Unit] = relationship()


class SourceReply(Base):
    """What was told to the citizen, netizen or complainant (答复当事人), and whether they are content."""

    __tablename__ = "source_replies"
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), unique=True)
    state: Mapped[ReplyState] = enum_column(ReplyState, default=ReplyState.PENDING)
    channel: Mapped[ReplyChannel | None] = enum_column(ReplyChannel, nullable=True)
    text: Mapped[str] = mapped_column(default="")
    replied_at: Mapped[datetime | None]
    replied_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    unsatisfied_count: Mapped[int] = mapped_column(default=0)
    finding: Mapped[Finding] = relationship()


class DataNeed(Base):
    """Data a fix depends on (数据共享需求): supplier, field and how far it is."""

    __tablename__ = "data_needs"
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), index=True)
    supplier: Mapped[str]
    field: Mapped[str]
    state: Mapped[DataNeedState] = enum_column(DataNeedState, default=DataNeedState.ASKED)
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    finding: Mapped[Finding] = relationship()


class DebriefAnswer(Base):
    """What the department said at the debrief (座谈), typed while it was said; it prefills its plan.

    `decided` says that its measures were settled there and then (现场定, B9): no plan has to be handed in;
    `plan_waived` that one was due before.
    """

    __tablename__ = "debrief_answers"
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), unique=True)
    said_by: Mapped[str]
    explanation: Mapped[str]
    measures: Mapped[str] = mapped_column(default="")
    promised_on: Mapped[date | None]
    decided: Mapped[bool] = mapped_column(default=False)
    plan_waived: Mapped[bool] = mapped_column(default=False)
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    finding: Mapped[Finding] = relationship()

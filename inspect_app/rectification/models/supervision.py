"""What the office does to see it through: slips, who checks, and looking again after closure."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Unit
from inspect_app.database import Base, enum_column
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import Level
from inspect_app.rectification.vocabulary import (
    LookBackState,
    OrderState,
    SlipState,
    VerificationMethod,
)
from inspect_app.visits.models import Visit


class SupervisionSlip(Base):
    """A slip (督办单): proposed by the system, issued by the office, one a unit with its items, 重大 alone."""

    __tablename__ = "slips"
    __table_args__ = (
        UniqueConstraint("year", "sequence"),
        CheckConstraint("level IN ('yellow', 'red')", name="yellow_or_red"),
        CheckConstraint("(number IS NULL) = (issued_at IS NULL)", name="number_at_issue"),
        Index("ix_slips_state", "state", "unit_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(unique=True)
    year: Mapped[int | None]
    sequence: Mapped[int | None]
    level: Mapped[Level] = enum_column(Level)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    state: Mapped[SlipState] = enum_column(SlipState, default=SlipState.PROPOSED)
    proposed_at: Mapped[datetime]
    issued_at: Mapped[datetime | None]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    demand: Mapped[str] = mapped_column(default="")
    answer_by: Mapped[date | None]
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship()
    items: Mapped[list["SlipItem"]] = relationship(order_by="SlipItem.id", back_populates="slip")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class SlipItem(Base):
    """A finding on a slip, with why it is there as it stood then; the office may drop it from a proposal."""

    __tablename__ = "slip_items"
    __table_args__ = (UniqueConstraint("slip_id", "finding_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    slip_id: Mapped[int] = mapped_column(ForeignKey("slips.id"))
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), index=True)
    reason: Mapped[str]
    added_at: Mapped[datetime]
    dropped_at: Mapped[datetime | None]
    slip: Mapped[SupervisionSlip] = relationship(back_populates="items")
    finding: Mapped[Finding] = relationship()


class VerificationOrder(Base):
    """Who is to check a claimed fix, and on which visit; a covert one holds no person, only a seal."""

    __tablename__ = "verification_orders"
    __table_args__ = (
        CheckConstraint("verifier_id IS NULL OR verifier_seal IS NULL", name="clear_or_sealed"),
        Index("uq_verification_orders_one_open", "finding_id", unique=True,
              sqlite_where=text("state = 'planned'"), postgresql_where=text("state = 'planned'")),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"))
    round: Mapped[int]
    method: Mapped[VerificationMethod] = enum_column(VerificationMethod)
    state: Mapped[OrderState] = enum_column(OrderState, default=OrderState.PLANNED)
    verifier_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    verifier_seal: Mapped[bytes | None]
    verifier_tag: Mapped[str | None] = mapped_column(index=True)
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"), unique=True)
    ordered_at: Mapped[datetime]
    ordered_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")
    finding: Mapped[Finding] = relationship()
    visit: Mapped[Visit | None] = relationship()


class LookBack(Base):
    """Looking again after closure (回头看), 30 and 90 days on by default."""

    __tablename__ = "look_backs"
    __table_args__ = (
        UniqueConstraint("finding_id", "closed_at", "days"),
        CheckConstraint("(state IN ('fine', 'rebounded')) = (done_at IS NOT NULL)", name="done_has_time"),
        CheckConstraint("checker_id IS NULL OR checker_seal IS NULL", name="clear_or_sealed"),
        Index("ix_look_backs_open", "state", "due_on"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), index=True)
    closed_at: Mapped[datetime]
    days: Mapped[int]
    due_on: Mapped[date]
    state: Mapped[LookBackState] = enum_column(LookBackState, default=LookBackState.PLANNED)
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"))
    checker_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    checker_seal: Mapped[bytes | None]
    checker_tag: Mapped[str | None]
    method: Mapped[VerificationMethod | None] = enum_column(VerificationMethod, nullable=True)
    done_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")
    recurrence_id: Mapped[int | None] = mapped_column(ForeignKey("findings.id"))
    finding: Mapped[Finding] = relationship(foreign_keys=[finding_id])

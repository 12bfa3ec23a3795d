"""Approvals beside the status (rectification.md §4.3): more time, an objection, a wait; each decided by another."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Person
from inspect_app.database import Base, enum_column
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import DisputeState
from inspect_app.projects.models import ToughProject
from inspect_app.rectification.vocabulary import RequestState

_WAITING = text("state = 'pending'")
_ANOTHER = "decided_by_id IS NULL OR asked_by_id IS NULL OR decided_by_id <> asked_by_id"
_DECIDED = "(state IN ('approved', 'rejected', 'ended')) = (decided_at IS NOT NULL)"


class ExtensionRequest(Base):
    """More time asked for (延期申请); the original date of the finding stays. Nobody asked when the office gave it."""

    __tablename__ = "extensions"
    __table_args__ = (
        UniqueConstraint("finding_id", "sequence"),
        CheckConstraint(_ANOTHER, name="decided_by_another"),
        CheckConstraint(_DECIDED, name="decided_has_time"),
        Index("uq_extensions_one_pending", "finding_id", unique=True,
              sqlite_where=_WAITING, postgresql_where=_WAITING),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"))
    sequence: Mapped[int]
    state: Mapped[RequestState] = enum_column(RequestState, default=RequestState.PENDING)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    due_before: Mapped[date]
    wanted_due: Mapped[date]
    reason: Mapped[str]
    progress: Mapped[str] = mapped_column(default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    granted_due: Mapped[date | None]
    remark: Mapped[str] = mapped_column(default="")
    finding: Mapped[Finding] = relationship()
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id])


class Dispute(Base):
    """An objection to the facts (异议): once a department, ruled on by somebody other than the author."""

    __tablename__ = "disputes"
    __table_args__ = (
        UniqueConstraint("finding_id", "unit_id"),
        CheckConstraint("(state = 'filed') = (ruled_at IS NULL)", name="ruled_has_time"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    state: Mapped[DisputeState] = enum_column(DisputeState, default=DisputeState.FILED)
    filed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    filed_at: Mapped[datetime]
    grounds: Mapped[str]
    ruled_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ruled_at: Mapped[datetime | None]
    ruling: Mapped[str] = mapped_column(default="")
    old_title: Mapped[str] = mapped_column(default="")
    old_fact: Mapped[str] = mapped_column(default="")
    finding: Mapped[Finding] = relationship()


class Deferral(Base):
    """A wait asked for (暂缓): what is missing, the measure meanwhile, until when, and where it is taken up."""

    __tablename__ = "deferrals"
    __table_args__ = (
        CheckConstraint(_ANOTHER, name="decided_by_another"),
        CheckConstraint(_DECIDED, name="decided_has_time"),
        Index("uq_deferrals_one_pending", "finding_id", unique=True, sqlite_where=_WAITING, postgresql_where=_WAITING),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), index=True)
    state: Mapped[RequestState] = enum_column(RequestState, default=RequestState.PENDING)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    reason: Mapped[str]
    missing: Mapped[str] = mapped_column(default="")
    interim: Mapped[str]
    wanted_until: Mapped[date]
    project_id: Mapped[int | None] = mapped_column(ForeignKey("tough_projects.id"))
    reported_to: Mapped[str] = mapped_column(default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    granted_until: Mapped[date | None]
    remark: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]
    finding: Mapped[Finding] = relationship()
    project: Mapped[ToughProject | None] = relationship()

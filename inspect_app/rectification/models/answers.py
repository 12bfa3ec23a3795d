"""Plans with milestones, feedback per round, signatures and verifications: every version is kept."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Person
from inspect_app.database import Base, enum_column
from inspect_app.evidence.models import StoredFile
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import Step
from inspect_app.rectification.vocabulary import (
    FeedbackState,
    PlanState,
    RootCause,
    SignatureState,
    Stance,
    VerificationMethod,
    VerificationResult,
)


class RectificationPlan(Base):
    """One version of a plan (整改计划); a returned one is kept and the next round follows."""

    __tablename__ = "plans"
    __table_args__ = (UniqueConstraint("finding_id", "round"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"))
    round: Mapped[int]
    stance: Mapped[Stance] = enum_column(Stance)
    explanation: Mapped[str]
    root_cause: Mapped[RootCause] = enum_column(RootCause)
    root_cause_text: Mapped[str] = mapped_column(default="")
    measures: Mapped[str]
    owner: Mapped[str]
    same_elsewhere: Mapped[str] = mapped_column(default="")
    state: Mapped[PlanState] = enum_column(PlanState, default=PlanState.SUBMITTED)
    submitted_at: Mapped[datetime]
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    remark: Mapped[str] = mapped_column(default="")
    finding: Mapped[Finding] = relationship()
    milestones: Mapped[list["Milestone"]] = relationship(order_by="Milestone.due_on", back_populates="plan")


class Milestone(Base):
    """A dated step of a plan (时间节点)."""

    __tablename__ = "milestones"
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)
    text: Mapped[str]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    plan: Mapped[RectificationPlan] = relationship(back_populates="milestones")


class Feedback(Base):
    """One round of feedback (整改反馈); proof is any of a file, a link or a document number."""

    __tablename__ = "feedbacks"
    __table_args__ = (UniqueConstraint("finding_id", "round", "attempt"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"))
    round: Mapped[int]
    attempt: Mapped[int] = mapped_column(default=1)
    work_done: Mapped[str]
    lasting_rule: Mapped[str] = mapped_column(default="")
    proof_link: Mapped[str] = mapped_column(default="")
    proof_document: Mapped[str] = mapped_column(default="")
    same_elsewhere: Mapped[str] = mapped_column(default="")
    replied_to_source: Mapped[bool | None]
    state: Mapped[FeedbackState] = enum_column(FeedbackState)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    finding: Mapped[Finding] = relationship()


class PendingSignature(Base):
    """A step of two people, waiting for the second; the status moves when it is signed.

    `payload` is what the step needs. A scan of a signed sheet counts, with the time it was filed.
    """

    __tablename__ = "signatures"
    __table_args__ = (
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> asked_by_id OR by_scan", name="two_people"),
        Index(
            "uq_signatures_one_waiting",
            "finding_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), index=True)
    step: Mapped[Step] = enum_column(Step)
    state: Mapped[SignatureState] = enum_column(SignatureState, default=SignatureState.WAITING)
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    feedback_id: Mapped[int | None] = mapped_column(ForeignKey("feedbacks.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    by_scan: Mapped[bool] = mapped_column(default=False)
    scan_file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    remark: Mapped[str] = mapped_column(default="")
    finding: Mapped[Finding] = relationship()
    feedback: Mapped[Feedback | None] = relationship()
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    scan: Mapped[StoredFile | None] = relationship()


class Verification(Base):
    """One check of a claimed fix by somebody outside the department, with the visit that was made for it."""

    __tablename__ = "verifications"
    __table_args__ = (UniqueConstraint("finding_id", "round"), Index("ix_verifications_at", "at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"))
    round: Mapped[int]
    method: Mapped[VerificationMethod] = enum_column(VerificationMethod)
    result: Mapped[VerificationResult] = enum_column(VerificationResult)
    remark: Mapped[str]
    satisfaction: Mapped[int | None]
    verifier_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    verifier_seal: Mapped[bytes | None]
    verifier_tag: Mapped[str | None]
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"))
    at: Mapped[datetime]
    finding: Mapped[Finding] = relationship()

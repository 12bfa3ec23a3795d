"""A problem of one lead department, its events, assisting units and files."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.access import Role
from inspect_app.accounts.models import Unit
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.catalogue.models import ServiceItem, Window
from inspect_app.database import Base, enum_column
from inspect_app.evidence.models import StoredFile
from inspect_app.findings.vocabulary import (
    Category,
    DisputeState,
    FileStage,
    FindingStatus,
    Grade,
    HoldReason,
    Level,
    PainType,
    SourceKind,
    Step,
)
from inspect_app.visits.models import Visit


class FindingCounter(Base):
    """The last number given in a year; locked while a number is taken, so that numbers have no gaps."""

    __tablename__ = "finding_counters"
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    prefix: Mapped[str] = mapped_column(primary_key=True, default="")
    last: Mapped[int] = mapped_column(default=0)


def _links(column: str) -> Index:
    """Index the few findings that point at another; a planner that counts the rest in would rather read all rows."""
    given = text(f"{column} IS NOT NULL")
    return Index(f"ix_findings_{column}", column, sqlite_where=given, postgresql_where=given)


class Finding(Base):
    """One problem of one lead department.

    Before delivery it has no number, no clocks and no place in a notice. `found_on` is the date a
    department may read, or 近期 where `found_lately`; `method` and `is_covert` are copied from the visit, so that
    no list needs it.
    `due` is the date in force, `original_due` the first one, never overwritten. `judged_due`, `on_time`
    and `on_time_original` are the verdict: set at the first feedback, frozen at closure.
    `stage_due` is the date of the clock that runs now (C2, C5, C6, C8 …); `lamp_due` the date after which
    the department is late, nothing while it has no deadline or the office holds the file.
    `term_from` is when the department in charge got it, `held_days` what the office held it since then;
    `handler_unit_id` has it in hand after 转办. `level` and `level_reason` are computed each night and on
    change, `level_at` is since when it stands so. `accountability` (问责) is one field for the office, never in
    a notice.
    """

    __tablename__ = "findings"
    __table_args__ = (
        UniqueConstraint("year", "prefix", "sequence"),
        Index("ix_findings_capture", "visit_id", "capture_uuid", unique=True),
        CheckConstraint("(number IS NULL) = (delivered_at IS NULL)", name="number_at_delivery"),
        CheckConstraint("(number IS NULL) = (sequence IS NULL)", name="number_has_sequence"),
        CheckConstraint("status IN ('draft', 'submitted', 'dismissed') OR number IS NOT NULL", name="open_has_number"),
        CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name="closed_has_time"),
        CheckConstraint("(status = 'deferred') = (deferred_until IS NOT NULL)", name="deferred_has_end"),
        Index("ix_findings_ledger", "delivered_at", "id"),
        Index("ix_findings_due", "lamp_due", "delivered_at", "id"),
        Index("ix_findings_unit", "lead_unit_id", "delivered_at", "id"),
        Index("ix_findings_status", "status", "delivered_at", "id"),
        Index("ix_findings_handler", "handler_unit_id", "id"),
        Index("ix_findings_level", "level", "id"),
        Index("ix_findings_delivered_sums", "delivered_at", "status", "campaign_id", "lead_unit_id", "category"),
        Index("ix_findings_closed_sums", "closed_at", "status", "campaign_id", "lead_unit_id", "delivered_at"),
        Index("ix_findings_judged_sums", "held_days", "due", "status", "campaign_id", "lead_unit_id", "self_found",
              "on_time", "closed_at", "last_feedback_at", "delivered_at"),
        Index("ix_findings_asked", "status", "extension_asker_id",
              sqlite_where=text("extension_asker_id IS NOT NULL"),
              postgresql_where=text("extension_asker_id IS NOT NULL")),
        _links("recurrence_of_id"),
        _links("duplicate_of_id"),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(unique=True)
    year: Mapped[int | None]
    prefix: Mapped[str] = mapped_column(default="")
    sequence: Mapped[int | None]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"), index=True)
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answers.id"))
    trial_id: Mapped[int | None] = mapped_column(ForeignKey("trials.id"))
    interview_id: Mapped[int | None] = mapped_column(ForeignKey("interviews.id"))
    source_kind: Mapped[SourceKind] = enum_column(SourceKind)
    source_ref: Mapped[str] = mapped_column(default="")
    capture_uuid: Mapped[str | None]
    method: Mapped[VisitMethod] = enum_column(VisitMethod)
    is_covert: Mapped[bool] = mapped_column(default=False)
    self_found: Mapped[bool] = mapped_column(default=False)
    found_on: Mapped[date]
    found_lately: Mapped[bool] = mapped_column(default=False, server_default=false())
    pain_type: Mapped[PainType | None] = enum_column(PainType, nullable=True)
    category: Mapped[Category] = enum_column(Category, default=Category.OTHER)
    grade: Mapped[Grade] = enum_column(Grade, default=Grade.ORDINARY)
    lead_unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    window_id: Mapped[int | None] = mapped_column(ForeignKey("windows.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("service_items.id"), index=True)
    clause: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    fact: Mapped[str]
    suggestion: Mapped[str] = mapped_column(default="")
    demand: Mapped[str] = mapped_column(default="")
    trips_found: Mapped[int | None]
    status: Mapped[FindingStatus] = enum_column(FindingStatus, default=FindingStatus.DRAFT)
    pending_step: Mapped[Step | None] = enum_column(Step, nullable=True)
    needs_plan: Mapped[bool] = mapped_column(default=False)
    original_due: Mapped[date | None]
    due: Mapped[date | None]
    due_provisional: Mapped[bool] = mapped_column(default=False)
    judged_due: Mapped[date | None]
    rework_due: Mapped[date | None]
    stage_due: Mapped[date | None]
    lamp_due: Mapped[date | None]
    release_at: Mapped[datetime | None]
    dispatched_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    delivered_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    auto_accepted: Mapped[bool] = mapped_column(default=False)
    feedback_at: Mapped[datetime | None]
    last_feedback_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    held_days: Mapped[int] = mapped_column(default=0)
    on_time: Mapped[bool | None]
    on_time_original: Mapped[bool | None]
    rework_count: Mapped[int] = mapped_column(default=0)
    return_count: Mapped[int] = mapped_column(default=0)
    plan_return_count: Mapped[int] = mapped_column(default=0)
    extension_count: Mapped[int] = mapped_column(default=0)
    return_ruled: Mapped[bool] = mapped_column(default=False)
    plan_approver_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    round_passed: Mapped[bool] = mapped_column(default=False)
    no_evidence_reason: Mapped[str] = mapped_column(default="")
    lasting_rule: Mapped[str] = mapped_column(default="")
    recurrence_of_id: Mapped[int | None] = mapped_column(ForeignKey("findings.id"))
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("findings.id"))
    public_alias: Mapped[str] = mapped_column(default="")
    term_from: Mapped[datetime | None]
    handler_unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    extension_asker_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    deferral_asker_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    dispute: Mapped[DisputeState | None] = enum_column(DisputeState, nullable=True)
    deferred_until: Mapped[date | None]
    level: Mapped[Level] = enum_column(Level, default=Level.NONE)
    level_reason: Mapped[str] = mapped_column(default="")
    level_at: Mapped[datetime | None]
    listed_on: Mapped[date | None]
    hard_task: Mapped[bool] = mapped_column(default=False)
    tolerance: Mapped[bool] = mapped_column(default=False)
    accountability: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    campaign: Mapped[Campaign] = relationship()
    visit: Mapped[Visit | None] = relationship()
    lead_unit: Mapped[Unit | None] = relationship(foreign_keys=[lead_unit_id])
    window: Mapped[Window | None] = relationship()
    item: Mapped[ServiceItem | None] = relationship()
    duplicate_of: Mapped["Finding | None"] = relationship(foreign_keys=[duplicate_of_id], remote_side=[id])
    assists: Mapped[list["FindingAssist"]] = relationship(cascade="all, delete-orphan")
    events: Mapped[list["FindingEvent"]] = relationship(order_by="FindingEvent.id")
    files: Mapped[list["FindingFile"]] = relationship(order_by="FindingFile.id")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class FindingAssist(Base):
    """An assisting unit (协办)."""

    __tablename__ = "finding_assists"
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True, index=True)
    unit: Mapped[Unit] = relationship()


class OfficeHold(Base):
    """A span in which the office holds a file: its working days beyond `allowance` aren't the department's.

    The days count after `since` up to and including `until`; an open span has no end yet. Spans that overlap
    count once. What a former department's term held is void.
    """

    __tablename__ = "office_holds"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="ends_after_start"),
        Index("uq_office_holds_one_open", "finding_id", "reason", unique=True,
              sqlite_where=text("until IS NULL"), postgresql_where=text("until IS NULL")),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), index=True)
    reason: Mapped[HoldReason] = enum_column(HoldReason)
    since: Mapped[date]
    until: Mapped[date | None]
    allowance: Mapped[int] = mapped_column(default=0)
    void: Mapped[bool] = mapped_column(default=False)


class DueChange(Base):
    """A deadline counted anew because working days were announced or changed; kept to be shown and told."""

    __tablename__ = "due_changes"
    __table_args__ = (Index("ix_due_changes_at", "at", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), index=True)
    at: Mapped[datetime]
    was: Mapped[date | None]
    due: Mapped[date | None]
    finding: Mapped[Finding] = relationship()


class FindingEvent(Base):
    """One move of a finding, never updated or deleted (a trigger refuses it).

    What the author of a covert visit did holds no person id, only seal and tag. `for_office` marks
    events that a department never sees.
    """

    __tablename__ = "finding_events"
    __table_args__ = (CheckConstraint("actor_id IS NULL OR actor_seal IS NULL", name="clear_or_sealed"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), index=True)
    at: Mapped[datetime]
    step: Mapped[Step] = enum_column(Step)
    from_status: Mapped[FindingStatus] = enum_column(FindingStatus, check="from_status")
    to_status: Mapped[FindingStatus] = enum_column(FindingStatus, check="to_status")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    actor_seal: Mapped[bytes | None]
    actor_tag: Mapped[str | None]
    actor_name: Mapped[str]
    actor_role: Mapped[Role | None] = enum_column(Role, nullable=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    for_office: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str] = mapped_column(default="")
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    unit: Mapped[Unit | None] = relationship()


class FindingFile(Base):
    """A file on a link of the chain; a photo of the visit is shared with it."""

    __tablename__ = "finding_files"
    __table_args__ = (UniqueConstraint("finding_id", "file_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"), index=True)
    stage: Mapped[FileStage] = enum_column(FileStage)
    round: Mapped[int] = mapped_column(default=1)
    file: Mapped[StoredFile] = relationship()


class FindingTally(Base):
    """Counts of delivered findings, kept by triggers, so that a total costs the same at any size.

    `due` is `lamp_due` as an ISO date, '' when there is none; `EVERY_DUE`, which sorts behind all dates, has
    the count of every date and of none.
    """

    __tablename__ = "finding_tally"
    __table_args__ = (Index("ix_finding_tally_due", "due"),)
    EVERY_DUE: ClassVar[str] = "all"
    campaign_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    lead_unit_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    status: Mapped[str] = mapped_column(primary_key=True)
    due: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class FindingBand(Base):
    """One piece of the signature of a delivered finding's words; near texts have some of them in common.

    The numbers are made by `rules.likeness.bands`, so that both databases find the same.
    """

    __tablename__ = "finding_bands"
    __table_args__ = (Index("ix_finding_bands_band", "band", "finding_id"), {"sqlite_with_rowid": False})
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), primary_key=True, autoincrement=False)
    band: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class FindingRecurrence(Base):
    """What was settled when a finding was taken as a recurrence: the grade before, and why it wasn't raised."""

    __tablename__ = "finding_recurrences"
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), primary_key=True, autoincrement=False)
    grade_before: Mapped[Grade] = enum_column(Grade)
    kept_reason: Mapped[str] = mapped_column(default="")
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    accepted_at: Mapped[datetime]

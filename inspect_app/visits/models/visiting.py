"""A visit and what was seen, done and heard. A covert visit holds no person id."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.access import Role
from inspect_app.accounts.models import Person
from inspect_app.campaigns.models import Activity, Campaign
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.catalogue.models import ServiceItem, Window
from inspect_app.checklists.models import ChecklistVersion
from inspect_app.database import Base, enum_column
from inspect_app.evidence.models import StoredFile
from inspect_app.visits.models.scripts import Script
from inspect_app.visits.vocabulary import (
    DaySlot,
    IntervieweeKind,
    PapersFault,
    ScriptBreak,
    SubmissionState,
    TrialOutcome,
    VisitMode,
    VisitStatus,
)


class Visit(Base):
    """One visit, planned, carried out and submitted, round by round.

    `author_role` is the group (督查员, 民情观察团 …). For covert visits the author is `author_seal`
    and `author_tag`, planned by `shopper_code` is never stored. `self_check` marks a chief's visit to
    the own unit (自查). `score` is frozen at submission:
    {"parts": {part: {"earned", "possible", "capped"}}, "total": …}. `through_on` is the last day of a visit of
    several days, `activity` its 四进, `with_petitions` that it goes with a leader who hears petitioners (领导下访).
    """

    __tablename__ = "visits"
    __table_args__ = (
        CheckConstraint(
            "(mode = 'covert' AND author_id IS NULL AND author_seal IS NOT NULL AND author_tag IS NOT NULL)"
            " OR (mode <> 'covert' AND author_id IS NOT NULL AND author_seal IS NULL AND author_tag IS NULL)",
            name="covert_is_sealed",
        ),
        CheckConstraint("(submitted_at IS NULL) = (receipt IS NULL)", name="receipt_when_submitted"),
        CheckConstraint("through_on IS NULL OR through_on > planned_on", name="days_in_order"),
        Index("ix_visits_status", "status", "submitted_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    checklist_version_id: Mapped[int] = mapped_column(ForeignKey("checklist_versions.id"))
    mode: Mapped[VisitMode] = enum_column(VisitMode)
    method: Mapped[VisitMethod] = enum_column(VisitMethod)
    author_role: Mapped[Role] = enum_column(Role)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    author_seal: Mapped[bytes | None]
    author_tag: Mapped[str | None] = mapped_column(index=True)
    planned_on: Mapped[date]
    through_on: Mapped[date | None]
    slot: Mapped[DaySlot] = enum_column(DaySlot, default=DaySlot.ANY)
    activity_slot: Mapped[int | None] = mapped_column(ForeignKey("activities.slot"))
    status: Mapped[VisitStatus] = enum_column(VisitStatus, default=VisitStatus.PLANNED)
    round: Mapped[int] = mapped_column(default=1)
    started_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    receipt: Mapped[str | None] = mapped_column(unique=True)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    companions: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    self_check: Mapped[bool] = mapped_column(default=False)
    with_petitions: Mapped[bool] = mapped_column(default=False, server_default=false())
    score: Mapped[dict[str, Any] | None]
    script_id: Mapped[int | None] = mapped_column(ForeignKey("scripts.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    campaign: Mapped[Campaign] = relationship()
    script: Mapped[Script | None] = relationship()
    activity: Mapped[Activity | None] = relationship()
    checklist_version: Mapped[ChecklistVersion] = relationship()
    stops: Mapped[list["VisitWindow"]] = relationship(cascade="all, delete-orphan", order_by="VisitWindow.sort_no")
    answers: Mapped[list["Answer"]] = relationship(cascade="all, delete-orphan", back_populates="visit")
    trials: Mapped[list["Trial"]] = relationship(cascade="all, delete-orphan", order_by="Trial.sort_no")
    interviews: Mapped[list["Interview"]] = relationship(cascade="all, delete-orphan", order_by="Interview.sort_no")
    files: Mapped[list["VisitFile"]] = relationship(cascade="all, delete-orphan", order_by="VisitFile.id")
    remarks: Mapped[list["VisitRemark"]] = relationship(cascade="all, delete-orphan", order_by="VisitRemark.id")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class UnsealRequest(Base):
    """A request to see who went on a covert visit that is handed in; two different people are needed.

    `decided_by_id` approved or refused it at `decided_at`; an approval lets the requester look for a while.
    """

    __tablename__ = "unseal_requests"
    __table_args__ = (
        CheckConstraint("requested_by_id <> decided_by_id", name="two_people"),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_by_somebody"),
        CheckConstraint("(decided_at IS NULL) = (approved IS NULL)", name="decided_one_way"),
        Index("ix_unseal_requests_waiting", "decided_at", "requested_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    reason: Mapped[str]
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    requested_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    approved: Mapped[bool | None]
    version: Mapped[int] = mapped_column(default=1)
    visit: Mapped[Visit] = relationship()
    requested_by: Mapped[Person] = relationship(foreign_keys=[requested_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class VisitWindow(Base):
    """A window on the way of a visit."""

    __tablename__ = "visit_windows"
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    window_id: Mapped[int] = mapped_column(ForeignKey("windows.id"), primary_key=True, index=True)
    sort_no: Mapped[int] = mapped_column(default=0)
    window: Mapped[Window] = relationship()


class Answer(Base):
    """The answer to one item; its value has the shape of the item's kind (checklists.vocabulary)."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("visit_id", "item_key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"))
    item_key: Mapped[str]
    value: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(default="")
    visit: Mapped[Visit] = relationship(back_populates="answers")


class Trial(Base):
    """A matter really done as an ordinary applicant would (具体办).

    `uuid` is the name its tablet gave it.
    `steps` are [{"at": "09:05", "text"}], `papers` [{"name", "origin"}], `told` [{"point", "told"}].
    `fault` says why the papers were not complete, `accompanied` how the applicant is called whom the author went with
    (随访体验): an alias.
    `script_break` says why a trial doesn't count in any number: it no longer shows what an ordinary applicant meets.
    `result_on` is the day the result came when it came after the visit, `result_workdays` the working days until
    then, counted when it was noted.
    """

    __tablename__ = "trials"
    __table_args__ = (
        Index("ix_trials_uuid", "visit_id", "uuid", unique=True),
        CheckConstraint("trips IS NULL OR trips >= 0", name="trips_not_negative"),
        CheckConstraint("waited_minutes IS NULL OR waited_minutes >= 0", name="wait_not_negative"),
        CheckConstraint("handled_minutes IS NULL OR handled_minutes >= 0", name="handling_not_negative"),
        CheckConstraint("(result_on IS NULL) = (result_workdays IS NULL)", name="result_day_counted"),
        CheckConstraint("fault IS NULL OR papers_complete IS NULL OR NOT papers_complete", name="fault_of_incomplete"),
        CheckConstraint("result_workdays IS NULL OR result_workdays >= 0", name="result_not_before"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    uuid: Mapped[str | None]
    sort_no: Mapped[int] = mapped_column(default=0)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("service_items.id"), index=True)
    window_id: Mapped[int | None] = mapped_column(ForeignKey("windows.id"))
    persona: Mapped[str] = mapped_column(default="")
    papers_complete: Mapped[bool | None]
    fault: Mapped[PapersFault | None] = enum_column(PapersFault, nullable=True)
    accompanied: Mapped[str] = mapped_column(default="", server_default="")
    steps: Mapped[list[Any]] = mapped_column(default=list)
    papers: Mapped[list[Any]] = mapped_column(default=list)
    told: Mapped[list[Any]] = mapped_column(default=list)
    trips: Mapped[int | None]
    waited_minutes: Mapped[int | None]
    handled_minutes: Mapped[int | None]
    outcome: Mapped[TrialOutcome] = enum_column(TrialOutcome, default=TrialOutcome.NOT_YET)
    script_break: Mapped[ScriptBreak | None] = enum_column(ScriptBreak, nullable=True)
    result_on: Mapped[date | None]
    result_workdays: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")
    item: Mapped[ServiceItem | None] = relationship()
    window: Mapped[Window | None] = relationship()


class Interview(Base):
    """A talk with somebody in the hall; an alias only."""

    __tablename__ = "interviews"
    __table_args__ = (
        Index("ix_interviews_uuid", "visit_id", "uuid", unique=True),
        CheckConstraint("satisfaction IS NULL OR satisfaction BETWEEN 1 AND 5", name="satisfaction_1_to_5"),
        CheckConstraint("trips IS NULL OR trips >= 0", name="trips_not_negative"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    uuid: Mapped[str | None]
    sort_no: Mapped[int] = mapped_column(default=0)
    kind: Mapped[IntervieweeKind] = enum_column(IntervieweeKind)
    alias: Mapped[str] = mapped_column(default="")
    trips: Mapped[int | None]
    papers_complete: Mapped[bool | None]
    satisfaction: Mapped[int | None]
    words: Mapped[str] = mapped_column(default="")


class VisitFile(Base):
    """A photo or sheet of a visit, hung on an item when `item_key` is set."""

    __tablename__ = "visit_files"
    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"), unique=True)
    item_key: Mapped[str | None]
    file: Mapped[StoredFile] = relationship()


class VisitRemark(Base):
    """What the office wants completed, per item (退回补充)."""

    __tablename__ = "visit_remarks"
    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    round: Mapped[int]
    item_key: Mapped[str | None]
    text: Mapped[str]
    at: Mapped[datetime]


class VisitCheck(Base):
    """How one colleague found a round of a visit: the office's own, with a note that no department reads."""

    __tablename__ = "visit_checks"
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    facts_clear: Mapped[bool | None]
    evidence_enough: Mapped[bool | None]
    script_kept: Mapped[bool | None]
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]


class Submission(Base):
    """One round of a visit as its tablet sent it, sealed byte for byte; complete once all its files are there.

    `clock_offset_ms` is how far the tablet's clock was ahead of ours: its times are claims. `trace` is
    {part: {"first", "last"}} by that clock, `changed` the items answered differently since the visit was
    sent back; nothing more is tracked.
    """

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("visit_id", "round"),
        CheckConstraint("(state = 'complete') = (completed_at IS NOT NULL)", name="complete_has_time"),
        Index("ix_submissions_state", "state", "received_at"),
    )
    uuid: Mapped[str] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"))
    round: Mapped[int]
    base_uuid: Mapped[str | None]
    body_hash: Mapped[str]
    body_seal: Mapped[bytes]
    state: Mapped[SubmissionState] = enum_column(SubmissionState)
    files: Mapped[int] = mapped_column(default=0)
    trace: Mapped[dict[str, Any]] = mapped_column(default=dict)
    changed: Mapped[list[str]] = mapped_column(default=list)
    client_time: Mapped[datetime]
    clock_offset_ms: Mapped[int | None]
    received_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]

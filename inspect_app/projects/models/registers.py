"""The registers: 承诺, 点赞, 公布批次, 文件, 成效数字; every version of an entry is kept."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Unit
from inspect_app.campaigns.models import Campaign
from inspect_app.catalogue.models import Window
from inspect_app.database import Base, enum_column
from inspect_app.findings.models import Finding
from inspect_app.projects.models.more_registers import MediaReport, Pilot, Preparation, Staffing, Training, WorkingGroup
from inspect_app.projects.vocabulary.registers import PledgeState, PraiseSource, Register


class Pledge(Base):
    """What a unit promised in public (承诺), and whether it was kept."""

    __tablename__ = "pledges"
    __table_args__ = (
        CheckConstraint("(state = 'running') = (judged_on IS NULL)", name="judged_has_day"),
        Index("ix_pledges_day", "pledged_on", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    words: Mapped[str]
    made_by: Mapped[str]
    pledged_on: Mapped[date]
    due_on: Mapped[date | None]
    outlet: Mapped[str]
    link: Mapped[str] = mapped_column(default="")
    state: Mapped[PledgeState] = enum_column(PledgeState, default=PledgeState.RUNNING)
    evidence: Mapped[str] = mapped_column(default="")
    judged_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship()
    findings: Mapped[list[Finding]] = relationship(secondary="pledge_findings", order_by="Finding.id")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class PledgeFinding(Base):
    """A finding 承诺未兑现 that speaks against a pledge."""

    __tablename__ = "pledge_findings"
    pledge_id: Mapped[int] = mapped_column(ForeignKey("pledges.id"), primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), primary_key=True, index=True)


class Commendation(Base):
    """Praise of a unit or window (点赞).

    `paper_words` is what papers print; `person_name` stays in the office. `typical` puts it among 典型做法.
    `deeds` are values of PraiseDeed; `promised_time` and `real_time` stand beside each other in words.
    """

    __tablename__ = "commendations"
    __table_args__ = (Index("ix_commendations_day", "praised_on", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    window_id: Mapped[int | None] = mapped_column(ForeignKey("windows.id"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"), index=True)
    praised_on: Mapped[date]
    source: Mapped[PraiseSource] = enum_column(PraiseSource)
    source_text: Mapped[str] = mapped_column(default="")
    words: Mapped[str]
    paper_words: Mapped[str] = mapped_column(default="")
    person_name: Mapped[str] = mapped_column(default="")
    typical: Mapped[bool] = mapped_column(default=False)
    deeds: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    promised_time: Mapped[str] = mapped_column(default="", server_default="")
    real_time: Mapped[str] = mapped_column(default="", server_default="")
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship()
    window: Mapped[Window | None] = relationship()
    campaign: Mapped[Campaign | None] = relationship()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Announcement(Base):
    """One batch that was announced (公布批次, F13)."""

    __tablename__ = "announcements"
    __table_args__ = (
        UniqueConstraint("batch", "announced_on", "channel"),
        CheckConstraint("count >= 0", name="count_not_negative"),
        Index("ix_announcements_day", "announced_on", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    batch: Mapped[str]
    announced_on: Mapped[date]
    channel: Mapped[str]
    items: Mapped[str]
    count: Mapped[int]
    link: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class PolicyDocument(Base):
    """A policy document under its number (文号, F14)."""

    __tablename__ = "policy_documents"
    __table_args__ = (Index("ix_policy_documents_day", "issued_on", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    issuer: Mapped[str]
    issued_on: Mapped[date]
    link: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class BenefitFigure(Base):
    """A figure (成效数字, F15): one number, or two of which the ratio is computed; with scope, day and source."""

    __tablename__ = "benefit_figures"
    __table_args__ = (
        CheckConstraint("(value = '') <> (numerator = '')", name="number_or_ratio"),
        CheckConstraint("(numerator = '') = (denominator = '')", name="ratio_of_two"),
        Index("ix_benefit_figures_day", "as_of", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    value: Mapped[str] = mapped_column(default="")
    unit: Mapped[str] = mapped_column(default="")
    numerator: Mapped[str] = mapped_column(default="")
    denominator: Mapped[str] = mapped_column(default="")
    scope: Mapped[str]
    as_of: Mapped[date]
    source: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class EntryVersion(Base):
    """One version of an entry of a register, the first as well as the one in force."""

    __tablename__ = "entry_versions"
    __table_args__ = (UniqueConstraint("register", "entry_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    register: Mapped[Register] = enum_column(Register)
    entry_id: Mapped[int]
    number: Mapped[int]
    facts: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    by_name: Mapped[str]


Entry = (
    Pledge
    | Commendation
    | Announcement
    | PolicyDocument
    | BenefitFigure
    | MediaReport
    | Pilot
    | Staffing
    | Preparation
    | Training
    | WorkingGroup
)

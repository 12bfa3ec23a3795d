"""A special inspection, its target units and who gets its notice."""

from datetime import date, time

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Unit
from inspect_app.campaigns.vocabulary import CampaignPreset, PaperKind, RecipientKind
from inspect_app.catalogue.vocabulary import Feature
from inspect_app.checklists.models import Checklist
from inspect_app.database import Base, enum_column


class Campaign(Base):
    """One special inspection (专项)."""

    __tablename__ = "campaigns"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="dates_in_order"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    basis_title: Mapped[str] = mapped_column(default="")
    basis_number: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    methods: Mapped[list[str]] = mapped_column(default=list)
    issuer_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    checklist_id: Mapped[int | None] = mapped_column(ForeignKey("checklists.id"))
    paper_kind: Mapped[PaperKind] = enum_column(PaperKind, default=PaperKind.BULLETIN)
    series: Mapped[str]
    cut_off: Mapped[time] = mapped_column(default=time(17, 0))
    preset: Mapped[CampaignPreset] = enum_column(CampaignPreset, default=CampaignPreset.SPECIAL)
    is_demo: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    issuer: Mapped[Unit] = relationship()
    checklist: Mapped[Checklist | None] = relationship()
    targets: Mapped[list["CampaignTarget"]] = relationship(cascade="all, delete-orphan")
    goals: Mapped[list["CampaignGoal"]] = relationship(cascade="all, delete-orphan", order_by="CampaignGoal.feature")
    recipients: Mapped[list["CampaignRecipient"]] = relationship(
        cascade="all, delete-orphan", order_by="CampaignRecipient.sort_no"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Activity(Base):
    """One of the 四进; the seeds name three, the fourth is the office's to name ("" until then)."""

    __tablename__ = "activities"
    __table_args__ = (
        CheckConstraint("slot BETWEEN 1 AND 4", name="four_slots"),
        CheckConstraint("slot = 4 OR name <> ''", name="three_are_named"),
    )
    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]


class CampaignTarget(Base):
    """A unit that the campaign looks at."""

    __tablename__ = "campaign_targets"
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    unit: Mapped[Unit] = relationship()


class CampaignGoal(Base):
    """How many matters of the units looked at shall have a feature by the end (简化办、网上办、就近办: D11, D13)."""

    __tablename__ = "campaign_goals"
    __table_args__ = (CheckConstraint("goal > 0", name="goal_positive"),)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    feature: Mapped[Feature] = enum_column(Feature, primary_key=True)
    goal: Mapped[int]


class CampaignRecipient(Base):
    """Who the notice goes to, as printed; `unit_id` when it is a unit of the tree."""

    __tablename__ = "campaign_recipients"
    __table_args__ = (UniqueConstraint("campaign_id", "kind", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    kind: Mapped[RecipientKind] = enum_column(RecipientKind)
    name: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    sort_no: Mapped[int] = mapped_column(default=0)

"""Targets, rounds of assignment with their rows, absences, acquaintances, chiefs' layers and contact points.

A covert row holds no person id: only the seal and the tag, as the visit does that is made from it. Rows live until
the round is made into visits or given up.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.access import Role
from inspect_app.accounts.models import Person, Unit
from inspect_app.campaigns.models import Campaign
from inspect_app.catalogue.models import ServiceItem, Window
from inspect_app.database import Base, enum_column
from inspect_app.planning.vocabulary import ChiefLayer, RoundKind, RoundState
from inspect_app.visits.vocabulary import DaySlot, VisitMode


class PlanTarget(Base):
    """A window to be visited in a campaign, or a matter to be tried there (`item_id`)."""

    __tablename__ = "plan_targets"
    __table_args__ = (
        UniqueConstraint("campaign_id", "window_id", "item_id"),
        Index(
            "ix_plan_targets_plain", "campaign_id", "window_id", unique=True,
            sqlite_where=text("item_id IS NULL"), postgresql_where=text("item_id IS NULL"),
        ),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    window_id: Mapped[int] = mapped_column(ForeignKey("windows.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("service_items.id"), index=True)
    window: Mapped[Window] = relationship()
    item: Mapped[ServiceItem | None] = relationship()


class PlanRound(Base):
    """One assignment in one click: what was asked for, the seed, and what became of it.

    `asked` is a RoundPlan in words; a `covert` round is known only to who plans covert visits.
    """

    __tablename__ = "plan_rounds"
    __table_args__ = (
        CheckConstraint("(state = 'made') = (made_at IS NOT NULL)", name="made_has_time"),
        CheckConstraint("seed >= 0", name="seed_not_negative"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    kind: Mapped[RoundKind] = enum_column(RoundKind)
    asked: Mapped[dict[str, Any]]
    seed: Mapped[int]
    covert: Mapped[bool] = mapped_column(default=False)
    state: Mapped[RoundState] = enum_column(RoundState, default=RoundState.DRAFT)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime | None]
    made: Mapped[int] = mapped_column(default=0)
    left: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    campaign: Mapped[Campaign] = relationship()
    rows: Mapped[list["PlanRow"]] = relationship(
        cascade="all, delete-orphan", order_by="PlanRow.sort_no", back_populates="round"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class PlanRow(Base):
    """An errand of a round: who goes where on which half day, or why nobody can."""

    __tablename__ = "plan_rows"
    __table_args__ = (
        CheckConstraint(
            "(mode = 'covert' AND author_id IS NULL AND (author_seal IS NULL) = (author_tag IS NULL))"
            " OR (mode <> 'covert' AND author_seal IS NULL AND author_tag IS NULL)",
            name="covert_is_sealed",
        ),
        CheckConstraint(
            "(planned_on IS NOT NULL) = (author_id IS NOT NULL OR author_seal IS NOT NULL)", name="day_with_author"
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("plan_rounds.id"), index=True)
    sort_no: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    looker_unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    mode: Mapped[VisitMode] = enum_column(VisitMode)
    author_role: Mapped[Role | None] = enum_column(Role, nullable=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    author_seal: Mapped[bytes | None]
    author_tag: Mapped[str | None]
    planned_on: Mapped[date | None]
    slot: Mapped[DaySlot] = enum_column(DaySlot)
    reason: Mapped[str] = mapped_column(default="")
    round: Mapped[PlanRound] = relationship(back_populates="rows")
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    looker_unit: Mapped[Unit | None] = relationship(foreign_keys=[looker_unit_id])
    stops: Mapped[list["PlanRowWindow"]] = relationship(cascade="all, delete-orphan", order_by="PlanRowWindow.sort_no")


class PlanRowWindow(Base):
    """A window on an errand."""

    __tablename__ = "plan_row_windows"
    row_id: Mapped[int] = mapped_column(ForeignKey("plan_rows.id"), primary_key=True)
    window_id: Mapped[int] = mapped_column(ForeignKey("windows.id"), primary_key=True, index=True)
    sort_no: Mapped[int] = mapped_column(default=0)
    window: Mapped[Window] = relationship()


class Absence(Base):
    """Days on which somebody can't be sent."""

    __tablename__ = "absences"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="dates_in_order"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    person: Mapped[Person] = relationship()


class Acquaintance(Base):
    """A unit in which somebody is known, so that they aren't sent there (熟人、原单位)."""

    __tablename__ = "acquaintances"
    __table_args__ = (UniqueConstraint("person_id", "unit_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    person: Mapped[Person] = relationship()
    unit: Mapped[Unit] = relationship()


class ChiefPost(Base):
    """The layer a chief belongs to."""

    __tablename__ = "chief_posts"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    layer: Mapped[ChiefLayer] = enum_column(ChiefLayer)
    person: Mapped[Person] = relationship()
    points: Mapped[list["ContactPoint"]] = relationship(cascade="all, delete-orphan")


class ContactPoint(Base):
    """A window that a chief looks after (联系点)."""

    __tablename__ = "contact_points"
    person_id: Mapped[int] = mapped_column(ForeignKey("chief_posts.person_id"), primary_key=True)
    window_id: Mapped[int] = mapped_column(ForeignKey("windows.id"), primary_key=True, index=True)
    window: Mapped[Window] = relationship()

"""More registers, each version of an entry kept like the others: 媒体报道, 试点, 窗口人员, 专项筹备."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Unit
from inspect_app.campaigns.models import Campaign
from inspect_app.catalogue.models import Window
from inspect_app.database import Base, enum_column
from inspect_app.projects.vocabulary.registers import MediaKind, PreparationStep


class MediaReport(Base):
    """A report of the media (媒体报道, F12)."""

    __tablename__ = "media_reports"
    __table_args__ = (
        UniqueConstraint("outlet", "title", "published_on"),
        Index("ix_media_reports_day", "published_on", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    outlet: Mapped[str]
    kind: Mapped[MediaKind] = enum_column(MediaKind)
    published_on: Mapped[date]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"), index=True)
    link: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit | None] = relationship()
    campaign: Mapped[Campaign | None] = relationship()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Pilot(Base):
    """A place where something is tried first (试点, F20)."""

    __tablename__ = "pilots"
    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="days_in_order"),
        Index("ix_pilots_day", "started_on", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    matter: Mapped[str]
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    result: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Staffing(Base):
    """How many people work at the windows of a unit (窗口人员, F21), and what they handle in a month."""

    __tablename__ = "staffings"
    __table_args__ = (
        CheckConstraint("regular >= 0 AND contracted >= 0 AND windows >= 0", name="not_negative"),
        CheckConstraint("handled IS NULL OR handled >= 0", name="handled_not_negative"),
        Index("ix_staffings_day", "as_of", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    window_id: Mapped[int | None] = mapped_column(ForeignKey("windows.id"))
    as_of: Mapped[date]
    regular: Mapped[int]
    contracted: Mapped[int]
    windows: Mapped[int]
    handled: Mapped[int | None]
    source: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship()
    window: Mapped[Window | None] = relationship()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Preparation(Base):
    """A step of setting a campaign up (专项筹备, F19): the group, the plan, the kick-off."""

    __tablename__ = "preparations"
    __table_args__ = (
        UniqueConstraint("campaign_id", "step"),
        Index("ix_preparations_day", "done_on", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    step: Mapped[PreparationStep] = enum_column(PreparationStep)
    done_on: Mapped[date]
    words: Mapped[str]
    link: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    campaign: Mapped[Campaign] = relationship()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

"""More registers, each version of an entry kept like the others: 媒体报道, 试点, 窗口人员, 专项筹备, 培训, 专题组."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Unit
from inspect_app.campaigns.models import Campaign
from inspect_app.catalogue.models import Window
from inspect_app.database import Base, enum_column
from inspect_app.projects.vocabulary.registers import MediaKind, PreparationStep, Trained


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


class Training(Base):
    """A training (培训, C1): who it was for, what about, how many came and for how long."""

    __tablename__ = "trainings"
    __table_args__ = (
        UniqueConstraint("held_on", "subject"),
        CheckConstraint("attended > 0 AND hours > 0", name="somebody_came"),
        Index("ix_trainings_day", "held_on", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    held_on: Mapped[date]
    subject: Mapped[str]
    trained: Mapped[Trained] = enum_column(Trained)
    attended: Mapped[int]
    hours: Mapped[int]
    words: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class WorkingGroup(Base):
    """A working group (专题组, C7): its lead unit, what it is for, and whether it coordinates, reviews, urges."""

    __tablename__ = "working_groups"
    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR ended_on >= set_up_on", name="days_in_order"),
        CheckConstraint("coordinates OR reviews OR urges", name="has_a_power"),
        Index("ix_working_groups_day", "set_up_on", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    members: Mapped[str] = mapped_column(default="")
    matter: Mapped[str]
    coordinates: Mapped[bool] = mapped_column(default=False)
    reviews: Mapped[bool] = mapped_column(default=False)
    urges: Mapped[bool] = mapped_column(default=False)
    set_up_on: Mapped[date]
    ended_on: Mapped[date | None]
    number: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

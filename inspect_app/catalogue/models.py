"""Sites, windows, items with what was promised, papers, cancelled proofs."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Unit
from inspect_app.catalogue.vocabulary import (
    Audience,
    CancelReason,
    HoursKind,
    SiteType,
    TimeUnit,
    TripPromise,
)
from inspect_app.database import Base, enum_column


class Site(Base):
    """A place with windows."""

    __tablename__ = "sites"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    type: Mapped[SiteType] = enum_column(SiteType)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    address: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship()
    windows: Mapped[list["Window"]] = relationship(back_populates="site", order_by="Window.code")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Window(Base):
    """A window of a site; its unit is the department a finding goes to."""

    __tablename__ = "windows"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    phone: Mapped[str] = mapped_column(default="")
    hours_kind: Mapped[HoursKind] = enum_column(HoursKind, default=HoursKind.OFFICE)
    hours: Mapped[str] = mapped_column(default="")
    booking: Mapped[bool] = mapped_column(default=False, server_default=false())
    precheck: Mapped[bool] = mapped_column(default=False, server_default=false())
    courier: Mapped[bool] = mapped_column(default=False, server_default=false())
    epay: Mapped[bool] = mapped_column(default=False, server_default=false())
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    site: Mapped[Site] = relationship(back_populates="windows")
    unit: Mapped[Unit] = relationship()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ServiceItem(Base):
    """A matter and what was promised for it."""

    __tablename__ = "service_items"
    __table_args__ = (
        CheckConstraint("(promised_amount IS NULL) = (promised_unit IS NULL)", name="time_with_unit"),
        CheckConstraint("promised_amount IS NULL OR promised_amount >= 0", name="time_not_negative"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    audience: Mapped[Audience] = enum_column(Audience, default=Audience.PERSON)
    one_thing: Mapped[str] = mapped_column(default="")
    trips: Mapped[TripPromise | None] = enum_column(TripPromise, nullable=True)
    id_only: Mapped[bool] = mapped_column(default=False)
    online: Mapped[bool] = mapped_column(default=False)
    mobile: Mapped[bool] = mapped_column(default=False)
    nearby: Mapped[bool] = mapped_column(default=False, server_default=false())
    city_wide: Mapped[bool] = mapped_column(default=False)
    promised_amount: Mapped[int | None]
    promised_unit: Mapped[TimeUnit | None] = enum_column(TimeUnit, nullable=True)
    batch: Mapped[str] = mapped_column(default="")
    announced_on: Mapped[date | None]
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship()
    papers: Mapped[list["RequiredPaper"]] = relationship(
        back_populates="item", cascade="all, delete-orphan", order_by="RequiredPaper.sort_no"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class RequiredPaper(Base):
    """A paper on an item's published list."""

    __tablename__ = "required_papers"
    __table_args__ = (UniqueConstraint("item_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("service_items.id"))
    name: Mapped[str]
    required: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(default="")
    sort_no: Mapped[int] = mapped_column(default=0)
    item: Mapped[ServiceItem] = relationship(back_populates="papers")


class WindowItem(Base):
    """An item that is done at a window."""

    __tablename__ = "window_items"
    window_id: Mapped[int] = mapped_column(ForeignKey("windows.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("service_items.id"), primary_key=True, index=True)


class CancelledProof(Base):
    """A proof that was announced as no longer asked for."""

    __tablename__ = "cancelled_proofs"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    reason: Mapped[CancelReason | None] = enum_column(CancelReason, nullable=True)
    batch: Mapped[str] = mapped_column(default="")
    announced_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    unit: Mapped[Unit | None] = relationship()

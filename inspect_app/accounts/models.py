"""Units, people, roles with a unit, stand-ins, one-time codes and sessions."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.access import Role
from inspect_app.accounts.vocabulary import CodePurpose, EndReason, TabletEnd, UnitKind, UnitLevel
from inspect_app.database import Base, enum_column


class Unit(Base):
    """One unit of the one tree, with its short official name and its place in every unranked list."""

    __tablename__ = "units"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    short_name: Mapped[str]
    level: Mapped[UnitLevel] = enum_column(UnitLevel)
    kind: Mapped[UnitKind] = enum_column(UnitKind)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    sort_no: Mapped[int] = mapped_column(default=0)
    active_from: Mapped[date | None]
    active_to: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    parent: Mapped["Unit | None"] = relationship(remote_side=[id])
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Person(Base):
    """Somebody who may sign in.

    A shopper's row carries a code as its name; the real name is sealed (`name_seal`).
    """

    __tablename__ = "people"
    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_seal: Mapped[bytes | None]
    shopper_code: Mapped[str | None] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(default="")
    email: Mapped[str | None]
    tags: Mapped[list[str]] = mapped_column(default=list)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    password_hash: Mapped[str | None]
    password_set_at: Mapped[datetime | None]
    failed_count: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit | None] = relationship()
    grants: Mapped[list["RoleGrant"]] = relationship(back_populates="person", cascade="all, delete-orphan")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class RoleGrant(Base):
    """A role held with a unit of the tree; a deputy (分管副职) signs all but what needs the head."""

    __tablename__ = "role_grants"
    __table_args__ = (UniqueConstraint("person_id", "role", "unit_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    role: Mapped[Role] = enum_column(Role)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    deputy: Mapped[bool] = mapped_column(default=False)
    granted_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(back_populates="grants")
    unit: Mapped[Unit] = relationship()


class StandIn(Base):
    """A dated stand-in (AB岗): from `starts_on` to `ends_on` B holds A's role with that unit."""

    __tablename__ = "stand_ins"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        CheckConstraint("person_id <> stand_in_id", name="another_person"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    stand_in_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[Role] = enum_column(Role)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    stand_in: Mapped[Person] = relationship(foreign_keys=[stand_in_id])
    unit: Mapped[Unit] = relationship()


class OneTimeCode(Base):
    """A code for the first sign-in or a reset; only its hash is kept."""

    __tablename__ = "one_time_codes"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    purpose: Mapped[CodePurpose] = enum_column(CodePurpose)
    code_hash: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class EarlierPassword(Base):
    """A password somebody had, the present one too: it may not come back too soon."""

    __tablename__ = "earlier_passwords"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    password_hash: Mapped[str]
    set_at: Mapped[datetime]


class SecondStep(Base):
    """The telephone that counts somebody's codes; `used` is the last step of 30 seconds whose code was used."""

    __tablename__ = "second_steps"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    secret_seal: Mapped[bytes]
    since: Mapped[datetime]
    used: Mapped[int] = mapped_column(BigInteger)


class RecoveryCode(Base):
    """A code that stands in for a lost telephone once; only its keyed tag is kept."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("person_id", "code_tag"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    code_tag: Mapped[str]
    used_at: Mapped[datetime | None]


class SignInSession(Base):
    """One signed-in browser; the cookie holds the token, the row only its hash."""

    __tablename__ = "sessions"
    __table_args__ = (Index("ix_sessions_person_open", "person_id", "ended_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[EndReason | None] = enum_column(EndReason, nullable=True)
    person: Mapped[Person] = relationship()


class FieldSession(Base):
    """A registered tablet: for `/api/field/*` and the person's own visits only.

    The cookie holds the token, the row only its hash. `device` is a random name the tablet gave itself.
    `open_only` marks one that was enrolled by a code: without a password it never sees a sealed visit.
    """

    __tablename__ = "field_sessions"
    __table_args__ = (Index("ix_field_sessions_person_open", "person_id", "ended_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    device: Mapped[str]
    open_only: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[TabletEnd | None] = enum_column(TabletEnd, nullable=True)
    person: Mapped[Person] = relationship()


class TabletCode(Base):
    """A code that enrols one lent tablet once; only its hash is kept."""

    __tablename__ = "tablet_codes"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

"""What was done with backups; how long data are kept, and what was erased."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from inspect_app.database import Base, enum_column
from inspect_app.keeping.vocabulary import BackupDeed, DataKind


class BackupRun(Base):
    """One backup, check, rehearsal or restore, and how it ended; `made_at` is the moment the archive shows."""

    __tablename__ = "backup_runs"
    __table_args__ = (
        CheckConstraint("ok = (error = '')", name="failed_says_why"),
        Index("ix_backup_runs_last", "deed", "ok", "at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    deed: Mapped[BackupDeed] = enum_column(BackupDeed)
    at: Mapped[datetime]
    milliseconds: Mapped[int]
    ok: Mapped[bool]
    error: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    encrypted: Mapped[bool]
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    sha256: Mapped[str] = mapped_column(default="")
    rows: Mapped[int] = mapped_column(default=0)
    files: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime | None]


class RetentionRule(Base):
    """How long an office keeps a kind of data, where it is not the usual time."""

    __tablename__ = "retention_rules"
    __table_args__ = (CheckConstraint("days > 0", name="some_days"),)
    kind: Mapped[DataKind] = enum_column(DataKind, primary_key=True)
    days: Mapped[int]


class RetentionRun(Base):
    """How much of a kind was erased on one day; what it was is gone."""

    __tablename__ = "retention_runs"
    __table_args__ = (CheckConstraint("count > 0", name="not_empty"),)
    kind: Mapped[DataKind] = enum_column(DataKind, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    count: Mapped[int]

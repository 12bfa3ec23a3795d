"""Case files put together as a zip for somebody, and how far that is."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from inspect_app.database import Base, enum_column
from inspect_app.rectification.vocabulary import ArchiveState

_IN_WORK = text("state IN ('waiting', 'making')")


class CaseArchive(Base):
    """One zip of a ledger's cases (一案一档): `query` is the ledger's address, `done` of `total` are in it.

    One at a time is in work for a person. It is kept until it has been fetched and another is asked for.
    """

    __tablename__ = "case_archives"
    __table_args__ = (
        Index("uq_case_archives_in_work", "asked_by_id", unique=True, sqlite_where=_IN_WORK, postgresql_where=_IN_WORK),
        CheckConstraint("(state = 'ready') = (storage_key IS NOT NULL)", name="ready_has_file"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    asked_at: Mapped[datetime]
    query: Mapped[str]
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    missing: Mapped[int] = mapped_column(default=0)
    state: Mapped[ArchiveState] = enum_column(ArchiveState, default=ArchiveState.WAITING)
    storage_key: Mapped[str | None]
    size: Mapped[int | None]
    made_at: Mapped[datetime | None]
    fetched_at: Mapped[datetime | None]

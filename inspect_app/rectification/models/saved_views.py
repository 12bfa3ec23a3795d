"""What each person keeps about the ledger: columns and density, named views, and batches asked for."""

from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from inspect_app.database import Base, enum_column
from inspect_app.rectification.rules.bulk import BulkVerb
from inspect_app.rectification.rules.ledger_columns import Density

_LIVE = text("removed_at IS NULL")


class LedgerLook(Base):
    """How somebody wants the ledger: `columns` in their order (none: the usual ones) and the density."""

    __tablename__ = "ledger_looks"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    columns: Mapped[list[str]] = mapped_column(default=list)
    density: Mapped[Density] = enum_column(Density, default=Density.COMFORTABLE)


class SavedView(Base):
    """A filter, an order and columns under a name; `query` is the ledger's address without its path.

    A removed view waits for an undo until the next one is removed.
    """

    __tablename__ = "saved_views"
    __table_args__ = (
        Index("uq_saved_views_name", "person_id", "name", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str]
    query: Mapped[str]
    columns: Mapped[list[str]] = mapped_column(default=list)
    sort_no: Mapped[int]
    removed_at: Mapped[datetime | None]

    @property
    def asked(self) -> dict[str, str]:
        """Return the address's values that the view stands for."""
        return dict(parse_qsl(self.query))


class BulkBatch(Base):
    """Findings to be done together, as somebody saw them: ids with the versions of that moment.

    `token` stands in the address of the confirmation; what came of it is kept in `refusals` (id → reason),
    so that a second press shows the first one's result.
    """

    __tablename__ = "bulk_batches"
    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    verb: Mapped[BulkVerb] = enum_column(BulkVerb)
    place: Mapped[str] = mapped_column(default="")
    versions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    refusals: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

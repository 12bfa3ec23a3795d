"""The chain of audit entries and, apart from it, their erasable details."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.database import Base


class AuditEntry(Base):
    """One deed. `digest` chains it to the entry before; it covers a salted digest of the details.

    A deed on something covert holds no person id, only the sealed author and the keyed tag.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        CheckConstraint("actor_id IS NULL OR actor_seal IS NULL", name="clear_or_sealed"),
        Index("ix_audit_entries_object", "object_kind", "object_ref"),
    )
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    deed: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(index=True)
    actor_seal: Mapped[bytes | None]
    actor_tag: Mapped[str | None]
    actor_role: Mapped[str]
    object_kind: Mapped[str]
    object_ref: Mapped[str]
    details_digest: Mapped[str]
    previous_digest: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    details: Mapped["AuditDetails | None"] = relationship(back_populates="entry")


class AuditDetails(Base):
    """What changed (old → new) and the salt; retention may erase this row without breaking the chain."""

    __tablename__ = "audit_details"
    sequence: Mapped[int] = mapped_column(ForeignKey("audit_entries.sequence"), primary_key=True)
    salt: Mapped[str]
    body: Mapped[dict[str, Any]]
    entry: Mapped[AuditEntry] = relationship(back_populates="details")


class AuditHead(Base):
    """The one row every transaction locks before it appends."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sequence: Mapped[int]
    digest: Mapped[str]


class AuditMark(Base):
    """The head as it was at one moment, kept with a notice or a day; never changed, and written to a file as well."""

    __tablename__ = "audit_marks"
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kept_with: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    at: Mapped[datetime]


class AuditCheck(Base):
    """One look at the whole chain; `broken` is the first link that did not hold."""

    __tablename__ = "audit_checks"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    entries: Mapped[int]
    marks: Mapped[int]
    broken: Mapped[int | None]
    milliseconds: Mapped[int]

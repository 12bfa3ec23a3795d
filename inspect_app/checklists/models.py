"""A checklist, its numbered versions, and the type each item key keeps for ever."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.checklists.vocabulary import ItemKind, VersionState
from inspect_app.database import Base, enum_column


class Checklist(Base):
    """A template under which versions are published."""

    __tablename__ = "checklists"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    versions: Mapped[list["ChecklistVersion"]] = relationship(
        back_populates="checklist", order_by="ChecklistVersion.number"
    )


class ChecklistVersion(Base):
    """One numbered version: a draft that may be edited, or published and fixed for ever."""

    __tablename__ = "checklist_versions"
    __table_args__ = (
        UniqueConstraint("checklist_id", "number"),
        CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name="published_has_time"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    checklist_id: Mapped[int] = mapped_column(ForeignKey("checklists.id"))
    number: Mapped[int]
    state: Mapped[VersionState] = enum_column(VersionState, default=VersionState.DRAFT)
    body: Mapped[dict[str, Any]]
    digest: Mapped[str | None]
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    version: Mapped[int] = mapped_column(default=1)
    checklist: Mapped[Checklist] = relationship(back_populates="versions")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ChecklistItemKey(Base):
    """The type an item key has in every version."""

    __tablename__ = "checklist_item_keys"
    __table_args__ = (UniqueConstraint("checklist_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    checklist_id: Mapped[int] = mapped_column(ForeignKey("checklists.id"))
    key: Mapped[str]
    kind: Mapped[ItemKind] = enum_column(ItemKind)

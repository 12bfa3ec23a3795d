"""Files: hash and keys only; the bytes live in storage."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inspect_app.database import Base, enum_column
from inspect_app.evidence.vocabulary import CopyState, FileKind


class StoredFile(Base):
    """One uploaded file: a sealed original that no route serves, and the copy that people see.

    The uploader is a person, or for a covert visit only a seal and a tag.
    """

    __tablename__ = "files"
    __table_args__ = (
        CheckConstraint("uploader_id IS NULL OR uploader_seal IS NULL", name="clear_or_sealed"),
        CheckConstraint("size > 0", name="not_empty"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[FileKind] = enum_column(FileKind)
    sha256: Mapped[str] = mapped_column(index=True)
    size: Mapped[int]
    media_type: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    original_key: Mapped[str]
    copy_key: Mapped[str | None]
    thumb_key: Mapped[str | None]
    copy_state: Mapped[CopyState] = enum_column(CopyState, default=CopyState.WAITING)
    taken_at_claim: Mapped[str | None]
    received_at: Mapped[datetime]
    uploader_id: Mapped[int | None]
    uploader_seal: Mapped[bytes | None]
    uploader_tag: Mapped[str | None]

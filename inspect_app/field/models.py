"""What tablets send before it is a visit: drafts, photos, bytes under a taken name. None of it names a person."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inspect_app.database import Base


class Draft(Base):
    """The server's copy of what an author has filled in so far, sealed; whose it is, the visit tells.

    `rev` counts up with each save; `warned` counts the warnings before it is deleted.
    """

    __tablename__ = "drafts"
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    rev: Mapped[int]
    body_seal: Mapped[bytes]
    saved_at: Mapped[datetime] = mapped_column(index=True)
    warned: Mapped[int] = mapped_column(default=0)


class Upload(Base):
    """A photo that arrived by its hash, sealed in storage, before or after the submission it belongs to."""

    __tablename__ = "uploads"
    __table_args__ = (
        UniqueConstraint("owner_tag", "sha256"),
        CheckConstraint("size > 0", name="not_empty"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_tag: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    media_type: Mapped[str]
    storage_key: Mapped[str] = mapped_column(unique=True)
    received_at: Mapped[datetime] = mapped_column(index=True)


class OtherBytes(Base):
    """Other bytes that came under the name of a submission: kept, so that nothing is lost, and never used."""

    __tablename__ = "submission_others"
    __table_args__ = (UniqueConstraint("uuid", "body_hash"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(ForeignKey("submissions.uuid"))
    body_hash: Mapped[str]
    body_seal: Mapped[bytes]
    received_at: Mapped[datetime]

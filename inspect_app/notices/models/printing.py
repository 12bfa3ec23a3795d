"""The PDF of an issued notice: made once in the background, then served unchanged."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from inspect_app.database import Base, enum_column
from inspect_app.notices.vocabulary.printing import PrintState


class NoticePrint(Base):
    """How far the PDF of an issued notice is; a trigger refuses any change once it is made."""

    __tablename__ = "notice_prints"
    __table_args__ = (
        CheckConstraint("(state = 'ready') = (storage_key IS NOT NULL)", name="ready_has_file"),
        CheckConstraint("(state = 'ready') = (sha256 IS NOT NULL)", name="ready_has_hash"),
    )
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), primary_key=True, autoincrement=False)
    state: Mapped[PrintState] = enum_column(PrintState, default=PrintState.WAITING)
    asked_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    storage_key: Mapped[str | None]
    sha256: Mapped[str | None]
    size: Mapped[int | None]

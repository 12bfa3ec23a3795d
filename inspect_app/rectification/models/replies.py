"""Sentences the office offers to who answers (答复模板)."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inspect_app.database import Base, enum_column
from inspect_app.rectification.vocabulary import ReplyKind


class ReplyTemplate(Base):
    """One sentence; only an active one is offered."""

    __tablename__ = "reply_templates"
    __table_args__ = (UniqueConstraint("kind", "text"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ReplyKind] = enum_column(ReplyKind)
    text: Mapped[str]
    sort_no: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

"""Bulletins (简报): mastheads, issues, their articles with attachments, frozen files, corrections."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Unit
from inspect_app.database import Base, enum_column
from inspect_app.notices.vocabulary import NoticeState
from inspect_app.notices.vocabulary.bulletins import ArticleSource, BulletinFile, NoteKind


class BulletinSeries(Base):
    """A masthead (刊头) with numbers of its own; extras (增刊) are a masthead of their own."""

    __tablename__ = "bulletin_series"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    issuer: Mapped[str]
    mailbox: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def counted_as(self) -> str:
        """Return the name its numbers are counted by: it stays when the masthead is renamed."""
        return f"简报#{self.id}"


class Bulletin(Base):
    """One issue. Its date is blank in a draft only; signing freezes `facts`, files and hash for ever.

    `hands` are the people who wrote any of it: none of them may check it.
    """

    __tablename__ = "bulletins"
    __table_args__ = (
        UniqueConstraint("series_id", "year", "issue_no"),
        CheckConstraint("(state = 'issued') = (issue_no IS NOT NULL)", name="issued_has_number"),
        CheckConstraint("(state = 'issued') = (facts IS NOT NULL)", name="issued_has_facts"),
        CheckConstraint("(state = 'issued') = (year IS NOT NULL)", name="issued_has_year"),
        CheckConstraint("state <> 'issued' OR issue_date IS NOT NULL", name="issued_has_date"),
        CheckConstraint("checked_by_id IS NULL OR checked_by_id <> drafted_by_id", name="another_checks"),
        CheckConstraint("copies IS NULL OR copies > 0", name="copies_positive"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("bulletin_series.id"))
    issue_date: Mapped[date | None]
    state: Mapped[NoticeState] = enum_column(NoticeState, default=NoticeState.DRAFT)
    year: Mapped[int | None]
    issue_no: Mapped[int | None]
    copies: Mapped[int | None]
    secrecy: Mapped[str] = mapped_column(default="")
    hands: Mapped[list[Any]] = mapped_column(default=list)
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    drafted_at: Mapped[datetime]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    checked_at: Mapped[datetime | None]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    signed_at: Mapped[datetime | None]
    facts: Mapped[dict[str, Any] | None]
    facts_digest: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    series: Mapped[BulletinSeries] = relationship()
    articles: Mapped[list["BulletinArticle"]] = relationship(
        order_by="BulletinArticle.place", cascade="all, delete-orphan", back_populates="bulletin"
    )
    documents: Mapped[list["BulletinDocument"]] = relationship()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def name(self) -> str:
        """Return what a list calls it: the title of its first article."""
        return self.articles[0].title if self.articles else "还没有文章"


class BulletinArticle(Base):
    """An article, in the office's words; `source_id` names what it was started from, in the room of its source."""

    __tablename__ = "bulletin_articles"
    id: Mapped[int] = mapped_column(primary_key=True)
    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletins.id"), index=True)
    place: Mapped[int]
    title: Mapped[str]
    subtitle: Mapped[str] = mapped_column(default="")
    note_kind: Mapped[NoteKind] = enum_column(NoteKind, default=NoteKind.NOTE)
    note: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    next_steps: Mapped[str] = mapped_column(default="")
    contributor: Mapped[str] = mapped_column(default="")
    source: Mapped[ArticleSource] = enum_column(ArticleSource, default=ArticleSource.BLANK)
    source_id: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    bulletin: Mapped[Bulletin] = relationship(back_populates="articles")
    attachments: Mapped[list["BulletinAttachment"]] = relationship(
        order_by="BulletinAttachment.id", cascade="all, delete-orphan", back_populates="article"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class BulletinAttachment(Base):
    """A letter or paper printed verbatim behind the articles; `consent` tells how its writer agreed."""

    __tablename__ = "bulletin_attachments"
    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("bulletin_articles.id"), index=True)
    title: Mapped[str]
    text: Mapped[str]
    consent: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    article: Mapped[BulletinArticle] = relationship(back_populates="attachments")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class BulletinDocument(Base):
    """An issued file: what everybody downloads, unchanged for ever."""

    __tablename__ = "bulletin_documents"
    __table_args__ = (UniqueConstraint("bulletin_id", "kind"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletins.id"))
    kind: Mapped[BulletinFile] = enum_column(BulletinFile)
    file_name: Mapped[str]
    storage_key: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]


class BulletinCorrection(Base):
    """A mistake of an issued bulletin, printed in the next one of its masthead (更正)."""

    __tablename__ = "bulletin_corrections"
    id: Mapped[int] = mapped_column(primary_key=True)
    bulletin_id: Mapped[int | None] = mapped_column(ForeignKey("bulletins.id"), index=True)
    corrects_id: Mapped[int] = mapped_column(ForeignKey("bulletins.id"))
    wrong: Mapped[str]
    right: Mapped[str]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[datetime]


class BulletinDelivery(Base):
    """An issue was sent to a unit; whether anybody read it is nobody's business."""

    __tablename__ = "bulletin_deliveries"
    __table_args__ = (UniqueConstraint("bulletin_id", "unit_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletins.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    delivered_at: Mapped[datetime]
    unit: Mapped[Unit] = relationship()

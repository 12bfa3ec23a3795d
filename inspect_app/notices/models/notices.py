"""Notices, the numbers of their series, their frozen files and corrections."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.campaigns.models import Campaign
from inspect_app.database import Base, enum_column
from inspect_app.notices.vocabulary import DocumentKind, NoticeState


class NoticeSeries(Base):
    """The last issue number of a series in a year; locked while a number is taken."""

    __tablename__ = "notice_series"
    series: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(default=0)


class Notice(Base):
    """One daily notice, keyed by (campaign, date, sequence).

    While a draft, its facts are read live; signing freezes `facts` (JSON), the files and their hash,
    and a trigger refuses any later change. `prose` holds the office's own words per section.
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("campaign_id", "issue_date", "sequence"),
        UniqueConstraint("series", "year", "issue_no"),
        CheckConstraint("(state = 'issued') = (issue_no IS NOT NULL)", name="issued_has_number"),
        CheckConstraint("(state = 'issued') = (facts IS NOT NULL)", name="issued_has_facts"),
        CheckConstraint("checked_by_id IS NULL OR checked_by_id <> drafted_by_id", name="another_checks"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    issue_date: Mapped[date]
    sequence: Mapped[int] = mapped_column(default=1)
    cut_off_at: Mapped[datetime]
    state: Mapped[NoticeState] = enum_column(NoticeState, default=NoticeState.DRAFT)
    title: Mapped[str]
    prose: Mapped[dict[str, Any]] = mapped_column(default=dict)
    series: Mapped[str]
    year: Mapped[int]
    issue_no: Mapped[int | None]
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    drafted_at: Mapped[datetime]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    checked_at: Mapped[datetime | None]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    signed_at: Mapped[datetime | None]
    facts: Mapped[dict[str, Any] | None]
    facts_digest: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    campaign: Mapped[Campaign] = relationship()
    documents: Mapped[list["NoticeDocument"]] = relationship()
    corrections: Mapped[list["NoticeCorrection"]] = relationship(foreign_keys="NoticeCorrection.notice_id")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class NoticeDocument(Base):
    """An issued file: what everybody downloads, unchanged for ever."""

    __tablename__ = "notice_documents"
    __table_args__ = (UniqueConstraint("notice_id", "kind"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"))
    kind: Mapped[DocumentKind] = enum_column(DocumentKind)
    file_name: Mapped[str]
    storage_key: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]


class NoticeCorrection(Base):
    """A mistake of an issued notice, printed in the next one (更正)."""

    __tablename__ = "notice_corrections"
    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"), index=True)
    corrects_id: Mapped[int] = mapped_column(ForeignKey("notices.id"))
    wrong: Mapped[str]
    right: Mapped[str]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[datetime]

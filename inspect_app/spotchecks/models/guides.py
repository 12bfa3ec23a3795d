"""Online spot-checks: both guides as they were read, every difference, and the screenshots."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Person
from inspect_app.campaigns.models import Campaign
from inspect_app.catalogue.models import ServiceItem, Window
from inspect_app.database import Base, enum_column
from inspect_app.evidence.models import StoredFile
from inspect_app.findings.models import Finding
from inspect_app.spotchecks.vocabulary.guides import Aspect, Found, Kind, Outcome


class GuideCheck(Base):
    """A matter's guide online held against the one at a window; the texts are {aspect: lines}."""

    __tablename__ = "guide_checks"
    __table_args__ = (
        CheckConstraint("url <> ''", name="has_url"),
        CheckConstraint("(found = 'found') = (outcome <> 'unpublished')", name="outcome_of_found"),
        Index("ix_guide_checks_day", "checked_on", "outcome"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("service_items.id"), index=True)
    window_id: Mapped[int] = mapped_column(ForeignKey("windows.id"), index=True)
    url: Mapped[str]
    found: Mapped[Found] = enum_column(Found)
    checked_on: Mapped[date]
    window_texts: Mapped[dict[str, Any]]
    online_texts: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(default="")
    outcome: Mapped[Outcome] = enum_column(Outcome)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    campaign: Mapped[Campaign] = relationship()
    item: Mapped[ServiceItem] = relationship()
    window: Mapped[Window] = relationship()
    made_by: Mapped[Person] = relationship()
    differences: Mapped[list["GuideDifference"]] = relationship(
        cascade="all, delete-orphan", order_by="GuideDifference.sort_no"
    )
    files: Mapped[list["GuideCheckFile"]] = relationship(cascade="all, delete-orphan", order_by="GuideCheckFile.id")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class GuideDifference(Base):
    """A line that isn't the same in both; `same_meaning` says that somebody read it as the same after all."""

    __tablename__ = "guide_differences"
    __table_args__ = (
        CheckConstraint("(aspect IS NULL) = (kind = 'unpublished')", name="aspect_unless_unpublished"),
        CheckConstraint("finding_id IS NULL OR NOT same_meaning", name="no_problem_of_the_same"),
        CheckConstraint("window_line <> '' OR online_line <> '' OR kind = 'unpublished'", name="says_something"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("guide_checks.id"), index=True)
    sort_no: Mapped[int]
    aspect: Mapped[Aspect | None] = enum_column(Aspect, nullable=True)
    kind: Mapped[Kind] = enum_column(Kind)
    window_line: Mapped[str] = mapped_column(default="")
    online_line: Mapped[str] = mapped_column(default="")
    same_meaning: Mapped[bool] = mapped_column(default=False)
    finding_id: Mapped[int | None] = mapped_column(ForeignKey("findings.id"), index=True)
    finding: Mapped[Finding | None] = relationship()


class GuideCheckFile(Base):
    """A screenshot."""

    __tablename__ = "guide_check_files"
    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("guide_checks.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"), unique=True)
    file: Mapped[StoredFile] = relationship()

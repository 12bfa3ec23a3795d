"""Back offices whose records are compared, batches of records, and what each case came to."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Unit
from inspect_app.campaigns.models import Campaign
from inspect_app.catalogue.models import ServiceItem, Window
from inspect_app.comparison.vocabulary import BatchState, Grouping
from inspect_app.database import Base, enum_column
from inspect_app.findings.models import Finding

_STANDS = text("state <> 'undone'")


class ComparisonSource(Base):
    """A back office of a unit; `columns` says which of its heads holds what, `heads` are those of its table."""

    __tablename__ = "comparison_sources"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    note: Mapped[str] = mapped_column(default="")
    heads: Mapped[list[str]]
    columns: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ComparisonBatch(Base):
    """One table of a source; `digest` is that of the file as it came, `storage_key` where its kept columns wait.

    `done` of `total` readable lines are compared; `skipped` lines could not be read or named nothing known, `known`
    ones were compared before.
    """

    __tablename__ = "comparison_batches"
    __table_args__ = (
        CheckConstraint("done BETWEEN 0 AND total", name="done_within"),
        CheckConstraint("(state = 'undone') = (undone_at IS NOT NULL)", name="undone_has_time"),
        CheckConstraint("state IN ('done', 'undone') OR storage_key <> ''", name="work_has_file"),
        Index("uq_comparison_batches_file", "source_id", "digest", unique=True,
              sqlite_where=_STANDS, postgresql_where=_STANDS),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("comparison_sources.id"))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_by: Mapped[str]
    file_name: Mapped[str] = mapped_column(default="")
    digest: Mapped[str]
    storage_key: Mapped[str]
    grouping: Mapped[Grouping] = enum_column(Grouping)
    state: Mapped[BatchState] = enum_column(BatchState, default=BatchState.WAITING)
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    source: Mapped[ComparisonSource] = relationship()
    campaign: Mapped[Campaign] = relationship()


class ComparedPromise(Base):
    """What was promised of a matter when a batch was compared: the catalogue may change afterwards."""

    __tablename__ = "compared_promises"
    batch_id: Mapped[int] = mapped_column(ForeignKey("comparison_batches.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("service_items.id"), primary_key=True)
    trips: Mapped[int | None]
    minutes: Mapped[int | None]
    workdays: Mapped[int | None]
    papers: Mapped[int | None]
    online: Mapped[bool]


class ComparedCase(Base):
    """One case: what was recorded, side by side whether the promise was kept, and the problem it became part of.

    `row` is the line of the file; a side that could not be compared is nothing. Nothing of a person is kept.
    """

    __tablename__ = "compared_cases"
    __table_args__ = (
        UniqueConstraint("source_id", "case_no"),
        CheckConstraint("broken OR finding_id IS NULL", name="problem_is_broken"),
        Index("ix_compared_cases_batch", "batch_id", "broken", "row"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("comparison_sources.id"))
    batch_id: Mapped[int] = mapped_column(ForeignKey("comparison_batches.id"))
    row: Mapped[int]
    case_no: Mapped[str]
    item_id: Mapped[int] = mapped_column(ForeignKey("service_items.id"))
    window_id: Mapped[int | None] = mapped_column(ForeignKey("windows.id"))
    day: Mapped[date]
    trips: Mapped[int | None]
    minutes: Mapped[int | None]
    workdays: Mapped[int | None]
    papers: Mapped[int | None]
    online: Mapped[bool | None]
    trips_kept: Mapped[bool | None]
    time_kept: Mapped[bool | None]
    papers_kept: Mapped[bool | None]
    online_kept: Mapped[bool | None]
    broken: Mapped[bool]
    finding_id: Mapped[int | None] = mapped_column(ForeignKey("findings.id"), index=True)
    item: Mapped[ServiceItem] = relationship()
    window: Mapped[Window | None] = relationship()
    finding: Mapped[Finding | None] = relationship()

"""Reviews of reform schemes (二报二回, seed 004): every version of every item of every unit is kept."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Person, Unit
from inspect_app.accounts.vocabulary import UnitLevel
from inspect_app.database import Base, enum_column
from inspect_app.evidence.models import StoredFile
from inspect_app.projects.models.more_registers import WorkingGroup
from inspect_app.projects.vocabulary.schemes import Measure, SchemeStatus


class SchemeReview(Base):
    """A review that the office opens (改革方案审核), on behalf of the working group that reviews, if one does."""

    __tablename__ = "scheme_reviews"
    __table_args__ = (CheckConstraint("second_due >= first_due", name="dues_in_order"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    asks: Mapped[str]
    first_due: Mapped[date]
    second_due: Mapped[date]
    group_id: Mapped[int | None] = mapped_column(ForeignKey("working_groups.id"), index=True)
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    opened_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    group: Mapped[WorkingGroup | None] = relationship()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class SchemeReviewUnit(Base):
    """A unit that takes part in a review."""

    __tablename__ = "scheme_review_units"
    review_id: Mapped[int] = mapped_column(ForeignKey("scheme_reviews.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True, index=True)
    unit: Mapped[Unit] = relationship()


class SchemeItem(Base):
    """One item of one unit, of the catalogue or typed, and where its scheme stands.

    `round` counts how often it was handed in, `returns` how often it was given back.
    """

    __tablename__ = "scheme_items"
    __table_args__ = (
        ForeignKeyConstraint(
            ["review_id", "unit_id"], ["scheme_review_units.review_id", "scheme_review_units.unit_id"]
        ),
        UniqueConstraint("review_id", "unit_id", "number"),
        UniqueConstraint("review_id", "unit_id", "name"),
        CheckConstraint("round BETWEEN 0 AND 3", name="two_and_the_last"),
        CheckConstraint("returns BETWEEN 0 AND 2 AND returns <= round", name="two_returns"),
        CheckConstraint("(status = 'draft') = (round = 0)", name="draft_never_handed_in"),
        CheckConstraint("NOT typical OR status IN ('approved', 'final')", name="typical_is_passed"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    number: Mapped[int]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("service_items.id"))
    name: Mapped[str]
    status: Mapped[SchemeStatus] = enum_column(SchemeStatus, default=SchemeStatus.DRAFT)
    round: Mapped[int] = mapped_column(default=0)
    returns: Mapped[int] = mapped_column(default=0)
    typical: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    review: Mapped[SchemeReview] = relationship(
        primaryjoin="SchemeItem.review_id == SchemeReview.id", foreign_keys="SchemeItem.review_id", viewonly=True
    )
    unit: Mapped[Unit] = relationship(foreign_keys="SchemeItem.unit_id", viewonly=True)
    versions: Mapped[list["SchemeVersion"]] = relationship(
        back_populates="scheme", order_by="SchemeVersion.round", cascade="all, delete-orphan"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class SchemeVersion(Base):
    """What was handed in for an item in one round and what the office said; a draft is not handed in yet.

    `told_at` is when the office's word went back with its round: before, the unit reads none of it.
    """

    __tablename__ = "scheme_versions"
    __table_args__ = (
        UniqueConstraint("scheme_id", "round"),
        CheckConstraint("round BETWEEN 1 AND 3", name="rounds"),
        CheckConstraint("(submitted_at IS NULL) = (submitted_by_id IS NULL)", name="handed_in_by_somebody"),
        CheckConstraint("told_at IS NULL OR reviewed_at IS NOT NULL", name="reviewed_before_told"),
        CheckConstraint(
            "(from_level IS NULL) = (to_level IS NULL) AND (from_level IS NULL OR measure = 'delegate')",
            name="levels_of_a_delegation",
        ),
        CheckConstraint("(papers_before IS NULL) = (papers_after IS NULL)", name="papers_before_and_after"),
        CheckConstraint("(trips_before IS NULL) = (trips_after IS NULL)", name="trips_before_and_after"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme_items.id"))
    round: Mapped[int]
    text: Mapped[str]
    document: Mapped[str] = mapped_column(default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    measure: Mapped[Measure | None] = enum_column(Measure, nullable=True)
    from_level: Mapped[UnitLevel | None] = enum_column(UnitLevel, check="from_level", nullable=True)
    to_level: Mapped[UnitLevel | None] = enum_column(UnitLevel, check="to_level", nullable=True)
    flow_before: Mapped[str] = mapped_column(default="")
    flow_after: Mapped[str] = mapped_column(default="")
    papers_before: Mapped[int | None]
    papers_after: Mapped[int | None]
    trips_before: Mapped[int | None]
    trips_after: Mapped[int | None]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    submitted_at: Mapped[datetime | None]
    outcome: Mapped[SchemeStatus | None] = enum_column(SchemeStatus, check="outcome", nullable=True)
    remark: Mapped[str] = mapped_column(default="")
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reviewed_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    scheme: Mapped[SchemeItem] = relationship(back_populates="versions")
    file: Mapped[StoredFile | None] = relationship()
    submitted_by: Mapped[Person | None] = relationship(foreign_keys=[submitted_by_id])
    reviewed_by: Mapped[Person | None] = relationship(foreign_keys=[reviewed_by_id])

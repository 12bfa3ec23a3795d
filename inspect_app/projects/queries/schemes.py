"""Reads of reviews of reform schemes: departments read their own units' alone, drafts stay with their unit."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import joinedload, selectinload

from inspect_app.access import Actor, Permission, may, units_of
from inspect_app.accounts.models import Unit
from inspect_app.accounts.queries import subtree_ids
from inspect_app.catalogue.models import ServiceItem
from inspect_app.database import db
from inspect_app.evidence.models import StoredFile
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing
from inspect_app.projects.models import SchemeItem, SchemeReview, SchemeReviewUnit, SchemeVersion
from inspect_app.projects.rules.schemes import SchemeFacts, handed_in_word, is_late
from inspect_app.projects.vocabulary.schemes import SchemeContent, SchemeStatus

PAGE_ROWS = 50
_CONTENT = tuple(one.name for one in fields(SchemeContent))
_PASSED = (SchemeStatus.APPROVED, SchemeStatus.FINAL)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review on the list: how many of the items that one may see have passed."""

    review: SchemeReview
    units: int
    passed: int
    total: int


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version as its reader may see it; the office's word is empty until it went back."""

    round: int
    word: str
    version: SchemeVersion
    content: SchemeContent
    by: str
    late: bool
    outcome: SchemeStatus | None
    remark: str
    reviewer: str


def sees_marks(actor: Actor) -> bool:
    """Say whether somebody knows what the office noted before a round goes back."""
    return may(actor, Permission.REVIEW_PLAN)


def seen_units(actor: Actor) -> frozenset[int] | None:
    """Return the units whose schemes somebody may read; nothing means all."""
    if may(actor, Permission.READ_ALL_FINDINGS):
        return None
    return units_of(actor, Permission.READ_UNIT_FINDINGS)


def of_seen_units(actor: Actor, column: ColumnElement[int]) -> ColumnElement[bool]:
    """Return the condition that a column names a unit somebody may read."""
    seen = seen_units(actor)
    return true() if seen is None else column.in_(sorted(seen))


def list_reviews(actor: Actor, text: str, offset: int) -> tuple[list[ReviewRow], int]:
    """Return one page of the reviews, the newest first, and their total."""
    taking_part = select(SchemeReviewUnit.review_id).where(of_seen_units(actor, SchemeReviewUnit.unit_id.expression))
    wanted = [SchemeReview.id.in_(taking_part), SchemeReview.name.contains(text, autoescape=True)]
    total = db.session.scalar(select(func.count()).select_from(SchemeReview).where(*wanted)) or 0
    query = select(SchemeReview).where(*wanted).order_by(SchemeReview.opened_at.desc(), SchemeReview.id.desc())
    reviews = db.session.scalars(query.offset(offset).limit(PAGE_ROWS)).all()
    ids = [review.id for review in reviews]
    passed = func.count().filter(SchemeItem.status.in_(_PASSED))
    counted = select(SchemeItem.review_id, passed, func.count()).where(
        SchemeItem.review_id.in_(ids), of_seen_units(actor, SchemeItem.unit_id.expression)
    )
    items = {key: (n, d) for key, n, d in db.session.execute(counted.group_by(SchemeItem.review_id))}
    members = select(SchemeReviewUnit.review_id, func.count()).where(
        SchemeReviewUnit.review_id.in_(ids), of_seen_units(actor, SchemeReviewUnit.unit_id.expression)
    )
    units = {key: count for key, count in db.session.execute(members.group_by(SchemeReviewUnit.review_id))}
    return [ReviewRow(one, units.get(one.id, 0), *items.get(one.id, (0, 0))) for one in reviews], total


def get_review(actor: Actor, review_id: int) -> SchemeReview:
    """Return a review in which a unit that one may read takes part, or raise Missing."""
    members = select(SchemeReviewUnit.review_id).where(of_seen_units(actor, SchemeReviewUnit.unit_id.expression))
    query = select(SchemeReview).where(SchemeReview.id == review_id, SchemeReview.id.in_(members))
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise Missing()
    return found


def get_member(actor: Actor, review_id: int, unit_id: int) -> tuple[SchemeReview, Unit]:
    """Return a review and a unit of it that one may read, or raise Missing."""
    query = (
        select(SchemeReview, Unit)
        .join(SchemeReviewUnit, SchemeReviewUnit.review_id == SchemeReview.id)
        .join(Unit, Unit.id == SchemeReviewUnit.unit_id)
        .where(SchemeReview.id == review_id, Unit.id == unit_id, of_seen_units(actor, Unit.id.expression))
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise Missing()
    return row[0], row[1]


def members_of(review_id: int) -> frozenset[int]:
    """Return the units that take part in a review."""
    query = select(SchemeReviewUnit.unit_id).where(SchemeReviewUnit.review_id == review_id)
    return frozenset(db.session.scalars(query))


def get_scheme(actor: Actor, scheme_id: int) -> SchemeItem:
    """Return an item with its versions, or raise Missing when its unit is not one's to read."""
    query = (
        select(SchemeItem)
        .where(SchemeItem.id == scheme_id, of_seen_units(actor, SchemeItem.unit_id.expression))
        .options(joinedload(SchemeItem.review), joinedload(SchemeItem.unit))
        .options(selectinload(SchemeItem.versions).joinedload(SchemeVersion.submitted_by))
        .options(selectinload(SchemeItem.versions).joinedload(SchemeVersion.reviewed_by))
        .options(selectinload(SchemeItem.versions).joinedload(SchemeVersion.file))
        .execution_options(populate_existing=True)
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise Missing()
    return found


def facts_of(item: SchemeItem) -> SchemeFacts:
    """Return what the table of the workflow asks of an item."""
    hands = {key for one in item.versions for key in (one.written_by_id, one.submitted_by_id) if key is not None}
    return SchemeFacts(item.status, item.unit_id, item.returns, draft_of(item) is not None, frozenset(hands))


def draft_of(item: SchemeItem) -> SchemeVersion | None:
    """Return the version that is written and not handed in yet, or nothing."""
    return next((one for one in item.versions if one.submitted_at is None), None)


def latest_of(item: SchemeItem) -> SchemeVersion | None:
    """Return the version that was handed in last, or nothing."""
    return next((one for one in reversed(item.versions) if one.submitted_at is not None), None)


def content_of(version: SchemeVersion) -> SchemeContent:
    """Return what a version says."""
    return SchemeContent(**{name: getattr(version, name) for name in _CONTENT})


def view_versions(actor: Actor, item: SchemeItem) -> list[VersionView]:
    """Return the versions that were handed in, the oldest first, as far as somebody may see them."""
    marks = sees_marks(actor)
    return [_view(item, one, marks) for one in item.versions if one.submitted_at is not None]


def _view(item: SchemeItem, version: SchemeVersion, marks: bool) -> VersionView:
    told = marks or version.told_at is not None
    due: dict[int, date] = {1: item.review.first_due, 2: item.review.second_due}
    on = clock.day_of(version.submitted_at or version.written_at)
    return VersionView(
        round=version.round,
        word=handed_in_word(version.round),
        version=version,
        content=content_of(version),
        by=version.submitted_by.name if version.submitted_by else "",
        late=is_late(due.get(version.round), on),
        outcome=version.outcome if told else None,
        remark=version.remark if told else "",
        reviewer=version.reviewed_by.name if told and version.reviewed_by else "",
    )


def get_scheme_file(actor: Actor, scheme_id: int, public_id: str) -> StoredFile:
    """Return a file of a version that one may see: of a draft only for its unit."""
    item = get_scheme(actor, scheme_id)
    own = may(actor, Permission.ANSWER, item.unit_id)
    for version in item.versions:
        if version.file is not None and version.file.public_id == public_id and (version.submitted_at or own):
            return version.file
    raise Missing()


def item_offers(review_id: int, unit_id: int) -> Sequence[tuple[str, str]]:
    """Return (id as text, name) of the unit's matters that are not in the review yet."""
    there = select(SchemeItem.name).where(SchemeItem.review_id == review_id, SchemeItem.unit_id == unit_id)
    query = select(ServiceItem.id, ServiceItem.name).where(
        ServiceItem.active, ServiceItem.unit_id.in_(sorted(subtree_ids(unit_id))), ServiceItem.name.not_in(there)
    )
    return [(str(key), name) for key, name in db.session.execute(query.order_by(ServiceItem.code))]


def next_waiting(actor: Actor, item: SchemeItem) -> int | None:
    """Return the next item of the unit that waits for a review, or nothing."""
    query = select(SchemeItem.id).where(
        SchemeItem.review_id == item.review_id,
        SchemeItem.unit_id == item.unit_id,
        SchemeItem.status == SchemeStatus.SUBMITTED,
        of_seen_units(actor, SchemeItem.unit_id.expression),
    )
    later = (SchemeItem.number <= item.number, SchemeItem.number)
    return db.session.scalars(query.order_by(*later).limit(1)).first()

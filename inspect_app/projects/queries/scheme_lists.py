"""Lists of a review: units with their counts, items, the grid item × unit, typical cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from inspect_app.access import Actor
from inspect_app.accounts.models import Unit
from inspect_app.database import db
from inspect_app.projects.models import SchemeItem, SchemeReview, SchemeReviewUnit, SchemeVersion
from inspect_app.projects.queries.schemes import PAGE_ROWS, content_of, of_seen_units, sees_marks
from inspect_app.projects.rules.scheme_texts import measure_words
from inspect_app.projects.rules.schemes import due_of, is_late, round_word, shown_status
from inspect_app.projects.vocabulary.schemes import MOST_RETURNS, Measure, SchemeRow, SchemeStatus, Shelf, UnitRow

# So many units stand beside each other: their items can still be read on a tablet.
GRID_UNITS = 5
_S = SchemeStatus
_COUNTED = {
    "handed": Shelf.HANDED, "waiting": Shelf.WAITING, "marked": Shelf.MARKED, "returned": Shelf.RETURNED,
    "passed": Shelf.PASSED, "rejected": Shelf.REJECTED, "late": Shelf.LATE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """By what a list is narrowed."""

    unit_id: int | None = None
    shelf: Shelf | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """Some units beside each other: rows by item number, each a cell or nothing for each unit."""

    units: Sequence[tuple[int, str]]
    lines: Sequence[tuple[int, Sequence[SchemeRow | None]]]


def shelves(actor: Actor) -> list[tuple[str, str]]:
    """Return by what somebody may narrow a list."""
    return [(one.value, one.label) for one in Shelf if one is not Shelf.MARKED or sees_marks(actor)]


def list_units(actor: Actor, review: SchemeReview, today: date) -> list[UnitRow]:
    """Return how far each unit is that one may read, in the official order."""
    counts = [func.count().filter(_on(shelf, actor, review, today)) for shelf in _COUNTED.values()]
    query = select(SchemeItem.unit_id, func.count(), *counts).where(SchemeItem.review_id == review.id)
    names = ("total", *_COUNTED)
    counted = {
        row[0]: dict(zip(names, row[1:], strict=True)) for row in db.session.execute(query.group_by(SchemeItem.unit_id))
    }
    none = dict.fromkeys(names, 0)
    due = is_late(review.first_due, today)
    rows = ((key, name, counted.get(key, none)) for key, name in unit_names(actor, review.id))
    return [UnitRow(key, name, **found, silent=due and not found["handed"]) for key, name, found in rows]


def unit_names(actor: Actor, review_id: int) -> list[tuple[int, str]]:
    """Return (id, short name) of the units that take part and one may read, in the official order."""
    query = (
        select(Unit.id, Unit.short_name)
        .join(SchemeReviewUnit, SchemeReviewUnit.unit_id == Unit.id)
        .where(SchemeReviewUnit.review_id == review_id, of_seen_units(actor, Unit.id.expression))
    )
    return [(key, name) for key, name in db.session.execute(query.order_by(Unit.sort_no, Unit.code))]


def list_items(
    actor: Actor, review: SchemeReview, wanted: Wanted, today: date, offset: int | None = None
) -> tuple[list[SchemeRow], int]:
    """Return one page of the items (all when `offset` is nothing), by unit and number, and their total."""
    where = _where(actor, review, wanted, today)
    total = db.session.scalar(select(func.count()).select_from(SchemeItem).where(*where)) or 0
    query = _rows(review).where(*where)
    if offset is not None:
        query = query.offset(offset).limit(PAGE_ROWS)
    return _read(actor, review, today, query), total


def show_grid(actor: Actor, review: SchemeReview, wanted: Wanted, today: date, offset: int) -> tuple[Grid, int]:
    """Return the items of some units beside each other, and how many units there are to page through."""
    units = [one for one in unit_names(actor, review.id) if wanted.unit_id in (None, one[0])]
    shown = units[offset : offset + GRID_UNITS]
    keys = [key for key, _ in shown]
    query = _rows(review).where(*_where(actor, review, wanted, today), SchemeItem.unit_id.in_(keys))
    cells: dict[int, dict[str, SchemeRow]] = {}
    for row in _read(actor, review, today, query):
        cells.setdefault(row.number, {})[row.unit] = row
    lines = [(number, [cells[number].get(name) for _, name in shown]) for number in sorted(cells)]
    return Grid(shown, lines), len(units)


def list_typical(actor: Actor, unit_id: int | None, offset: int) -> tuple[Sequence[SchemeVersion], int]:
    """Return one page of the typical cases (典型做法) with their processes, the newest first, and their total."""
    where = [SchemeItem.typical, of_seen_units(actor, SchemeItem.unit_id.expression)]
    if unit_id is not None:
        where.append(SchemeItem.unit_id == unit_id)
    total = db.session.scalar(select(func.count()).select_from(SchemeItem).where(*where)) or 0
    scheme = contains_eager(SchemeVersion.scheme)
    query = (
        select(SchemeVersion)
        .join(SchemeVersion.scheme)
        .where(*where, _last_handed_in())
        .options(scheme.joinedload(SchemeItem.unit), scheme.joinedload(SchemeItem.review))
    )
    ordered = query.order_by(SchemeItem.changed_at.desc(), SchemeItem.id.desc())
    return db.session.scalars(ordered.offset(offset).limit(PAGE_ROWS)).all(), total


def typical_units(actor: Actor) -> list[tuple[str, str]]:
    """Return the units that have typical cases, for the filter."""
    used = select(SchemeItem.unit_id).where(SchemeItem.typical, of_seen_units(actor, SchemeItem.unit_id.expression))
    query = select(Unit.id, Unit.short_name).where(Unit.id.in_(used)).order_by(Unit.sort_no, Unit.code)
    return [(str(key), name) for key, name in db.session.execute(query)]


def _where(actor: Actor, review: SchemeReview, wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    where = [SchemeItem.review_id == review.id, of_seen_units(actor, SchemeItem.unit_id.expression)]
    if wanted.unit_id is not None:
        where.append(SchemeItem.unit_id == wanted.unit_id)
    if wanted.shelf is not None:
        where.append(_on(wanted.shelf, actor, review, today))
    return where


def _on(shelf: Shelf, actor: Actor, review: SchemeReview, today: date) -> ColumnElement[bool]:
    """Return the condition that an item lies on a shelf, as its reader knows the statuses."""
    marked = (_S.PASSING, _S.RETURNING)
    waiting = (_S.SUBMITTED,) if sees_marks(actor) else (_S.SUBMITTED, *marked)
    to_decide = SchemeItem.status.in_((_S.SUBMITTED, _S.RETURNED)) & (SchemeItem.returns >= MOST_RETURNS)
    conditions: dict[Shelf, ColumnElement[bool]] = {
        Shelf.HANDED: SchemeItem.round > 0,
        Shelf.DRAFT: SchemeItem.status == _S.DRAFT,
        Shelf.WAITING: SchemeItem.status.in_(waiting),
        Shelf.MARKED: SchemeItem.status.in_(marked) if sees_marks(actor) else false(),
        Shelf.RETURNED: SchemeItem.status == _S.RETURNED,
        Shelf.DECIDE: to_decide,
        Shelf.PASSED: SchemeItem.status.in_((_S.APPROVED, _S.FINAL)),
        Shelf.REJECTED: SchemeItem.status == _S.REJECTED,
        Shelf.LATE: _late(review, today),
        Shelf.TYPICAL: SchemeItem.typical.is_(True),
        Shelf.SHARED: _needs_data(),
    }
    return conditions[shelf]


def _needs_data() -> ColumnElement[bool]:
    """Say that what was handed in last lives on another unit's data: supply and demand are brought together (C7)."""
    last = aliased(SchemeVersion)
    mine = (last.scheme_id == SchemeItem.id, last.round == SchemeItem.round, last.measure == Measure.SHARED_DATA)
    return select(last.id).where(*mine).exists()


def _late(review: SchemeReview, today: date) -> ColumnElement[bool]:
    """Say in SQL what `due_of` and `is_late` say of a row."""
    first = (SchemeItem.status == _S.DRAFT) if is_late(review.first_due, today) else false()
    second = (SchemeItem.status == _S.RETURNED) & (SchemeItem.returns == 1)
    return or_(first, second if is_late(review.second_due, today) else false())


def _last_handed_in() -> ColumnElement[bool]:
    return and_(SchemeVersion.scheme_id == SchemeItem.id, SchemeVersion.round == SchemeItem.round)


def _rows(review: SchemeReview) -> Select[SchemeItem, str, SchemeVersion]:
    return (
        select(SchemeItem, Unit.short_name, SchemeVersion)
        .join(Unit, Unit.id == SchemeItem.unit_id)
        .outerjoin(SchemeVersion, _last_handed_in())
        .where(SchemeItem.review_id == review.id)
        .order_by(Unit.sort_no, Unit.code, SchemeItem.number)
    )


def _read(
    actor: Actor, review: SchemeReview, today: date, query: Select[SchemeItem, str, SchemeVersion]
) -> list[SchemeRow]:
    marks = sees_marks(actor)
    found = db.session.execute(query)
    return [_row(item, unit, version, review, marks, today) for item, unit, version in found]


def _row(
    item: SchemeItem, unit: str, version: SchemeVersion | None, review: SchemeReview, marks: bool, today: date
) -> SchemeRow:
    due = due_of(item.status, item.returns, review.first_due, review.second_due)
    submitted_at: datetime | None = version.submitted_at if version else None
    return SchemeRow(
        id=item.id,
        unit=unit,
        number=item.number,
        name=item.name,
        measure=measure_words(content_of(version)) if version else "",
        status=shown_status(item.status, marks),
        round_word=round_word(item.round, item.returns),
        due=due,
        late=is_late(due, today),
        submitted_at=submitted_at,
        typical=item.typical,
    )

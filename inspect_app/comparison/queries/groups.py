"""Compared cases added up by matter and window, and single ones, as problems, pages and sheets tell them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, select
from sqlalchemy.orm import joinedload

from inspect_app.catalogue.models import Window
from inspect_app.catalogue.queries import PromisedMatter, matters_by_ids
from inspect_app.comparison.models import ComparedCase
from inspect_app.comparison.queries.matching import promises_held
from inspect_app.comparison.vocabulary import Aspect, Group, Promise, Tally
from inspect_app.database import db

EXAMPLES = 5
_KEPT = {
    Aspect.TRIPS: ComparedCase.trips_kept, Aspect.TIME: ComparedCase.time_kept,
    Aspect.PAPERS: ComparedCase.papers_kept, Aspect.ONLINE: ComparedCase.online_kept,
}  # fmt: skip
_REAL: dict[Aspect, ColumnElement[Any]] = {
    Aspect.TRIPS: ComparedCase.trips.expression, Aspect.PAPERS: ComparedCase.papers.expression,
}  # fmt: skip


def groups_of(batch_id: int, offset: int = 0, limit: int | None = None) -> list[Group]:
    """Return the matters × windows of a batch that broke a promise, the most broken first."""
    broken = func.count().filter(ComparedCase.broken)
    order = (broken.desc(), ComparedCase.item_id, ComparedCase.window_id)
    return _groups(batch_id, _added(batch_id).having(broken > 0).order_by(*order).offset(offset).limit(limit))


def count_groups(batch_id: int) -> int:
    """Return how many matters × windows of a batch broke a promise."""
    parts = select(ComparedCase.item_id).where(ComparedCase.batch_id == batch_id, ComparedCase.broken)
    parts = parts.group_by(ComparedCase.item_id, ComparedCase.window_id)
    return db.session.scalar(select(func.count()).select_from(parts.subquery())) or 0


def groups_to_list(batch_id: int, limit: int) -> list[Group]:
    """Return matters × windows of a batch that have no problem yet."""
    waiting = func.count().filter(ComparedCase.broken & ComparedCase.finding_id.is_(None))
    order = (ComparedCase.item_id, ComparedCase.window_id)
    return _groups(batch_id, _added(batch_id).having(waiting > 0).order_by(*order).limit(limit))


def cases_to_list(batch_id: int, limit: int) -> list[tuple[int, Group]]:
    """Return single cases of a batch that have no problem yet, each as a group of one."""
    waiting = ComparedCase.broken & ComparedCase.finding_id.is_(None)
    query = select(ComparedCase).where(ComparedCase.batch_id == batch_id, waiting).order_by(ComparedCase.row)
    rows = db.session.scalars(query.options(*_with_places()).limit(limit)).all()
    promises = promises_held(batch_id, {row.item_id for row in rows})
    return [(row.id, _single(row, promises[row.item_id])) for row in rows]


def in_group(batch_id: int, group: Group) -> ColumnElement[bool]:
    """Return the condition of a group's broken cases."""
    window = ComparedCase.window_id
    here = window.is_(None) if group.window_id is None else window == group.window_id
    return and_(ComparedCase.batch_id == batch_id, ComparedCase.item_id == group.item_id, here, ComparedCase.broken)


def list_cases(
    batch_id: int, finding_id: int | None, offset: int, limit: int | None
) -> tuple[Sequence[ComparedCase], int]:
    """Return the cases of a batch that were worse than promised, of one problem when it is named, and how many."""
    mine = [ComparedCase.batch_id == batch_id, ComparedCase.broken]
    if finding_id is not None:
        mine.append(ComparedCase.finding_id == finding_id)
    query = select(ComparedCase).where(*mine).options(*_with_places()).order_by(ComparedCase.row)
    total = db.session.scalar(select(func.count()).select_from(ComparedCase).where(*mine)) or 0
    return db.session.scalars(query.offset(offset).limit(limit)).all(), total


def real_of(case: ComparedCase, aspect: Aspect, promise: Promise) -> int | None:
    """Return what was recorded on a side, in the unit of the promise."""
    time = case.workdays if promise.minutes is None else case.minutes
    return {Aspect.TRIPS: case.trips, Aspect.TIME: time, Aspect.PAPERS: case.papers}.get(aspect)


def sides_of(case: ComparedCase) -> dict[Aspect, bool]:
    """Return of each side that was compared whether the promise was kept."""
    kept = {aspect: getattr(case, f"{aspect}_kept") for aspect in Aspect}
    return {aspect: said for aspect, said in kept.items() if said is not None}


def place_of(window: Window | None) -> str:
    """Return a window as problems name it."""
    return f"{window.site.name}{window.name}" if window is not None else ""


def _with_places() -> tuple[Any, ...]:
    return (
        joinedload(ComparedCase.item),
        joinedload(ComparedCase.window).joinedload(Window.site),
    )


def _added(batch_id: int) -> Select[Any]:
    query = select(
        ComparedCase.item_id, ComparedCase.window_id, func.count().label("cases"),
        func.count().filter(ComparedCase.broken).label("broken"),
        func.min(ComparedCase.day).label("first"), func.max(ComparedCase.day).label("last"),
        func.max(ComparedCase.finding_id).label("finding_id"), *_sides(),
    )  # fmt: skip
    mine = query.where(ComparedCase.batch_id == batch_id)
    return mine.group_by(ComparedCase.item_id, ComparedCase.window_id)


def _sides() -> list[ColumnElement[Any]]:
    found: list[ColumnElement[Any]] = []
    for aspect, kept in _KEPT.items():
        found += [
            func.count(kept).label(f"{aspect}_compared"),
            func.count().filter(kept.is_(False)).label(f"{aspect}_broken"),
        ]
        if aspect in _REAL:
            found.append(func.max(case((kept.is_(False), _REAL[aspect]))).label(f"{aspect}_worst"))
    late = ComparedCase.time_kept.is_(False)
    for column in (ComparedCase.minutes, ComparedCase.workdays):
        found.append(func.max(case((late, column))).label(f"{column.key}_worst"))
    return found


def _groups(batch_id: int, query: Select[Any]) -> list[Group]:
    rows = db.session.execute(query).all()
    items = {row.item_id for row in rows}
    matters, promises = matters_by_ids(items), promises_held(batch_id, items)
    windows = _windows({row.window_id for row in rows})
    examples = _examples(batch_id, rows)
    return [
        _group(row, matters[row.item_id], promises[row.item_id], windows.get(row.window_id), examples) for row in rows
    ]


def _group(
    row: Row[Any],
    matter: PromisedMatter,
    promise: Promise,
    window: Window | None,
    examples: dict[tuple[int, int | None], list[str]],
) -> Group:
    facts = row._mapping
    time = "workdays_worst" if promise.minutes is None else "minutes_worst"
    worst = {Aspect.TRIPS: "trips_worst", Aspect.PAPERS: "papers_worst", Aspect.TIME: time}
    tallies = {
        aspect: Tally(
            facts[f"{aspect}_compared"], facts[f"{aspect}_broken"], facts[worst[aspect]] if aspect in worst else None
        )
        for aspect in Aspect
    }
    return Group(
        item_id=matter.id, window_id=row.window_id, matter=matter.name, place=place_of(window),
        unit_id=window.unit_id if window is not None else matter.unit_id, promise=promise, cases=row.cases,
        broken=row.broken, tallies=tallies, first=row.first, last=row.last,
        examples=tuple(examples.get((row.item_id, row.window_id), ())), finding_id=row.finding_id,
    )  # fmt: skip


def _single(row: ComparedCase, promise: Promise) -> Group:
    tallies = {
        aspect: Tally(1, int(not kept), None if kept else real_of(row, aspect, promise))
        for aspect, kept in sides_of(row).items()
    }
    return Group(
        item_id=row.item_id, window_id=row.window_id, matter=row.item.name, place=place_of(row.window),
        unit_id=(row.window or row.item).unit_id, promise=promise, cases=1, broken=1, tallies=tallies,
        first=row.day, last=row.day, examples=(row.case_no,), finding_id=row.finding_id,
    )  # fmt: skip


def _examples(batch_id: int, rows: Sequence[Row[Any]]) -> dict[tuple[int, int | None], list[str]]:
    """Return the first broken cases of each group, in one query."""
    if not rows:
        return {}
    place = func.row_number().over(
        partition_by=(ComparedCase.item_id, ComparedCase.window_id), order_by=ComparedCase.row
    ).label("place")  # fmt: skip
    ranked = select(ComparedCase.item_id, ComparedCase.window_id, ComparedCase.case_no, place).where(
        ComparedCase.batch_id == batch_id, ComparedCase.broken,
        ComparedCase.item_id.in_({row.item_id for row in rows}),
    )  # fmt: skip
    first = ranked.subquery()
    query = select(first).where(first.c.place <= EXAMPLES).order_by(first.c.place)
    found: dict[tuple[int, int | None], list[str]] = defaultdict(list)
    for row in db.session.execute(query):
        found[row.item_id, row.window_id].append(row.case_no)
    return found


def _windows(window_ids: set[int | None]) -> dict[int | None, Window]:
    query = select(Window).where(Window.id.in_({key for key in window_ids if key is not None}))
    return {window.id: window for window in db.session.scalars(query.options(joinedload(Window.site)))}

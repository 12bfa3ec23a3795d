"""How batches went, counted by the database: of a whole batch, and unit by unit."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import case, func, select

from inspect_app.accounts.models import Unit
from inspect_app.catalogue.vocabulary import HoursKind
from inspect_app.database import db
from inspect_app.spotchecks.models import PhoneLine
from inspect_app.spotchecks.queries.counting import ANSWERED, SETTLED, THROUGH, WELL, Condition
from inspect_app.spotchecks.vocabulary.phones import Count, Sums, UnitSums


def _counted(condition: Condition) -> Any:
    return func.sum(case((condition, 1), else_=0))


_COUNTS = (
    func.count().label("total"), _counted(SETTLED).label("settled"), _counted(THROUGH).label("through"),
    _counted(ANSWERED).label("answered"), _counted(WELL).label("well"),
)  # fmt: skip


def sums_by_batch(batch_ids: Collection[int]) -> dict[int, Sums]:
    """Return how each batch went."""
    query = select(PhoneLine.batch_id.label("key"), PhoneLine.hours_kind, *_COUNTS)
    rows = db.session.execute(
        query.where(PhoneLine.batch_id.in_(batch_ids)).group_by(PhoneLine.batch_id, PhoneLine.hours_kind)
    )
    return _sums(rows)


def sums_by_unit(batch_id: int) -> list[UnitSums]:
    """Return how each unit of a batch went, in the official order."""
    query = select(PhoneLine.unit_id.label("key"), PhoneLine.hours_kind, *_COUNTS)
    query = query.where(PhoneLine.batch_id == batch_id).group_by(PhoneLine.unit_id, PhoneLine.hours_kind)
    found = _sums(db.session.execute(query))
    units = db.session.execute(
        select(Unit.id, Unit.short_name).where(Unit.id.in_(found)).order_by(Unit.sort_no, Unit.code)
    )
    return [UnitSums(key, name, found[key]) for key, name in units]


def _sums(rows: Iterable[Any]) -> dict[int, Sums]:
    parts: dict[int, dict[HoursKind, Any]] = {}
    for row in rows:
        parts.setdefault(row.key, {})[row.hours_kind] = row
    return {key: _sum(kinds) for key, kinds in parts.items()}


def _sum(kinds: dict[HoursKind, Any]) -> Sums:
    return Sums(
        total=sum(int(row.total) for row in kinds.values()),
        by_hours={kind: Count(int(row.through), int(row.settled)) for kind, row in kinds.items()},
        answered_n=sum(int(row.answered) for row in kinds.values()),
        well_n=sum(int(row.well) for row in kinds.values()),
    )

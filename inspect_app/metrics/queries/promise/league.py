"""The league of matters: the order in one narrow pass over the trials, and all numbers of a page's matters."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, and_, case, func, not_, select

from inspect_app.access import Permission, units_of
from inspect_app.accounts.models import Unit
from inspect_app.accounts.queries.units import district_ids
from inspect_app.catalogue.models import ServiceItem
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.metrics.queries.cases import STANDS
from inspect_app.metrics.queries.promise.calls import phone_by_item
from inspect_app.metrics.queries.promise.expressions import OF_TRIALS, Condition, among, counted, sums
from inspect_app.metrics.queries.promise.guides import guide_by_item
from inspect_app.metrics.queries.promise.scope import PromiseScope, of_trials
from inspect_app.metrics.rules.promise import kept_count, mean, promised_words, ranked, without_ranks
from inspect_app.metrics.vocabulary import KeptCount, MatterRow, Mean, PromiseLine, Reader, Standing
from inspect_app.visits.models import Trial, Visit

_OF_ITEM = (
    ServiceItem.id, ServiceItem.name, ServiceItem.batch, ServiceItem.trips, ServiceItem.id_only,
    ServiceItem.promised_amount, ServiceItem.promised_unit, Unit.short_name,
)  # fmt: skip


def standings(scope: PromiseScope) -> list[Standing]:
    """Return every matter that was tried, in the order of the league; a department's own in the official order.

    Only what the order goes by is counted: the other numbers of a page's matters are asked for with `matter_rows`.
    """
    tested, kept = OF_TRIALS[PromiseLine.KEPT]
    sums_of = select(Trial.item_id, counted(and_(tested, kept)).label("n"), counted(tested).label("d"))
    tried = _tried(sums_of).where(*of_trials(scope)).group_by(Trial.item_id).subquery()
    query = select(ServiceItem.id, ServiceItem.code, Unit.sort_no, Unit.id.label("unit_id"), tried.c.n, tried.c.d)
    query = query.join(tried, tried.c.item_id == ServiceItem.id).join(Unit, Unit.id == ServiceItem.unit_id)
    districts = district_ids()
    rows = [
        Standing(row.id, row.code, row.sort_no, row.unit_id in districts,
                 kept_count(int(row.n), int(row.d), scope.hides_few))
        for row in db.session.execute(query)
    ]  # fmt: skip
    return without_ranks(rows) if scope.reader is Reader.UNIT else ranked(rows)


def league(scope: PromiseScope) -> list[MatterRow]:
    """Return every matter that was tried with all its numbers, in the order of the league."""
    return _rows(scope, standings(scope), None)


def matter_rows(scope: PromiseScope, part: Sequence[Standing]) -> list[MatterRow]:
    """Return some matters of the league with all their numbers: what a page costs, not what the city costs."""
    return _rows(scope, part, [one.item_id for one in part])


def _rows(scope: PromiseScope, part: Sequence[Standing], item_ids: Collection[int] | None) -> list[MatterRow]:
    tested, kept = OF_TRIALS[PromiseLine.KEPT]
    windows = _windows(tested).label("windows_d"), _windows(and_(tested, not_(kept))).label("windows_broken")
    query = _tried(select(*_OF_ITEM, *sums(), *windows)).join(Unit, Unit.id == ServiceItem.unit_id)
    query = query.where(*of_trials(scope), *among(Trial.item_id, item_ids)).group_by(ServiceItem.id, Unit.id)
    guides, phones, found = guide_by_item(scope, item_ids), phone_by_item(scope, item_ids), _found(scope, item_ids)
    sums_by_item = {row.id: row for row in db.session.execute(query)}
    return [
        _row(
            row, lines_of(row, scope, guides.get(row.id), phones.get(row.id)), scope, found.get(row.id, 0), one.rank
        )
        for one in part
        if (row := sums_by_item.get(one.item_id)) is not None
    ]


def lines_of(
    row: Any, scope: PromiseScope, guide: KeptCount | None = None, phone: KeptCount | None = None
) -> Mapping[PromiseLine, KeptCount]:
    """Return each line of a row of sums as kept / tested."""
    told = row._mapping
    found = {
        line: kept_count(int(told[f"{line.value}_n"] or 0), int(told[f"{line.value}_d"] or 0), scope.hides_few)
        for line in OF_TRIALS
    }
    return {**found, PromiseLine.GUIDE: guide or KeptCount(), PromiseLine.PHONE: phone or KeptCount()}


def trips_of(row: Any, scope: PromiseScope) -> Mean:
    """Return 平均跑次 of a row of sums."""
    return mean(int(row.trips_sum or 0), int(row.finished or 0), scope.hides_few)


def _tried(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    query = query.select_from(Trial).join(Visit, Visit.id == Trial.visit_id)
    return query.join(ServiceItem, ServiceItem.id == Trial.item_id)


def _windows(condition: Condition) -> Any:
    return func.count(func.distinct(case((condition, Trial.window_id))))


def _row(
    row: Any, lines: Mapping[PromiseLine, KeptCount], scope: PromiseScope, found: int, rank: int | None
) -> MatterRow:
    return MatterRow(
        item_id=row.id,
        name=row.name,
        unit=row.short_name,
        batch=row.batch,
        promised=promised_words(row.trips, row.promised_amount, row.promised_unit, row.id_only),
        lines=lines,
        trips=trips_of(row, scope),
        windows=KeptCount() if scope.hides_few else KeptCount(row.windows_d - row.windows_broken, row.windows_d),
        findings=found,
        rank=rank,
    )


def _found(scope: PromiseScope, item_ids: Collection[int] | None) -> dict[int, int]:
    """Count the delivered problems of each matter found in the period."""
    query = select(Finding.item_id, func.count()).where(*delivered(scope), Finding.item_id.is_not(None))
    query = query.where(*among(Finding.item_id, item_ids))
    rows = db.session.execute(query.group_by(Finding.item_id))
    return {item_id: count for item_id, count in rows if item_id is not None}


def delivered(scope: PromiseScope) -> list[Condition]:
    """Return the condition of the problems somebody may read of."""
    found: list[Condition] = [
        Finding.delivered_at.is_not(None), STANDS, Finding.found_on.between(scope.period.first, scope.period.last),
    ]  # fmt: skip
    if scope.campaign_id is not None:
        found.append(Finding.campaign_id == scope.campaign_id)
    if scope.method is not None:
        found.append(Finding.method == scope.method)
    if scope.reader is Reader.UNIT:
        found.append(Finding.lead_unit_id.in_(units_of(scope.actor, Permission.READ_UNIT_FINDINGS)))
    return found

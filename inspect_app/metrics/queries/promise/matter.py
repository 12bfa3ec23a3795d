"""One matter: its lines, windows, months, problems, and the results that came later."""

from dataclasses import dataclass, replace
from datetime import time
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from inspect_app.accounts.models import Unit
from inspect_app.catalogue.models import ServiceItem, Site, Window
from inspect_app.catalogue.vocabulary import TimeUnit
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing
from inspect_app.metrics.queries.promise.calls import phone_by_item
from inspect_app.metrics.queries.promise.expressions import FINISHED, counted, sums
from inspect_app.metrics.queries.promise.guides import guide_by_item
from inspect_app.metrics.queries.promise.league import delivered, lines_of, trips_of
from inspect_app.metrics.queries.promise.scope import PromiseScope, of_items, of_trials
from inspect_app.metrics.rules.promise import mean, months_until
from inspect_app.metrics.vocabulary import KeptCount, Mean, MonthRow, Period, PromiseLine, WindowRow
from inspect_app.visits.models import Trial, Visit
from inspect_app.visits.vocabulary import PapersFault, TrialOutcome

_LISTED = 50


@dataclass(frozen=True, slots=True)
class MatterPage:
    """A matter with what was promised of it, and each line of it as kept / tested."""

    item: ServiceItem
    lines: dict[PromiseLine, KeptCount]
    trips: Mean
    with_papers: Mean
    without_papers: Mean
    minutes: Mean
    workdays: Mean


def get_matter(scope: PromiseScope, item_id: int) -> MatterPage:
    """Return a matter with its numbers; what somebody may not see is Missing."""
    query = select(ServiceItem).where(ServiceItem.id == item_id, *of_items(scope))
    loaded = query.options(joinedload(ServiceItem.unit), selectinload(ServiceItem.papers))
    item = db.session.scalars(loaded).one_or_none()
    if item is None:
        raise Missing()
    row = db.session.execute(_tried(scope, item_id, *sums(), *_means())).one()
    guide, phone = guide_by_item(scope, [item_id]), phone_by_item(scope, [item_id])
    means = {
        name: mean(int(row._mapping[f"{name}_n"] or 0), int(row._mapping[f"{name}_d"] or 0), scope.hides_few)
        for name in ("with_papers", "without_papers", "minutes", "workdays")
    }
    lines = dict(lines_of(row, scope, guide.get(item_id), phone.get(item_id)))
    return MatterPage(item, lines, trips_of(row, scope), **means)


def faults_of(scope: PromiseScope, item_id: int) -> list[tuple[str, str]]:
    """Return why papers were not complete, as n/d of the trials without all papers; no department is told."""
    if scope.hides_few:
        return []
    without = Trial.papers_complete.is_(False)
    query = _tried(scope, item_id, Trial.fault, func.count()).where(without).group_by(Trial.fault)
    found = {fault: count for fault, count in db.session.execute(query)}
    whole = sum(found.values())
    return [(fault.label, f"{found[fault]}/{whole}") for fault in PapersFault if fault in found]


def windows_of(scope: PromiseScope, item_id: int) -> list[WindowRow]:
    """Return how the promise held at each window where the matter was tried; no department is told."""
    if scope.hides_few:
        return []
    query = _tried(scope, item_id, Window.id, Window.unit_id, Site.name.label("site"), Window.name, *sums())
    query = query.join(Window, Window.id == Trial.window_id).join(Site, Site.id == Window.site_id)
    rows = db.session.execute(query.group_by(Window.id, Site.id).order_by(Site.code, Window.code))
    return [
        WindowRow(row.id, row.unit_id, f"{row.site} {row.name}", lines_of(row, scope), trips_of(row, scope))
        for row in rows
    ]


def months_of(scope: PromiseScope, item_id: int) -> list[MonthRow]:
    """Return how the promise held in each of twelve months up to the last day asked for."""
    months = months_until(scope.period.last)
    ends = [clock.at(month.first, time.min) for month in months[1:]]
    place = case(*((Visit.submitted_at < end, number) for number, end in enumerate(ends)), else_=len(ends))
    whole = replace(scope, period=Period(months[0].first, months[-1].last))
    query = _tried(whole, item_id, place.label("place"), *sums()).group_by("place")
    found = {row.place: row for row in db.session.execute(query)}
    return [
        MonthRow(month.first, month.last, lines_of(found[number], scope)[PromiseLine.KEPT],
                 trips_of(found[number], scope))
        if number in found else MonthRow(month.first, month.last, KeptCount(), Mean())
        for number, month in enumerate(months)
    ]  # fmt: skip


def findings_of(scope: PromiseScope, item_id: int) -> list[tuple[Finding, str]]:
    """Return the latest problems of a matter with the unit in charge."""
    query = select(Finding, Unit.short_name).join(Unit, Unit.id == Finding.lead_unit_id)
    query = query.where(Finding.item_id == item_id, *delivered(scope))
    rows = db.session.execute(query.order_by(Finding.delivered_at.desc(), Finding.id.desc()).limit(_LISTED))
    return [(finding, unit) for finding, unit in rows]


def waiting_results(scope: PromiseScope, item_id: int) -> list[tuple[Trial, Visit]]:
    """Return the trials of a promise in working days whose result had not come when the visit was handed in."""
    days = or_(ServiceItem.promised_unit == TimeUnit.WORKDAYS, ServiceItem.promised_amount == 0)
    query = select(Trial, Visit).join(Visit, Visit.id == Trial.visit_id)
    query = query.join(ServiceItem, ServiceItem.id == Trial.item_id).where(Trial.item_id == item_id, *of_trials(scope))
    query = query.where(days, Trial.outcome == TrialOutcome.NOT_YET, Trial.result_on.is_(None))
    return [(trial, visit) for trial, visit in db.session.execute(query.order_by(Visit.submitted_at, Trial.id))]


def _tried(scope: PromiseScope, item_id: int, *columns: Any) -> Select[*tuple[Any, ...]]:
    query = select(*columns).select_from(Trial).join(Visit, Visit.id == Trial.visit_id)
    query = query.join(ServiceItem, ServiceItem.id == Trial.item_id)
    return query.where(Trial.item_id == item_id, *of_trials(scope))


def _means() -> list[ColumnElement[Any]]:
    """Return sum and count of what is told as a mean: trips with all papers and without, minutes, working days."""
    parts: dict[str, tuple[Any, ColumnElement[bool]]] = {
        "with_papers": (Trial.trips, and_(FINISHED, Trial.papers_complete.is_(True))),
        "without_papers": (Trial.trips, and_(FINISHED, Trial.papers_complete.is_(False))),
        "minutes": (Trial.handled_minutes, Trial.handled_minutes.is_not(None)),
        "workdays": (Trial.result_workdays, Trial.result_workdays.is_not(None)),
    }
    found: list[ColumnElement[Any]] = []
    for name, (value, condition) in parts.items():
        found += [func.sum(case((condition, value), else_=0)).label(f"{name}_n"), counted(condition).label(f"{name}_d")]
    return found

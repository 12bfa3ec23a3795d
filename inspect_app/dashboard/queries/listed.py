"""The list behind a number: counted by the condition the number was counted by."""

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, selectinload

from inspect_app.accounts.models import Unit
from inspect_app.catalogue.models import ServiceItem, Window
from inspect_app.dashboard.queries import sums
from inspect_app.dashboard.queries.scope import Scope, counted, sees_visits
from inspect_app.dashboard.vocabulary import Listed, Viewer, What
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing
from inspect_app.metrics.rules.rates import CONTENT_FROM
from inspect_app.rectification.models import Verification
from inspect_app.visits.models import Trial, Visit, VisitWindow
from inspect_app.web.paging import PAGE_SIZE

_FINDING_HEADS = ("编号", "问题", "责任单位", "状态", "交办", "时限")
Line = tuple[tuple[str, ...], str]
_VISITS_ONLY = frozenset({What.TRIED, What.ONCE})


def listed(what: What, scope: Scope, page: int) -> Listed:
    """Return one page of what a number counts; what a person has no number of is not there."""
    start = (page - 1) * PAGE_SIZE
    if what in _VISITS_ONLY:
        return _trials(what, scope, start)
    if what is What.SCORED:
        return _visits(scope, start)
    if what in (What.CALLED, What.CONTENT):
        return _callbacks(what, scope, start)
    return _findings(what, scope, start)


def _findings(what: What, scope: Scope, start: int) -> Listed:
    wanted = counted(what, scope)
    total = db.session.scalar(select(func.count()).select_from(Finding).where(*wanted)) or 0
    query = _with_unit(select(*_COLUMNS).where(*wanted))
    rows = db.session.execute(
        query.order_by(Finding.delivered_at.desc(), Finding.id.desc()).offset(start).limit(PAGE_SIZE)
    )
    return Listed(_FINDING_HEADS, [_line(row, scope) for row in rows], total)


_LEAD = aliased(Unit)
_COLUMNS = (
    Finding.number, Finding.title, _LEAD.short_name.label("unit"), Finding.status, Finding.delivered_at, Finding.due,
)  # fmt: skip


def _with_unit(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return query.join(_LEAD, _LEAD.id == Finding.lead_unit_id)


def _line(row: Any, scope: Scope, *more: str) -> Line:
    day = clock.day_of(row.delivered_at).isoformat()
    due = row.due.isoformat() if row.due else "—"
    cells = (row.number, row.title, row.unit, row.status.label, day, due, *more)
    return cells, "" if scope.viewer is Viewer.AUTHOR else f"/case/{row.number}"


def _callbacks(what: What, scope: Scope, start: int) -> Listed:
    wanted = sums.called(scope)
    if what is What.CONTENT:
        wanted.append(Verification.satisfaction >= CONTENT_FROM)
    joined = select(func.count()).select_from(Verification).join(Finding, Finding.id == Verification.finding_id)
    total = db.session.scalar(joined.where(*wanted)) or 0
    query = select(*_COLUMNS, Verification.satisfaction).select_from(Verification)
    query = _with_unit(query.join(Finding, Finding.id == Verification.finding_id)).where(*wanted)
    rows = db.session.execute(query.order_by(Verification.at.desc(), Verification.id).offset(start).limit(PAGE_SIZE))
    lines = [_line(row, scope, f"{row.satisfaction} 级") for row in rows]
    return Listed((*_FINDING_HEADS, "评价"), lines, total)


def _trials(what: What, scope: Scope, start: int) -> Listed:
    """Name the matter, the unit and how it went: never a person, a day or a hall."""
    if scope.viewer is not Viewer.ALL:
        raise Missing()
    wanted = sums.trials(scope, once=what is What.ONCE)
    joined = select(func.count()).select_from(Trial).join(Visit, Visit.id == Trial.visit_id)
    total = db.session.scalar(joined.where(*wanted)) or 0
    query = (
        select(ServiceItem.name, Unit.short_name, Trial.trips, Trial.outcome)
        .select_from(Trial)
        .join(Visit, Visit.id == Trial.visit_id)
        .join(ServiceItem, ServiceItem.id == Trial.item_id, isouter=True)
        .join(Unit, Unit.id == ServiceItem.unit_id, isouter=True)
        .where(*wanted)
        .order_by(Trial.id.desc())
    )
    rows = db.session.execute(query.offset(start).limit(PAGE_SIZE))
    lines: list[Line] = [
        ((name or "清单外的事项", unit or "—", "—" if trips is None else f"{trips} 趟", outcome.label), "")
        for name, unit, trips, outcome in rows
    ]
    return Listed(("事项", "单位", "跑了几趟", "结果"), lines, total)


def _visits(scope: Scope, start: int) -> Listed:
    """Name the window and the score for whoever reviews visits; nobody else has this number."""
    if not sees_visits(scope.actor):
        raise Missing()
    wanted = sums.scored(scope)
    total = db.session.scalar(select(func.count()).select_from(Visit).where(*wanted)) or 0
    query = select(Visit).where(*wanted).order_by(Visit.submitted_at.desc(), Visit.id).offset(start).limit(PAGE_SIZE)
    stops = selectinload(Visit.stops).joinedload(VisitWindow.window).joinedload(Window.site)
    lines: list[Line] = []
    for visit in db.session.scalars(query.options(stops)):
        place = "、".join(f"{stop.window.site.name} {stop.window.name}" for stop in visit.stops)
        day = clock.day_of(visit.submitted_at).isoformat() if visit.submitted_at else "—"
        lines.append(((place, visit.method.label, day, f"{sums.score_of(visit.score or {'total': 0}):.1f}"), ""))
    return Listed(("窗口", "方式", "日期", "得分"), lines, total)

"""The visits behind a number: counted by the condition the number was counted by.

Outside the office a covert visit is its day and 实地督查; a department reads of it once its problem was delivered.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, not_, select

from inspect_app.catalogue.models import ServiceItem, Site, Window
from inspect_app.database import db, is_sqlite
from inspect_app.findings.models import Finding
from inspect_app.foundation import clock
from inspect_app.metrics.queries.promise.expressions import OF_TRIALS, Condition
from inspect_app.metrics.queries.promise.scope import PromiseScope, of_trials
from inspect_app.metrics.rules.promise import papers_words, time_words, told_words, trips_words
from inspect_app.metrics.vocabulary import PromiseLine, Reader, VisitLine
from inspect_app.visits.models import Trial, Visit
from inspect_app.visits.vocabulary import VisitMode
from inspect_app.web.paging import PAGE_SIZE

COVERT = "实地督查"
_LATELY = exists(select(Finding.id).where(Finding.visit_id == Visit.id, Finding.found_lately)).label("lately")
OF_VISIT = (Visit.id, Visit.public_id, Visit.submitted_at, Visit.mode, Visit.method, _LATELY)
_OF_TRIAL = (
    Trial.trips, Trial.papers_complete, Trial.papers, Trial.told, Trial.handled_minutes, Trial.result_workdays,
    ServiceItem.promised_amount, ServiceItem.promised_unit,
)  # fmt: skip
_PLACE = (Site.name.label("site"), Window.name.label("window"))
# An answer is one line, however many windows share its number.
ONE_PLACE = (func.min(Site.name).label("site"), func.min(Window.name).label("window"))


def lines_of_visits(
    scope: PromiseScope, item_id: int, line: PromiseLine, kept: bool | None, page: int
) -> tuple[list[VisitLine], int, int]:
    """Return one page of the visits behind a line, how many there are, and how many a department isn't shown."""
    query, holds = _query(scope, item_id, line)
    if kept is not None:
        query = query.where(holds if kept else not_(holds))
    counted = count_rows(query)
    if scope.reader is Reader.UNIT:
        query = query.where(told_of())
    shown = count_rows(query) if scope.reader is Reader.UNIT else counted
    rows = db.session.execute(query.order_by(*_newest(scope)).offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE))
    return [visit_line(row, scope.reader, line) for row in rows], shown, counted - shown


def _newest(scope: PromiseScope) -> list[Any]:
    """Return the order of the lines: for the office to the second, else by the day, within it in no order of time.

    What was found 近期 stands behind: its place among days would be one.
    """
    if scope.reader is Reader.OFFICE:
        return [Visit.submitted_at.desc(), Visit.id.desc()]
    return [_LATELY, local_day(Visit.submitted_at).desc(), Visit.public_id]


def local_day(moment: Any) -> ColumnElement[Any]:
    """Return the expression for the day in Shanghai on which a moment falls, for lists that tell no hour."""
    return func.date(moment, "+8 hours") if is_sqlite() else func.date(func.timezone("Asia/Shanghai", moment))


def _query(scope: PromiseScope, item_id: int, line: PromiseLine) -> tuple[Select[*tuple[Any, ...]], Condition]:
    tested, holds = OF_TRIALS[line]
    query = select(*OF_VISIT, *_PLACE, *_OF_TRIAL, holds.label("kept")).select_from(Trial)
    query = query.join(Visit, Visit.id == Trial.visit_id).join(ServiceItem, ServiceItem.id == Trial.item_id)
    return placed(query).where(Trial.item_id == item_id, tested, *of_trials(scope)), holds


def placed(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join the window where a trial was made, if it names one."""
    query = query.join(Window, Window.id == Trial.window_id, isouter=True)
    return query.join(Site, Site.id == Window.site_id, isouter=True)


def told_of() -> Condition:
    """Return the condition of the visits a department may be shown."""
    delivered = exists(select(Finding.id).where(Finding.visit_id == Visit.id, Finding.delivered_at.is_not(None)))
    return (Visit.mode != VisitMode.COVERT) | delivered


def count_rows(query: Select[*tuple[Any, ...]]) -> int:
    """Return how many rows a query has."""
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def visit_line(row: Any, reader: Reader, line: PromiseLine) -> VisitLine:
    """Return a visit as somebody may read of it."""
    office = reader is Reader.OFFICE
    covert = row.mode is VisitMode.COVERT and not office
    how = row.method.label if row.mode is VisitMode.OPEN else f"{row.method.label}（{row.mode.label}）"
    return VisitLine(
        on=clock.day_of(row.submitted_at),
        method=COVERT if covert else how,
        place="—" if covert or row.window is None else f"{row.site} {row.window}",
        words=_WORDS[line](row),
        kept=bool(row.kept),
        href=f"/visits/{row.public_id}" if office else "",
        lately=bool(row.lately) and not office,
    )


def _phone(row: Any) -> str:
    phone = row.value["phone"]
    said = "接通" if phone["connected"] else "没有接通"
    return f"{str(phone.get('dialled_at', '')).replace('T', ' ')} 拨打 {phone.get('number', '')}，{said}".strip()


def _all(row: Any) -> str:
    return f"{trips_words(row.trips, row.papers_complete)}；{papers_words(row.papers)}；{_time(row)}"


def _time(row: Any) -> str:
    return time_words(row.handled_minutes, row.result_workdays, row.promised_amount, row.promised_unit)


_WORDS: dict[PromiseLine, Callable[[Any], str]] = {
    PromiseLine.KEPT: _all,
    PromiseLine.TRIPS: lambda row: trips_words(row.trips, row.papers_complete),
    PromiseLine.PAPERS: lambda row: papers_words(row.papers),
    PromiseLine.CANCELLED: lambda row: papers_words(row.papers),
    PromiseLine.ID_ONLY: lambda row: papers_words(row.papers, but_id=True),
    PromiseLine.TIME: _time,
    PromiseLine.TOLD: lambda row: told_words(row.told),
    PromiseLine.GUIDE: lambda row: row.note or ("一致" if row.kept else "不一致"),
    PromiseLine.PHONE: _phone,
}

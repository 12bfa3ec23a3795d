"""Crediting each night what the office still holds: nobody is late while the file lies with the office (product.md)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select, update

from inspect_app.calendar.queries import work_calendar
from inspect_app.database import db
from inspect_app.findings.models import Finding, OfficeHold
from inspect_app.findings.rules.clocks import Span, held_total, lamp_due
from inspect_app.findings.rules.workflow import OPEN
from inspect_app.foundation import clock

_BATCH = 500
_COLUMNS = (Finding.id, Finding.status, Finding.due, Finding.rework_due, Finding.held_days, Finding.lamp_due)


def credit_held_days() -> int:
    """Count what the office holds up to today for every file it holds now; return how many findings changed."""
    changed, last = 0, 0
    held = select(OfficeHold.finding_id).where(OfficeHold.until.is_(None), OfficeHold.void.is_(False))
    query = select(*_COLUMNS).where(Finding.id.in_(held), Finding.status.in_(OPEN)).order_by(Finding.id)
    while rows := db.session.execute(query.where(Finding.id > last).limit(_BATCH)).all():
        changed += _credit(rows)
        last = rows[-1].id
    return changed


def _credit(rows: Iterable[Any]) -> int:
    calendar, today = work_calendar(), clock.today()
    spans = _spans([row.id for row in rows])
    changes: dict[tuple[int, date | None], list[int]] = defaultdict(list)
    for row in rows:
        days = held_total(spans[row.id], today, calendar)
        limit = lamp_due(row.status, row.due, days, row.rework_due, calendar)
        if (days, limit) != (row.held_days, row.lamp_due):
            changes[(days, limit)].append(row.id)
    for (days, limit), ids in changes.items():
        statement = update(Finding).where(Finding.id.in_(ids)).values(held_days=days, lamp_due=limit)
        db.session.execute(statement, execution_options={"synchronize_session": False})
    return sum(map(len, changes.values()))


def _spans(finding_ids: list[int]) -> Mapping[int, list[Span]]:
    columns = (OfficeHold.finding_id, OfficeHold.since, OfficeHold.until, OfficeHold.allowance)
    found: dict[int, list[Span]] = defaultdict(list)
    query = select(*columns).where(OfficeHold.finding_id.in_(finding_ids), OfficeHold.void.is_(False))
    for finding_id, since, until, allowance in db.session.execute(query):
        found[finding_id].append(Span(since, until, allowance))
    return found

"""What the office holds, and since when: nobody's clock runs while the office has the file (product.md)."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select, update

from inspect_app.calendar.queries import work_calendar
from inspect_app.database import db
from inspect_app.findings.actions.moving import refresh_lamp
from inspect_app.findings.models import Finding, OfficeHold
from inspect_app.findings.rules.clocks import Span, held_total
from inspect_app.findings.vocabulary import HoldReason
from inspect_app.foundation import clock


def hold(finding: Finding, reason: HoldReason, since: date, allowance: int = 0) -> None:
    """Note that the office has the file from a day on; `allowance` are the working days of its own clock."""
    known = _open(finding, (reason,))
    if known:
        return
    db.session.add(OfficeHold(finding_id=finding.id, reason=reason, since=since, allowance=allowance))
    db.session.flush()


def release(finding: Finding, *reasons: HoldReason) -> None:
    """Note that the office gave its word today, and count what it held; no reason means all of them."""
    today = clock.today()
    for span in _open(finding, reasons):
        span.until = max(today, span.since)
    db.session.flush()
    recount_held(finding)


def forget_holds(finding: Finding) -> None:
    """Let a new department begin with nothing held: its term is its own."""
    today = clock.today()
    for span in _open(finding, ()):
        span.until = max(today, span.since)
    db.session.flush()
    db.session.execute(update(OfficeHold).where(OfficeHold.finding_id == finding.id).values(void=True))
    finding.held_days = 0
    refresh_lamp(finding)


def recount_held(finding: Finding) -> None:
    """Count the working days the office held the file up to today, and set the lamp by it."""
    query = select(OfficeHold).where(OfficeHold.finding_id == finding.id, OfficeHold.void.is_(False))
    spans = [span_of(row) for row in db.session.scalars(query)]
    finding.held_days = held_total(spans, clock.today(), work_calendar())
    refresh_lamp(finding)


def span_of(row: OfficeHold) -> Span:
    """Return a span as the rules take it."""
    return Span(row.since, row.until, row.allowance)


def _open(finding: Finding, reasons: Iterable[HoldReason]) -> list[OfficeHold]:
    query = select(OfficeHold).where(OfficeHold.finding_id == finding.id, OfficeHold.until.is_(None))
    wanted = tuple(reasons)
    return list(db.session.scalars(query.where(OfficeHold.reason.in_(wanted)) if wanted else query))

"""Counting deadlines anew when working days were announced or changed."""

from collections.abc import Iterator

from sqlalchemy import select

from inspect_app.access import SYSTEM
from inspect_app.audit.actions import record
from inspect_app.calendar.actions import after_change
from inspect_app.config import current_settings
from inspect_app.database import db
from inspect_app.findings.actions.moving import refresh_lamp
from inspect_app.findings.models import Finding
from inspect_app.findings.rules.clocks import ENDED, first_due
from inspect_app.foundation.workdays import Deadline, WorkCalendar


@after_change
def recount_deadlines(before: WorkCalendar, after: WorkCalendar) -> None:
    """Move the due dates of open findings that were counted over days that changed.

    A date that people fixed stays where it is; only its mark 暂定 goes. The original date stays as it was.
    """
    for finding in _open_findings():
        due = _due_now(finding, before, after)
        if (due.day, due.provisional) == (finding.due, finding.due_provisional):
            continue
        was, finding.due, finding.due_provisional = finding.due, due.day, due.provisional
        record(SYSTEM, "finding.recounted", "finding", finding.number or finding.id, due=(was, due.day))
        refresh_lamp(finding)
    db.session.flush()


def _open_findings() -> Iterator[Finding]:
    running = Finding.due.is_not(None) & Finding.delivered_at.is_not(None) & Finding.status.not_in(ENDED)
    yield from db.session.scalars(select(Finding).where(running).order_by(Finding.id).with_for_update())


def _due_now(finding: Finding, before: WorkCalendar, after: WorkCalendar) -> Deadline:
    assert finding.due is not None and finding.delivered_at is not None  # noqa: S101  asked for by the query
    terms, moment = current_settings().clocks, finding.delivered_at
    counted = first_due(finding.grade, None, moment, before, terms)
    again = first_due(finding.grade, None, moment, after, terms)
    if counted is not None and again is not None and counted.day == finding.due:
        return again
    return Deadline(finding.due, not after.is_known(finding.due))

"""Counting deadlines anew when working days were announced or changed; each changed date is kept, audited, told."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from sqlalchemy import or_, select

from inspect_app.access import SYSTEM, Role
from inspect_app.accounts.queries.posts import holders_of, nearest, parents_of
from inspect_app.audit.actions import record
from inspect_app.calendar.actions import after_change
from inspect_app.config import current_settings
from inspect_app.database import db
from inspect_app.findings.actions.holding import recount_held
from inspect_app.findings.models import DueChange, Finding
from inspect_app.findings.rules.clocks import ENDED, first_due, restarted_due, stage_due
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.foundation.workdays import Deadline, WorkCalendar
from inspect_app.messages.actions import tell_each
from inspect_app.messages.vocabulary import MessageKind, Telling


@after_change
def recount_deadlines(before: WorkCalendar, after: WorkCalendar) -> None:
    """Move the dates of open findings that were counted over days that changed.

    A date that people fixed stays where it is; only its mark 暂定 goes. The original date stays as it was.
    """
    first = before.first_difference(after)
    if first is None:
        return
    moved: Counter[int] = Counter()
    for finding in _touched(first):
        shown = (finding.due, finding.due_provisional, finding.lamp_due)
        _recount(finding, before, after)
        if shown == (finding.due, finding.due_provisional, finding.lamp_due):
            continue
        record(
            SYSTEM, "finding.recounted", "finding", finding.number or finding.id,
            due=(shown[0], finding.due), counted_to=(shown[2], finding.lamp_due),
        )  # fmt: skip
        if shown[0] != finding.due or shown[2] != finding.lamp_due:
            was, due = (shown[0], finding.due) if shown[0] != finding.due else (shown[2], finding.lamp_due)
            db.session.add(DueChange(finding_id=finding.id, at=clock.now(), was=was, due=due))
            moved[finding.lead_unit_id or 0] += 1
    db.session.flush()
    _tell(moved)


def _touched(first: date) -> Iterator[Finding]:
    """Return the open findings with a date on or behind the first day that changed."""
    dates = (Finding.due, Finding.lamp_due, Finding.rework_due, Finding.stage_due)
    behind = or_(Finding.due_provisional, *(column >= first for column in dates))
    running = Finding.delivered_at.is_not(None) & Finding.status.not_in((*ENDED, FindingStatus.DISMISSED))
    yield from db.session.scalars(select(Finding).where(running, behind).order_by(Finding.id).with_for_update())


def _recount(finding: Finding, before: WorkCalendar, after: WorkCalendar) -> None:
    terms = current_settings().clocks
    if finding.due is not None:
        due = _due_now(finding, before, after)
        finding.due, finding.due_provisional = due.day, due.provisional
    if finding.rework_due is not None and finding.verified_at is not None:
        finding.rework_due = stage_due(finding.verified_at, terms.rework, after, terms)
    if finding.stage_due is not None:
        finding.stage_due = _stage_now(finding, before, after)
    recount_held(finding)


def _due_now(finding: Finding, before: WorkCalendar, after: WorkCalendar) -> Deadline:
    """Return the date counted again the way it was counted; a date that wasn't counted so is a fixed one."""
    assert finding.due is not None  # noqa: S101  asked for by the caller
    counted, again = _counted(finding, before), _counted(finding, after)
    if counted is not None and again is not None and counted.day == finding.due:
        return again
    return Deadline(finding.due, not after.is_known(finding.due))


def _counted(finding: Finding, calendar: WorkCalendar) -> Deadline | None:
    terms, delivered, began = current_settings().clocks, finding.delivered_at, finding.term_from
    if delivered is None:
        return None
    if began is None or began == delivered or finding.original_due is None:
        return first_due(finding.grade, None, delivered, calendar, terms)
    return restarted_due(delivered, finding.original_due, began, calendar, terms)


def _stage_now(finding: Finding, before: WorkCalendar, after: WorkCalendar) -> date | None:
    """Return the end of the stage's clock counted again; one that began otherwise stays."""
    terms = current_settings().clocks
    began, term = {
        FindingStatus.DISPATCHED: (finding.term_from, terms.accept),
        FindingStatus.ACCEPTED: (finding.accepted_at, terms.plan),
        FindingStatus.PENDING_VERIFICATION: (finding.last_feedback_at, terms.verify),
    }.get(finding.status, (None, 0))
    if began is None or stage_due(began, term, before, terms) != finding.stage_due:
        return finding.stage_due
    return stage_due(began, term, after, terms)


def _tell(moved: Counter[int]) -> None:
    """Tell the liaisons of each department once how many of its dates moved."""
    if not moved:
        return
    liaisons, parents, now = holders_of([Role.DEPT_LIAISON])[Role.DEPT_LIAISON], parents_of(), clock.now()
    tellings = [
        Telling(
            person_id,
            MessageKind.DUE_CHANGED,
            f"因放假安排调整，本单位 {count} 件问题的时限重新计算，请看新的时限。",
            "/ledger?status=open",
            f"recounted:{unit_id}:{now.isoformat()}",
        )
        for unit_id, count in sorted(moved.items())
        for person_id in sorted(nearest(liaisons, parents, unit_id or None))
    ]
    tell_each(tellings, now)

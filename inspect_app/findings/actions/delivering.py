"""Delivery: the number, the clocks and the first event a department sees (T4), and signing by time (T5a)."""

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import selectinload

from inspect_app.access import SYSTEM, Actor, Permission
from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_sealer, current_settings
from inspect_app.database import db
from inspect_app.findings.actions.moving import move, refresh_lamp
from inspect_app.findings.actions.recurring import index_words
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import lock_finding
from inspect_app.findings.rules.clocks import first_due, stage_due
from inspect_app.findings.vocabulary import FindingStatus, Step
from inspect_app.foundation import clock
from inspect_app.foundation.numbering import finding_number
from inspect_app.tasks.actions import schedule
from inspect_app.tasks.vocabulary import TaskKind

_DEMO_PREFIX = "演"
# One statement takes the number and locks its row until the end: no gap, no doublet, on both databases.
_TAKE = text(
    "INSERT INTO finding_counters (year, prefix, last) VALUES (:year, :prefix, 1) "
    "ON CONFLICT (year, prefix) DO UPDATE SET last = finding_counters.last + 1 RETURNING last"
)


def deliver(finding_id: int) -> list[Finding]:
    """Deliver, by the system, the release a queued finding belongs to; nothing when it isn't due any more.

    The findings of one release are numbered in the order of a keyed hash of what the department may read,
    so that the order tells nothing of who found what first.
    """
    asked = db.session.get(Finding, finding_id)
    if asked is None or asked.release_at is None or asked.release_at > clock.now():
        return []
    batch = sorted(_lock_release(asked.release_at), key=_delivery_order)
    now = clock.now()
    for place, finding in enumerate(batch):
        # Lists sort by time of delivery; a microsecond keeps them in this order too.
        hand_over(SYSTEM, finding, now + timedelta(microseconds=place))
    return batch


def hand_over(
    actor: Actor,
    finding: Finding,
    moment: datetime,
    *,
    permission: Permission | None = None,
    changes: dict[str, Any] | None = None,
) -> None:
    """Give a locked finding its number, start its clocks and move it to the department."""
    calendar, terms = work_calendar(), current_settings().clocks
    first = first_due(finding.grade, finding.due, moment, calendar, terms)
    with db.session.no_autoflush:
        _take_number(finding, moment)
        finding.delivered_at = finding.term_from = moment
        finding.original_due = finding.due = first.day if first else None
        finding.due_provisional = first.provisional if first else False
        finding.stage_due = stage_due(moment, terms.accept, calendar, terms)
        event = move(
            actor,
            finding,
            Step.DISPATCH,
            permission=permission,
            text=finding.demand,
            payload={"lead_unit_id": finding.lead_unit_id, "due": str(finding.due or "")},
            changes={**(changes or {}), "number": finding.number or ""},
            flush=False,
            lead_unit=finding.lead_unit_id,
            grade=finding.grade,
        )
        event.at = moment
    db.session.flush()
    index_words(finding)
    schedule_auto_accept(finding)


def schedule_auto_accept(finding: Finding) -> None:
    """Let the system sign when C2 has ended without a signature or a return."""
    if finding.stage_due is not None:
        end = clock.at(finding.stage_due + timedelta(days=1), time(0))
        schedule(TaskKind.AUTO_ACCEPT, finding.id, end)


def auto_accept(finding_id: int) -> None:
    """Sign for a finding that nobody opened within C2 (T5a); nothing when it has moved on."""
    finding = lock_finding(finding_id)
    waiting = finding.status is FindingStatus.DISPATCHED and finding.stage_due is not None
    if not waiting or clock.today() <= finding.stage_due:  # type: ignore[operator]
        return
    finding.auto_accepted = True
    move(SYSTEM, finding, Step.AUTO_ACCEPT, flush=False)
    start_answering(finding)


def start_answering(finding: Finding) -> None:
    """Note that a department has the finding: from now on C5 runs where a plan is asked for."""
    terms = current_settings().clocks
    finding.accepted_at = finding.accepted_at or clock.now()
    finding.stage_due = stage_due(clock.now(), terms.plan, work_calendar(), terms) if finding.needs_plan else None
    refresh_lamp(finding)
    db.session.flush()


def _lock_release(release_at: datetime) -> list[Finding]:
    query = (
        select(Finding)
        .where(Finding.status == FindingStatus.SUBMITTED, Finding.release_at == release_at)
        .options(selectinload(Finding.campaign), selectinload(Finding.assists), selectinload(Finding.visit))
        .order_by(Finding.id)
        .with_for_update()
    )
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def _delivery_order(finding: Finding) -> str:
    public = (finding.lead_unit_id, finding.window_id, finding.item_id, finding.title, finding.fact)
    return current_sealer().tag("|".join(str(part) for part in public), "delivery")


def _take_number(finding: Finding, moment: datetime) -> None:
    year = clock.local(moment).year
    prefix = _DEMO_PREFIX if finding.campaign.is_demo else ""
    sequence = db.session.execute(_TAKE, {"year": year, "prefix": prefix}).scalar_one()
    finding.year, finding.prefix, finding.sequence = year, prefix, sequence
    finding.number = finding_number(year, sequence, prefix)

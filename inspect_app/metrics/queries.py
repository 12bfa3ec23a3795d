"""Rows that numbers are made of: delivered findings of one campaign."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from inspect_app.accounts.models import Unit
from inspect_app.calendar.queries import work_calendar
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.rules.clocks import judged_due
from inspect_app.metrics.vocabulary import CaseRow, UnitFacts


def case_rows(campaign_id: int, until: datetime) -> list[CaseRow]:
    """Return a campaign's findings delivered up to a moment."""
    calendar = work_calendar()
    found = db.session.execute(
        select(
            Finding.id, Finding.lead_unit_id, Finding.status, Finding.delivered_at, Finding.accepted_at,
            Finding.auto_accepted, Finding.due, Finding.held_days, Finding.last_feedback_at, Finding.closed_at,
            Finding.on_time, Finding.rework_count, Finding.recurrence_of_id, Finding.self_found,
        )
        .where(Finding.campaign_id == campaign_id, Finding.delivered_at <= until)
        .order_by(Finding.id)
    )  # fmt: skip
    return [
        CaseRow(
            finding_id=row.id,
            unit_id=row.lead_unit_id,
            status=row.status,
            delivered_at=row.delivered_at,
            accepted_at=row.accepted_at,
            auto_accepted=row.auto_accepted,
            limit=judged_due(row.due, row.held_days, calendar),
            last_feedback_at=row.last_feedback_at,
            closed_at=row.closed_at,
            on_time=row.on_time,
            rework_count=row.rework_count,
            is_recurrence=row.recurrence_of_id is not None,
            self_found=row.self_found,
        )
        for row in found
    ]


def unit_facts(unit_ids: Sequence[int]) -> dict[int, UnitFacts]:
    """Return the units that numbers name."""
    found = db.session.execute(
        select(Unit.id, Unit.short_name, Unit.sort_no, Unit.kind).where(Unit.id.in_(unit_ids))
    )
    return {row.id: UnitFacts(row.id, row.short_name, row.sort_no, row.kind) for row in found}


def count_delivered(campaign_id: int, until: datetime, since: datetime | None = None) -> int:
    """Count a campaign's findings delivered in (since, until], straight from the table."""
    query = select(func.count()).where(
        Finding.campaign_id == campaign_id, Finding.delivered_at <= until
    )
    if since is not None:
        query = query.where(Finding.delivered_at > since)
    return db.session.scalar(query) or 0


def count_closed(campaign_id: int, until: datetime, since: datetime | None = None) -> int:
    """Count a campaign's findings struck off in (since, until], straight from the table."""
    query = select(func.count()).where(
        Finding.campaign_id == campaign_id, Finding.closed_at <= until
    )
    if since is not None:
        query = query.where(Finding.closed_at > since)
    return db.session.scalar(query) or 0

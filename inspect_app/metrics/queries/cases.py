"""Rows that numbers are made of: delivered findings of one campaign."""

from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import aliased

from inspect_app.accounts.models import Unit
from inspect_app.accounts.queries.units import district_ids
from inspect_app.calendar.queries import work_calendar
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.rules.clocks import judged_due
from inspect_app.findings.vocabulary import DisputeState, FindingStatus
from inspect_app.foundation import clock
from inspect_app.metrics.vocabulary import CallbackRow, CaseRow, Period, UnitFacts
from inspect_app.rectification.models import Verification
from inspect_app.rectification.vocabulary import VerificationMethod

# An upheld objection leaves a number without a problem: it stands outside all numbers.
STANDS = Finding.status != FindingStatus.DISMISSED

_Again = aliased(Finding)
_FOUND_AGAIN = (
    select(func.min(_Again.found_on))
    .where(_Again.recurrence_of_id == Finding.id, _Again.delivered_at.is_not(None))
    .correlate(Finding)
    .scalar_subquery()
)


def of_campaign(campaign_id: int | None) -> ColumnElement[bool]:
    """Return the condition of one campaign's findings, or of everybody's."""
    return true() if campaign_id is None else Finding.campaign_id == campaign_id


def callback_rows(campaign_id: int | None, period: Period) -> list[CallbackRow]:
    """Return who was called back in a period, answered or not."""
    query = (
        select(Verification.at, Verification.satisfaction)
        .join(Finding, Finding.id == Verification.finding_id)
        .where(of_campaign(campaign_id), Verification.method == VerificationMethod.CALL)
        .where(Verification.at >= clock.at(period.first, time.min), Verification.at <= clock.at(period.last, time.max))
    )
    return [CallbackRow(clock.day_of(at), satisfaction) for at, satisfaction in db.session.execute(query)]


_COLUMNS = (
    Finding.id, Finding.lead_unit_id, Finding.status, Finding.delivered_at, Finding.accepted_at, Finding.auto_accepted,
    Finding.due, Finding.held_days, Finding.last_feedback_at, Finding.closed_at, Finding.on_time, Finding.rework_count,
    Finding.recurrence_of_id, Finding.self_found, Finding.original_due, _FOUND_AGAIN.label("found_again_on"),
    Finding.dispute,
    Finding.feedback_at, Finding.round_passed, Finding.verified_at, Finding.extension_count, Finding.return_count,
    Finding.pain_type,
)  # fmt: skip


def case_rows(campaign_id: int | None, until: datetime) -> list[CaseRow]:
    """Return a campaign's findings, or everybody's, delivered up to a moment."""
    calendar = work_calendar()
    wanted = (of_campaign(campaign_id), Finding.delivered_at <= until, STANDS)
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
            original_due=row.original_due,
            found_again_on=row.found_again_on,
            disputed=row.dispute is DisputeState.FILED,
            feedback_at=row.feedback_at,
            passed_at=row.verified_at if row.round_passed else None,
            held_days=row.held_days,
            extensions=row.extension_count,
            returns=row.return_count,
            pain_type=row.pain_type,
        )
        for row in db.session.execute(select(*_COLUMNS).where(*wanted).order_by(Finding.id))
    ]


def unit_facts(unit_ids: Sequence[int]) -> dict[int, UnitFacts]:
    """Return the units that numbers name."""
    found = db.session.execute(select(Unit.id, Unit.short_name, Unit.sort_no).where(Unit.id.in_(unit_ids)))
    districts = district_ids()
    return {row.id: UnitFacts(row.id, row.short_name, row.sort_no, row.id in districts) for row in found}


def count_delivered(campaign_id: int, until: datetime, since: datetime | None = None) -> int:
    """Count a campaign's findings delivered in (since, until], straight from the table."""
    query = select(func.count()).where(Finding.campaign_id == campaign_id, Finding.delivered_at <= until, STANDS)
    if since is not None:
        query = query.where(Finding.delivered_at > since)
    return db.session.scalar(query) or 0


def count_closed(campaign_id: int, until: datetime, since: datetime | None = None) -> int:
    """Count a campaign's findings struck off in (since, until], straight from the table."""
    query = select(func.count()).where(Finding.campaign_id == campaign_id, Finding.closed_at <= until)
    if since is not None:
        query = query.where(Finding.closed_at > since)
    return db.session.scalar(query) or 0

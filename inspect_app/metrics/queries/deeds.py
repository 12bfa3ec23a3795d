"""Rows about what was done with findings: plans, feedback, checks, looking back, returns, replies, opinions."""

from datetime import datetime, time
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_settings
from inspect_app.database import db
from inspect_app.findings.models import Finding, FindingEvent
from inspect_app.findings.rules.clocks import stage_due
from inspect_app.findings.vocabulary import SourceKind, Step
from inspect_app.foundation import clock
from inspect_app.metrics.queries.cases import STANDS, of_campaign
from inspect_app.metrics.vocabulary import Period, Sample
from inspect_app.rectification.models import Feedback, LookBack, RectificationPlan, SourceReply, Verification
from inspect_app.rectification.vocabulary import FeedbackState, LookBackState, ReplyState, VerificationResult
from inspect_app.voices.models import Letter, Opinion, OpinionForm
from inspect_app.voices.vocabulary.opinions import SATISFIED


def within(column: Any, period: Period) -> ColumnElement[bool]:
    """Return the condition of a moment in a period."""
    inside: ColumnElement[bool] = column.between(clock.at(period.first, time.min), clock.at(period.last, time.max))
    return inside


def first_checks(campaign_id: int | None, period: Period) -> list[Sample]:
    """Return the first verification of each finding, done when it passed."""
    query = (
        select(Verification.at, Verification.result)
        .join(Finding, Finding.id == Verification.finding_id)
        .where(of_campaign(campaign_id), STANDS, Verification.round == 1, within(Verification.at, period))
    )
    rows = db.session.execute(query)
    return [Sample(clock.day_of(at), result is VerificationResult.PASSED) for at, result in rows]


def looks_back(campaign_id: int | None, period: Period) -> list[Sample]:
    """Return what was looked at again, done when it was fine."""
    query = (
        select(LookBack.done_at, LookBack.state)
        .join(Finding, Finding.id == LookBack.finding_id)
        .where(of_campaign(campaign_id), STANDS, within(LookBack.done_at, period))
    )
    rows = db.session.execute(query)
    return [Sample(clock.day_of(at), state is LookBackState.FINE) for at, state in rows if at is not None]


def checks_in_time(campaign_id: int | None, period: Period) -> list[Sample]:
    """Return feedback that had to be verified by now, done when it was by C8; what isn't due yet is left out."""
    checked = and_(Verification.finding_id == Feedback.finding_id, Verification.round == Feedback.round)
    gone = (FeedbackState.PENDING_SIGNATURE, FeedbackState.WITHDRAWN)
    query = (
        select(Feedback.submitted_at, Verification.at)
        .join(Finding, Finding.id == Feedback.finding_id)
        .join(Verification, checked, isouter=True)
        .where(of_campaign(campaign_id), STANDS, Feedback.state.not_in(gone), within(Feedback.submitted_at, period))
    )
    term = current_settings().clocks.verify
    return _by_clock([(sent, done) for sent, done in db.session.execute(query) if sent is not None], term)


def plans_in_time(campaign_id: int | None, period: Period) -> list[Sample]:
    """Return findings that need a plan, by signing; done when the first plan came by C5."""
    first = and_(RectificationPlan.finding_id == Finding.id, RectificationPlan.round == 1)
    query = (
        select(Finding.accepted_at, RectificationPlan.submitted_at)
        .join(RectificationPlan, first, isouter=True)
        .where(of_campaign(campaign_id), STANDS, Finding.needs_plan.is_(True), within(Finding.accepted_at, period))
    )
    term = current_settings().clocks.plan
    return _by_clock([(signed, done) for signed, done in db.session.execute(query) if signed is not None], term)


def _by_clock(pairs: list[tuple[datetime, datetime | None]], term: int) -> list[Sample]:
    calendar, clocks, today = work_calendar(), current_settings().clocks, clock.today()
    found = []
    for begun, done in pairs:
        limit = stage_due(begun, term, calendar, clocks)
        if done is not None or limit < today:
            found.append(Sample(clock.day_of(begun), done is not None and clock.day_of(done) <= limit))
    return found


def rulings(campaign_id: int | None, period: Period) -> list[Sample]:
    """Return the rulings on returns, done when the finding was reassigned."""
    ruled = (Step.REASSIGN, Step.REFUSE_RETURN)
    query = (
        select(FindingEvent.at, FindingEvent.step)
        .join(Finding, Finding.id == FindingEvent.finding_id)
        .where(of_campaign(campaign_id), FindingEvent.step.in_(ruled), within(FindingEvent.at, period))
    )
    return [Sample(clock.day_of(at), step is Step.REASSIGN) for at, step in db.session.execute(query)]


def replies(campaign_id: int | None, period: Period) -> list[Sample]:
    """Return the complaints that somebody waits for an answer to, done when it was given.

    Voices count by the day they came in; what a visit brought up, by its delivery. A problem that came of a voice is
    that voice, and counts once.
    """
    query = (
        select(Finding.delivered_at, SourceReply.state)
        .join(Finding, Finding.id == SourceReply.finding_id)
        .where(of_campaign(campaign_id), STANDS, within(Finding.delivered_at, period))
        .where(Finding.source_kind != SourceKind.LETTER)
    )
    rows = db.session.execute(query)
    found = [Sample(clock.day_of(at), state is not ReplyState.PENDING) for at, state in rows if at is not None]
    return [*found, *_voices_answered(campaign_id, period)]


def _voices_answered(campaign_id: int | None, period: Period) -> list[Sample]:
    """Return the voices that can be answered; of a campaign those that became its problems."""
    came_in = Letter.received_on.between(period.first, period.last)
    query = select(Letter.received_on, Letter.answered_on).where(Letter.excuse == "", came_in)
    if campaign_id is not None:
        query = query.join(Finding, Finding.id == Letter.finding_id).where(Finding.campaign_id == campaign_id)
    return [Sample(on, answered is not None) for on, answered in db.session.execute(query)]


def opinions(campaign_id: int | None, period: Period) -> list[Sample]:
    """Return the opinion forms that say how satisfied somebody was; what one address sent in excess counts nowhere."""
    said = Opinion.said_on.between(period.first, period.last)
    query = select(Opinion.said_on, Opinion.satisfied).where(
        said, Opinion.set_apart.is_(False), Opinion.satisfied.is_not(None)
    )
    if campaign_id is not None:
        query = query.join(Opinion.form).where(OpinionForm.campaign_id == campaign_id)
    return [Sample(on, how in SATISFIED) for on, how in db.session.execute(query)]

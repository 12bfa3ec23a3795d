"""A wait (暂缓, T16, T17): asked for, approved by the director, ended by the office or at its expiry."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import select

from inspect_app.access import SYSTEM, Actor, Permission
from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_settings
from inspect_app.database import db
from inspect_app.findings.actions.holding import forget_holds, hold, release
from inspect_app.findings.actions.moving import move, refresh_lamp
from inspect_app.findings.models import Finding, FindingEvent
from inspect_app.findings.queries import lock_finding
from inspect_app.findings.rules.clocks import day_zero, judged_due
from inspect_app.findings.vocabulary import FileStage, FindingStatus, HoldReason, Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Refused
from inspect_app.foundation.text import clean
from inspect_app.projects.queries.tough import get_running
from inspect_app.rectification.actions.preparing import Signing, prepare
from inspect_app.rectification.actions.taking import attach, must_allow, take
from inspect_app.rectification.models import Deferral
from inspect_app.rectification.rules.requests import DeferralDraft, check_deferral, check_until
from inspect_app.rectification.vocabulary import RequestState, Upload
from inspect_app.tasks.actions import schedule
from inspect_app.tasks.vocabulary import TaskKind


def request_deferral(
    actor: Actor,
    number: str,
    draft: DeferralDraft,
    uploads: Sequence[Upload] = (),
    version: int | None = None,
) -> None:
    """Prepare or sign a request to wait; it counts when it is signed."""
    finding = take(actor, number, version, reason=draft.reason)
    must_allow(actor, finding, Step.REQUEST_DEFERRAL)
    check_deferral(draft, clock.today())
    project = get_running(draft.project_id).name if draft.project_id is not None else ""
    files = attach(actor, finding, uploads, FileStage.REQUEST, finding.rework_count + 1)
    payload = {
        "reason": draft.reason,
        "missing": draft.missing,
        "interim": draft.interim,
        "until": draft.until.isoformat(),
        "project_id": draft.project_id,
        "project": project,
        "reported_to": draft.reported_to,
        "files": [file.public_id for file in files],
    }
    prepare(actor, finding, Step.REQUEST_DEFERRAL, payload, lay_deferral)


def lay_deferral(actor: Actor, finding: Finding, payload: dict[str, Any], signing: Signing) -> None:
    """Lay a signed request before the director."""
    until, now = date.fromisoformat(payload["until"]), clock.now()
    check_until(until, clock.today())
    move(
        actor,
        finding,
        Step.REQUEST_DEFERRAL,
        permission=signing.permission,
        text=payload["reason"],
        payload=payload,
        flush=False,
        reason=payload["reason"],
        interim=payload["interim"],
        until=until,
    )
    finding.deferral_asker_id = signing.asked_by_id
    db.session.add(
        Deferral(
            finding_id=finding.id,
            asked_by_id=signing.asked_by_id,
            asked_at=now,
            reason=payload["reason"],
            missing=payload["missing"],
            interim=payload["interim"],
            wanted_until=until,
            project_id=payload["project_id"],
            reported_to=payload["reported_to"],
        )
    )
    terms, calendar = current_settings().clocks, work_calendar()
    hold(finding, HoldReason.DEFERRAL, day_zero(now, calendar, terms), terms.ruling)


def withdraw_deferral(actor: Actor, number: str, version: int | None = None) -> None:
    """Take a request back that is not decided yet."""
    finding = take(actor, number, version)
    must_allow(actor, finding, Step.WITHDRAW_DEFERRAL)
    request = _in_state(finding, RequestState.PENDING)
    move(actor, finding, Step.WITHDRAW_DEFERRAL, permission=Permission.ANSWER, flush=False)
    request.state, finding.deferral_asker_id = RequestState.WITHDRAWN, None
    release(finding, HoldReason.DEFERRAL)


def defer(actor: Actor, number: str, until: date, remark: str = "", version: int | None = None) -> None:
    """Approve a wait until a day (T16); the department's clock stops, a task ends the wait after that day."""
    words = clean(remark)
    finding = take(actor, number, version, remark=words)
    must_allow(actor, finding, Step.DEFER)
    check_until(until, clock.today())
    request = _in_state(finding, RequestState.PENDING)
    release(finding)
    payload = {"until": until.isoformat(), "left": _days_left(finding)}
    # The schema wants status and end of a wait to change together.
    with db.session.no_autoflush:
        finding.deferred_until, finding.stage_due = until, until
        move(
            actor, finding, Step.DEFER, permission=Permission.RULE, text=words, payload=payload, flush=False,
            until=until,
        )  # fmt: skip
    finding.deferral_asker_id = None
    _decide(actor, request, RequestState.APPROVED, words)
    request.granted_until = until
    db.session.flush()
    schedule(TaskKind.RESUME_DEFERRED, finding.id, clock.at(until + timedelta(days=1), time(0)))


def refuse_deferral(actor: Actor, number: str, remark: str, version: int | None = None) -> None:
    """Refuse a wait with a remark."""
    words = clean(remark)
    finding = take(actor, number, version, remark=words)
    must_allow(actor, finding, Step.REFUSE_DEFERRAL)
    request = _in_state(finding, RequestState.PENDING)
    move(
        actor, finding, Step.REFUSE_DEFERRAL, permission=Permission.RULE, text=words, flush=False, remark=words
    )  # fmt: skip
    _decide(actor, request, RequestState.REJECTED, words)
    finding.deferral_asker_id = None
    release(finding, HoldReason.DEFERRAL)


def resume(actor: Actor, number: str, remark: str = "", version: int | None = None) -> None:
    """End a wait before its day (T17)."""
    words = clean(remark)
    finding = take(actor, number, version, remark=words)
    must_allow(actor, finding, Step.RESUME)
    _resume(actor, finding, words)


def resume_due(finding_id: int) -> None:
    """End a wait whose last day is over, by the system; nothing when it has ended or was lengthened."""
    finding = lock_finding(finding_id)
    if finding.status is not FindingStatus.DEFERRED or finding.deferred_until is None:
        return
    if clock.today() > finding.deferred_until:
        _resume(SYSTEM, finding, "")


def _resume(actor: Actor, finding: Finding, words: str) -> None:
    """Give back the working days that were left, at least the short term of a rework; the original date stays."""
    calendar, terms, now = work_calendar(), current_settings().clocks, clock.now()
    left = _left_at_deferral(finding)
    permission = None if actor.is_system else Permission.TRIAGE
    with db.session.no_autoflush:
        finding.deferred_until = finding.stage_due = None
        move(actor, finding, Step.RESUME, permission=permission, text=words, flush=False)
    if left is not None:
        again = calendar.add(day_zero(now, calendar, terms), max(left, terms.rework))
        finding.due, finding.due_provisional = again.day, again.provisional
        if finding.feedback_at is not None and finding.judged_due is not None:
            finding.judged_due = max(finding.judged_due, again.day)
    request = _in_state(finding, RequestState.APPROVED)
    request.state, request.ended_at = RequestState.ENDED, now
    # What the office held before the wait is in the days that were left.
    forget_holds(finding)
    refresh_lamp(finding)
    db.session.flush()


def _days_left(finding: Finding) -> int | None:
    """Count the working days the department has left; nothing without a deadline."""
    calendar = work_calendar()
    limit = judged_due(finding.due, finding.held_days, calendar)
    if limit is None:
        return None
    return calendar.between(clock.today(), max(filter(None, (limit, finding.rework_due))))


def _left_at_deferral(finding: Finding) -> int | None:
    query = select(FindingEvent.payload).where(FindingEvent.finding_id == finding.id, FindingEvent.step == Step.DEFER)
    payload = db.session.scalars(query.order_by(FindingEvent.id.desc()).limit(1)).one_or_none() or {}
    left: int | None = payload.get("left")
    return left


def _in_state(finding: Finding, state: RequestState) -> Deferral:
    query = select(Deferral).where(Deferral.finding_id == finding.id, Deferral.state == state)
    found = db.session.scalars(query.order_by(Deferral.id.desc()).limit(1)).one_or_none()
    if found is None:
        raise Refused("没有这样的暂缓申请，可能已经有人办过，请刷新再看。")
    return found


def _decide(actor: Actor, request: Deferral, state: RequestState, remark: str) -> None:
    request.state, request.remark = state, remark
    request.decided_by_id, request.decided_at = actor.person_id, clock.now()

"""Verification (T14, T15) by somebody outside the department who did not approve the plan."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from inspect_app.access import Actor, Permission
from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_sealer, current_settings
from inspect_app.database import db
from inspect_app.findings.actions.holding import release
from inspect_app.findings.actions.moving import move
from inspect_app.findings.models import Finding
from inspect_app.findings.rules import clocks
from inspect_app.findings.vocabulary import FileStage, HoldReason, Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Refused
from inspect_app.rectification.actions.assigning import is_mine, open_order
from inspect_app.rectification.actions.taking import attach, must_allow, take
from inspect_app.rectification.models import Feedback, Verification, VerificationOrder
from inspect_app.rectification.rules.drafts import check_verification
from inspect_app.rectification.rules.verdict import moved
from inspect_app.rectification.vocabulary import (
    FeedbackState,
    OrderState,
    Upload,
    VerificationDraft,
    VerificationMethod,
    VerificationResult,
)
from inspect_app.visits.vocabulary import VisitMode


def verify(
    actor: Actor,
    number: str,
    draft: VerificationDraft,
    uploads: Sequence[Upload] = (),
    version: int | None = None,
) -> Verification:
    """Say whether a claimed fix holds; a covert check keeps its verifier sealed.

    Passed, the case waits for closure. Failed, it goes back with a short term, and every working day of
    the verification is added to the date the verdict is measured by.
    """
    finding = take(actor, number, version, remark=draft.remark)
    passed, covert = draft.result is VerificationResult.PASSED, draft.method is VerificationMethod.COVERT
    step = Step.PASS_VERIFICATION if passed else Step.FAIL_VERIFICATION
    must_allow(actor, finding, step)
    if not draft.remark:
        raise Invalid("请写看到了什么。", "remark")
    check_verification(draft, finding.grade)
    round_no, now = finding.rework_count + 1, clock.now()
    check = _check_of(actor, finding, draft, round_no, now)
    check.visit_id = _end_order(actor, finding, draft, now)
    db.session.add(check)
    attach(actor, finding, uploads, FileStage.VERIFICATION, round_no, covert=covert)
    move(
        actor,
        finding,
        step,
        permission=Permission.VERIFY,
        text=draft.remark,
        payload={"round": round_no},
        covert=covert,
        remark=draft.remark,
    )
    finding.verified_at = now
    _note_on_feedback(finding, round_no, passed)
    if passed:
        finding.round_passed = True
    else:
        _send_back(finding, now)
    db.session.flush()
    return check


def _visit_made(order: VerificationOrder, draft: VerificationDraft) -> int | None:
    """Return the visit that was made for a check; raise while it has not come back, or when it was covert."""
    visit = order.visit
    if visit is None:
        return None
    if visit.submitted_at is None:
        raise Refused("指派的核验还没有交回，收到后再写结论；去不成的，先登记“无法核验”。")
    if visit.mode is VisitMode.COVERT and draft.method is not VerificationMethod.COVERT:
        raise Invalid("这次是暗访核验，请选暗访复核。", "method")
    return visit.id


def _end_order(actor: Actor, finding: Finding, draft: VerificationDraft, now: datetime) -> int | None:
    """Close the order and return its visit; the verdict of somebody who wasn't asked calls it off."""
    order = open_order(finding)
    if order is None:
        return None
    visit_id = _visit_made(order, draft)
    answered = visit_id is not None or is_mine(order, actor)
    order.state, order.ended_at = (OrderState.DONE if answered else OrderState.CANCELLED), now
    return visit_id


def _send_back(finding: Finding, now: datetime) -> None:
    """Begin the short term of a rework; it drives the lamp only, never the verdict."""
    calendar, terms = work_calendar(), current_settings().clocks
    finding.rework_count += 1
    finding.rework_due = clocks.stage_due(now, terms.rework, calendar, terms)
    finding.stage_due = None
    release(finding, HoldReason.VERIFICATION)
    finding.judged_due = moved(finding.due, finding.held_days, calendar)


def _note_on_feedback(finding: Finding, round_no: int, passed: bool) -> None:
    query = select(Feedback).where(
        Feedback.finding_id == finding.id,
        Feedback.round == round_no,
        Feedback.state == FeedbackState.SUBMITTED,
    )
    for feedback in db.session.scalars(query):
        feedback.state = FeedbackState.ACCEPTED if passed else FeedbackState.REFUSED


def _check_of(actor: Actor, finding: Finding, draft: VerificationDraft, round_no: int, now: datetime) -> Verification:
    check = Verification(
        finding_id=finding.id,
        round=round_no,
        method=draft.method,
        result=draft.result,
        remark=draft.remark,
        satisfaction=draft.satisfaction,
        at=now,
    )
    if draft.method is not VerificationMethod.COVERT:
        check.verifier_id = actor.person_id
    elif actor.person_id is not None:
        sealer = current_sealer()
        check.verifier_seal = sealer.seal_author(actor.person_id)
        check.verifier_tag = sealer.author_tag(actor.person_id)
    return check

"""Verification (T14, T15) by somebody outside the department who did not approve the plan."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from inspect_app.access import Actor, Permission
from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_sealer, current_settings
from inspect_app.database import db
from inspect_app.findings.actions.moving import move, refresh_lamp
from inspect_app.findings.models import Finding
from inspect_app.findings.rules import clocks
from inspect_app.findings.vocabulary import FileStage, Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid
from inspect_app.rectification.actions.taking import attach, must_allow, take
from inspect_app.rectification.models import Feedback, Verification
from inspect_app.rectification.rules.drafts import check_verification
from inspect_app.rectification.rules.verdict import held_by_verification, moved
from inspect_app.rectification.vocabulary import (
    FeedbackState,
    Upload,
    VerificationDraft,
    VerificationMethod,
    VerificationResult,
)


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


def _send_back(finding: Finding, now: datetime) -> None:
    """Begin the short term of a rework; it drives the lamp only, never the verdict."""
    calendar, terms = work_calendar(), current_settings().clocks
    held = held_by_verification(finding.last_feedback_at or now, clock.day_of(now), calendar)
    finding.held_days += held
    finding.judged_due = moved(finding.judged_due, held, calendar)
    finding.rework_count += 1
    finding.rework_due = clocks.stage_due(now, terms.rework, calendar, terms)
    finding.held_since = finding.stage_due = None
    refresh_lamp(finding)


def _note_on_feedback(finding: Finding, round_no: int, passed: bool) -> None:
    query = select(Feedback).where(
        Feedback.finding_id == finding.id,
        Feedback.round == round_no,
        Feedback.state == FeedbackState.SUBMITTED,
    )
    for feedback in db.session.scalars(query):
        feedback.state = FeedbackState.ACCEPTED if passed else FeedbackState.REFUSED


def _check_of(
    actor: Actor, finding: Finding, draft: VerificationDraft, round_no: int, now: datetime
) -> Verification:
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

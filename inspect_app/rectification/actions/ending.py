"""Ends that are the director's alone: 终止整改 (T18) and taking a closure back (撤销销号, T19)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from inspect_app.access import Actor, Permission
from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_settings
from inspect_app.database import db
from inspect_app.findings.actions.holding import hold, release
from inspect_app.findings.actions.moving import move
from inspect_app.findings.models import Finding
from inspect_app.findings.rules import clocks
from inspect_app.findings.vocabulary import FileStage, HoldReason, Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid
from inspect_app.foundation.text import clean
from inspect_app.rectification.actions.dropping import end_wait
from inspect_app.rectification.actions.taking import attach, must_allow, take
from inspect_app.rectification.models import Feedback, LookBack, Verification
from inspect_app.rectification.vocabulary import FeedbackState, LookBackState, Upload


def terminate(
    actor: Actor,
    number: str,
    reason: str,
    approval: str = "",
    uploads: Sequence[Upload] = (),
    version: int | None = None,
) -> None:
    """End a finding that will not be put right (T18); a number or a scan says who approved it."""
    words, paper = clean(reason), clean(approval)
    finding = take(actor, number, version, reason=words)
    must_allow(actor, finding, Step.TERMINATE)
    if not words:
        raise Invalid("请写终止整改的理由。", "reason")
    if not (paper or uploads):
        raise Invalid("请填批准文件的文号，或者附上批准文件。", "approval")
    files = attach(actor, finding, uploads, FileStage.APPROVAL, finding.rework_count + 1)
    payload = {"approval": paper, "files": [file.public_id for file in files]}
    # The schema wants status and end of a wait to change together.
    with db.session.no_autoflush:
        end_wait(finding)
        finding.stage_due = None
        move(
            actor,
            finding,
            Step.TERMINATE,
            permission=Permission.RULE,
            text=words,
            payload=payload,
            flush=False,
            reason=words,
            approval=paper or "附件",
        )
    release(finding)


def revoke_closure(actor: Actor, number: str, reason: str, version: int | None = None) -> None:
    """Take a closure back that was a mistake (T19): it is to be verified again, its look-backs are cancelled.

    The check that passed is told by the event; what was printed stays, the next notice corrects it.
    """
    words = clean(reason)
    finding = take(actor, number, version, reason=words)
    must_allow(actor, finding, Step.REVOKE_CLOSURE)
    if not words:
        raise Invalid("请写撤销销号的理由。", "reason")
    closed, now = finding.closed_at, clock.now()
    calendar, terms = work_calendar(), current_settings().clocks
    payload = {"closed_at": closed.isoformat() if closed else "", "check": _take_check(finding)}
    with db.session.no_autoflush:
        finding.closed_at, finding.verified_at, finding.round_passed = None, None, False
        finding.stage_due = clocks.stage_due(now, terms.verify, calendar, terms)
        move(
            actor,
            finding,
            Step.REVOKE_CLOSURE,
            permission=Permission.RULE,
            text=words,
            payload=payload,
            flush=False,
            reason=words,
        )
    hold(finding, HoldReason.VERIFICATION, clock.day_of(now))
    _ask_again(finding, closed)


def _take_check(finding: Finding) -> dict[str, Any]:
    """Return what the check in hand showed and let the round be checked anew."""
    mine = (Verification.finding_id == finding.id, Verification.round == finding.rework_count + 1)
    check = db.session.scalars(select(Verification).where(*mine)).one_or_none()
    if check is None:
        return {}
    told = {
        "round": check.round,
        "method": check.method.value,
        "result": check.result.value,
        "remark": check.remark,
        "satisfaction": check.satisfaction,
    }
    db.session.delete(check)
    return told


def _ask_again(finding: Finding, closed: datetime | None) -> None:
    accepted = (Feedback.finding_id == finding.id, Feedback.state == FeedbackState.ACCEPTED)
    db.session.execute(update(Feedback).where(*accepted).values(state=FeedbackState.SUBMITTED))
    planned = (
        LookBack.finding_id == finding.id,
        LookBack.closed_at == closed,
        LookBack.state == LookBackState.PLANNED,
    )
    db.session.execute(update(LookBack).where(*planned).values(state=LookBackState.CANCELLED))
    db.session.flush()

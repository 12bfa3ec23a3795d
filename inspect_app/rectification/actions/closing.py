"""Closure (销号): the verdict is frozen with it."""

from sqlalchemy import select

from inspect_app.access import Actor, Permission, may
from inspect_app.database import db
from inspect_app.findings.actions.holding import release
from inspect_app.findings.actions.moving import move
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import Step
from inspect_app.foundation import clock
from inspect_app.rectification.actions.taking import must_allow, take
from inspect_app.rectification.models import Feedback
from inspect_app.rectification.rules.verdict import verdict
from inspect_app.rectification.vocabulary import FeedbackState


def close(actor: Actor, number: str, remark: str = "", version: int | None = None) -> None:
    """Strike a verified finding off the list; nothing reopens it."""
    finding = take(actor, number, version, remark=remark)
    must_allow(actor, finding, Step.CLOSE)
    accepted = _accepted_feedback(finding)
    permission = Permission.CLOSE if may(actor, Permission.CLOSE) else Permission.CLOSE_ORDINARY
    # The schema wants status and time of closure to change together.
    with db.session.no_autoflush:
        finding.closed_at = clock.now()
        finding.stage_due = None
        _freeze(finding, accepted)
        move(actor, finding, Step.CLOSE, permission=permission, text=remark)
    release(finding)


def _freeze(finding: Finding, accepted: Feedback | None) -> None:
    """Draw the verdict from the accepted round's feedback, for the last time."""
    if accepted is None or accepted.submitted_at is None:
        return
    judged = verdict(accepted.submitted_at, finding.judged_due, finding.original_due)
    finding.on_time, finding.on_time_original = judged.on_time, judged.on_time_original
    finding.lasting_rule = accepted.lasting_rule


def _accepted_feedback(finding: Finding) -> Feedback | None:
    query = select(Feedback).where(
        Feedback.finding_id == finding.id, Feedback.state == FeedbackState.ACCEPTED
    )
    return db.session.scalars(query.order_by(Feedback.round.desc()).limit(1)).one_or_none()

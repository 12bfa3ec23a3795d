"""Handing a signed feedback in: the status moves only here."""

from inspect_app.access import Actor, Permission
from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_settings
from inspect_app.findings.actions.moving import move
from inspect_app.findings.models import Finding
from inspect_app.findings.rules import clocks
from inspect_app.findings.vocabulary import Step
from inspect_app.foundation import clock
from inspect_app.rectification.models import Feedback
from inspect_app.rectification.rules.verdict import moved, verdict
from inspect_app.rectification.vocabulary import FeedbackState


def hand_in(actor: Actor, finding: Finding, feedback: Feedback, step: Step, permission: Permission) -> None:
    """Hand a feedback in: the department's clock stops, the verification's begins, the verdict is drawn."""
    now, calendar, terms = clock.now(), work_calendar(), current_settings().clocks
    feedback.state, feedback.submitted_at = FeedbackState.SUBMITTED, now
    if finding.feedback_at is None:
        finding.feedback_at = now
        finding.judged_due = moved(finding.due, finding.held_days, calendar)
    judged = verdict(now, finding.judged_due, finding.original_due)
    finding.on_time, finding.on_time_original = judged.on_time, judged.on_time_original
    finding.last_feedback_at, finding.round_passed = now, False
    finding.held_since = clock.day_of(now)
    finding.stage_due = clocks.stage_due(now, terms.verify, calendar, terms)
    payload = {"round": feedback.round, "feedback": feedback.id}
    words = feedback.work_done
    move(actor, finding, step, permission=permission, text=words, payload=payload, work_done=words)

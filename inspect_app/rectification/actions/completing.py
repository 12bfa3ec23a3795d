"""Handing a signed feedback in: the status moves only here."""

from inspect_app.access import Actor, Permission
from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_settings
from inspect_app.findings.actions.holding import hold, recount_held
from inspect_app.findings.actions.moving import move
from inspect_app.findings.models import Finding
from inspect_app.findings.rules import clocks
from inspect_app.findings.vocabulary import HoldReason, Step
from inspect_app.foundation import clock
from inspect_app.rectification.models import Feedback
from inspect_app.rectification.rules.verdict import moved, verdict
from inspect_app.rectification.vocabulary import FeedbackState


def hand_in(actor: Actor, finding: Finding, feedback: Feedback, step: Step, permission: Permission) -> None:
    """Hand a feedback in: the department's clock stops, the verification's begins, the verdict is drawn."""
    now, calendar, terms = clock.now(), work_calendar(), current_settings().clocks
    feedback.state, feedback.submitted_at = FeedbackState.SUBMITTED, now
    finding.feedback_at = finding.feedback_at or now
    # What the office still holds today, a ruling for instance, isn't counted before the night.
    recount_held(finding)
    finding.judged_due = moved(finding.due, finding.held_days, calendar)
    judged = verdict(now, finding.judged_due, finding.original_due)
    finding.on_time, finding.on_time_original = judged.on_time, judged.on_time_original
    finding.last_feedback_at, finding.round_passed = now, False
    finding.stage_due = clocks.stage_due(now, terms.verify, calendar, terms)
    payload = {"round": feedback.round, "feedback": feedback.id}
    words = feedback.work_done
    move(actor, finding, step, permission=permission, text=words, payload=payload, work_done=words)
    hold(finding, HoldReason.VERIFICATION, clock.day_of(now))

"""What a form starts with: the last try, so that nobody writes it again."""

from typing import Any

from inspect_app.rectification.models import DebriefAnswer, Feedback, RectificationPlan
from inspect_app.rectification.vocabulary import FeedbackState


def plan_facts(plan: RectificationPlan | None, version: int, said: DebriefAnswer | None = None) -> dict[str, Any]:
    """Return the values of a plan's form: the returned version's, or what was said at the debrief."""
    if plan is None and said is not None:
        return {"version": version, "explanation": said.explanation, "measures": said.measures}
    if plan is None:
        return {"version": version}
    rows = [{"text": milestone.text, "due_on": milestone.due_on} for milestone in plan.milestones]
    return {
        "version": version,
        "stance": plan.stance.value,
        "explanation": plan.explanation,
        "root_cause": plan.root_cause.value,
        "root_cause_text": plan.root_cause_text,
        "measures": plan.measures,
        "owner": plan.owner,
        "same_elsewhere": plan.same_elsewhere,
        "milestones": rows,
    }


def feedback_facts(last: Feedback | None, version: int, from_below: str = "") -> dict[str, Any]:
    """Return the values of a feedback's form: those of a refused or withdrawn one, or what came back from below."""
    if last is None or last.state not in (FeedbackState.REFUSED, FeedbackState.WITHDRAWN):
        return {"version": version, "work_done": from_below or None}
    return {
        "version": version,
        "work_done": last.work_done,
        "lasting_rule": last.lasting_rule,
        "proof_link": last.proof_link,
        "proof_document": last.proof_document,
        "same_elsewhere": last.same_elsewhere,
        "replied": {True: "yes", False: "no", None: "none"}[last.replied_to_source],
    }


def open_milestones(plan: RectificationPlan | None) -> list[tuple[str, str]]:
    """Return the milestones that aren't done yet, as choices."""
    waiting = [milestone for milestone in (plan.milestones if plan else ()) if milestone.done_on is None]
    named = [(str(milestone.id), f"{milestone.due_on:%m-%d} {milestone.text}") for milestone in waiting]
    return [("", "只报进展"), *named]

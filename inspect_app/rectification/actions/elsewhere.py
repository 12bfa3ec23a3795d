"""举一反三: look for the same problem at sibling windows, a visit for each, in one deed."""

from dataclasses import replace

from inspect_app.access import Actor, Permission, may
from inspect_app.audit.actions import record
from inspect_app.catalogue.models import Window
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation.errors import Invalid, NotAllowed, Refused
from inspect_app.rectification.actions.taking import take
from inspect_app.rectification.models import LookAlikeCheck
from inspect_app.rectification.queries.elsewhere import planned_windows, sibling_ids
from inspect_app.visits.actions import plan_visit
from inspect_app.visits.models import Visit
from inspect_app.visits.vocabulary import VisitMode, VisitPlan

MOST_WINDOWS = 50


def plan_elsewhere(actor: Actor, number: str, plan: VisitPlan) -> int:
    """Plan a visit for each window of the plan that has none because of this finding yet; return how many.

    All or none: raise Invalid naming the form's field, Refused when every window was planned for already.
    """
    if not may(actor, Permission.PLAN_VISITS):
        raise NotAllowed("走访由跑改办安排。")
    finding = take(actor, number)
    if finding.status is FindingStatus.DISMISSED:
        raise Refused("这个问题不予立项，不用举一反三。")
    fresh = _still_free(actor, finding, plan.window_ids)
    for window_id in fresh:
        visit = _plan_one(actor, replace(plan, window_ids=(window_id,)))
        db.session.add(LookAlikeCheck(finding_id=finding.id, visit_id=visit.id))
    covert = plan.mode is VisitMode.COVERT
    permission = Permission.PLAN_COVERT if covert else Permission.PLAN_VISITS
    record(
        actor, "finding.siblings_planned", "finding", finding.number, permission=permission, covert=covert,
        windows=list(fresh),
    )  # fmt: skip
    db.session.flush()
    return len(fresh)


def _still_free(actor: Actor, finding: Finding, window_ids: tuple[int, ...]) -> tuple[int, ...]:
    """Return the windows to plan for; the finding is locked, so that nobody plans for them meanwhile."""
    if not window_ids:
        raise Invalid("请勾选要去看的窗口。", "windows")
    if len(window_ids) > MOST_WINDOWS:
        raise Invalid(f"一次最多 {MOST_WINDOWS} 个窗口，请分次安排。", "windows")
    if not sibling_ids(finding).issuperset(window_ids):
        raise Invalid("勾选的窗口不在清单里，请刷新后再选。", "windows")
    planned = planned_windows(actor, finding)
    fresh = tuple(window_id for window_id in window_ids if window_id not in planned)
    if not fresh:
        raise Refused("勾选的窗口都已经安排过走访了，请刷新后再看。")
    return fresh


def _plan_one(actor: Actor, plan: VisitPlan) -> Visit:
    try:
        return plan_visit(actor, plan)
    except Invalid as error:
        if error.field != "author":
            raise
        window = db.session.get_one(Window, plan.window_ids[0])
        raise Invalid(f"{window.name}：{error.message}", "author") from error

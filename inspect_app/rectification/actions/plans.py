"""Plans (T9–T11): handed in, returned at most twice with a remark, approved; every version is kept."""

from sqlalchemy import select

from inspect_app.access import Actor, Permission
from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_settings
from inspect_app.database import db
from inspect_app.findings.actions.holding import hold, release
from inspect_app.findings.actions.moving import move
from inspect_app.findings.models import Finding
from inspect_app.findings.rules import clocks
from inspect_app.findings.vocabulary import Grade, HoldReason, Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Refused
from inspect_app.rectification.actions.taking import must_allow, take
from inspect_app.rectification.models import Milestone, RectificationPlan
from inspect_app.rectification.rules.drafts import check_plan
from inspect_app.rectification.vocabulary import PlanDraft, PlanState


def submit_plan(actor: Actor, number: str, draft: PlanDraft, version: int | None = None) -> RectificationPlan:
    """Hand a plan in as the next version; the office's clock C6 begins."""
    finding = take(actor, number, version, measures=draft.measures)
    must_allow(actor, finding, Step.SUBMIT_PLAN)
    check_plan(draft, finding.grade, clock.day_of(finding.delivered_at or clock.now()), finding.due)
    now, calendar, terms = clock.now(), work_calendar(), current_settings().clocks
    last = _last_plan(finding)
    plan = _plan_of(actor, finding, draft, last.round + 1 if last else 1)
    finding.stage_due = clocks.stage_due(now, terms.plan_review, calendar, terms)
    move(
        actor,
        finding,
        Step.SUBMIT_PLAN,
        permission=Permission.ANSWER,
        text=draft.measures,
        payload={"round": plan.round},
        explanation=draft.explanation,
        measures=draft.measures,
        owner=draft.owner,
    )
    db.session.add(plan)
    hold(finding, HoldReason.PLAN_REVIEW, clocks.day_zero(now, calendar, terms), terms.plan_review)
    return plan


def approve_plan(actor: Actor, number: str, version: int | None = None) -> None:
    """Approve the plan in hand; whoever approves won't verify the same finding."""
    finding = take(actor, number, version)
    must_allow(actor, finding, Step.APPROVE_PLAN)
    plan = _review(actor, finding, PlanState.APPROVED, "")
    finding.plan_approver_id, finding.stage_due = actor.person_id, None
    move(actor, finding, Step.APPROVE_PLAN, permission=_reviewing(finding), payload={"round": plan.round})


def return_plan(actor: Actor, number: str, remark: str, version: int | None = None) -> None:
    """Return the plan in hand with a remark, at most twice; C5 begins again."""
    finding = take(actor, number, version, remark=remark)
    must_allow(actor, finding, Step.RETURN_PLAN)
    if not remark:
        raise Invalid("请写退回意见，说清要补什么。", "remark")
    plan = _review(actor, finding, PlanState.RETURNED, remark)
    calendar, terms = work_calendar(), current_settings().clocks
    finding.stage_due = clocks.stage_due(clock.now(), terms.plan, calendar, terms)
    payload = {"round": plan.round}
    permission = _reviewing(finding)
    move(actor, finding, Step.RETURN_PLAN, permission=permission, text=remark, payload=payload, remark=remark)
    finding.plan_return_count += 1
    db.session.flush()


def _review(actor: Actor, finding: Finding, state: PlanState, remark: str) -> RectificationPlan:
    """Note the review, and the working days it took beyond C6: they aren't the department's."""
    plan = _last_plan(finding)
    if plan is None or plan.state is not PlanState.SUBMITTED:
        raise Refused("没有待审的整改计划。")
    plan.state, plan.remark = state, remark
    plan.reviewed_at, plan.reviewed_by_id = clock.now(), actor.person_id
    release(finding, HoldReason.PLAN_REVIEW)
    return plan


def _reviewing(finding: Finding) -> Permission:
    return Permission.APPROVE_MAJOR if finding.grade is Grade.MAJOR else Permission.REVIEW_PLAN


def _last_plan(finding: Finding) -> RectificationPlan | None:
    query = select(RectificationPlan).where(RectificationPlan.finding_id == finding.id)
    return db.session.scalars(query.order_by(RectificationPlan.round.desc()).limit(1)).one_or_none()


def _plan_of(actor: Actor, finding: Finding, draft: PlanDraft, round_no: int) -> RectificationPlan:
    plan = RectificationPlan(
        finding_id=finding.id,
        round=round_no,
        stance=draft.stance,
        explanation=draft.explanation,
        root_cause=draft.root_cause,
        root_cause_text=draft.root_cause_text,
        measures=draft.measures,
        owner=draft.owner,
        same_elsewhere=draft.same_elsewhere.value,
        state=PlanState.SUBMITTED,
        submitted_at=clock.now(),
        submitted_by_id=actor.person_id,
    )
    steps = sorted(draft.milestones, key=lambda step: step.due_on)
    plan.milestones = [Milestone(text=step.text, due_on=step.due_on) for step in steps]
    return plan

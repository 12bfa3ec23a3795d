"""A department's answers: plan, progress, feedback, return, and the signature they may need."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for

from forms.rectification import FeedbackForm, PlanForm, ProgressForm, RemarkForm, ReturnForm, ScanForm
from inspect_app.access import Permission
from inspect_app.accounts.queries import unit_choices
from inspect_app.findings.rules.workflow import refusal
from inspect_app.findings.vocabulary import FindingStatus, Grade, Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import NotAllowed, Refused
from inspect_app.rectification.actions import feedback as feedbacks
from inspect_app.rectification.actions import plans, signatures
from inspect_app.rectification.queries.overview import CaseView, view_case
from inspect_app.rectification.queries.replies import phrases_for
from inspect_app.rectification.rules.acting import signs_at_once
from inspect_app.rectification.rules.drafts import least_words
from inspect_app.rectification.views import blueprint
from inspect_app.rectification.views.case import decide_on_case, open_case
from inspect_app.rectification.views.filling import feedback_facts, open_milestones, plan_facts
from inspect_app.rectification.vocabulary import ReplyKind
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered


@blueprint.route("/case/<number>/plan", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def plan(number: str) -> Any:
    """Hand in a plan; a returned version is filled in to be mended."""
    actor, view = current_actor(), _view_for(number, Step.SUBMIT_PLAN)
    form = PlanForm(data=plan_facts(view.records.last_plan, view.finding.version, view.hands.debrief))
    form.show_rows()
    if attempt(form, lambda: plans.submit_plan(actor, number, form.draft(), form.seen)):
        flash("整改计划已报送跑改办，等待审核。")
        return redirect(url_for("rectification.case", number=number), 303)
    phrases = phrases_for(ReplyKind.PLAN)
    return rendered("rectification/plan.html", form=form, view=view, finding=view.finding, phrases=phrases)


@blueprint.route("/case/<number>/feedback", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def feedback(number: str) -> Any:
    """Report what was put right; the last try is filled in to be mended."""
    actor, view = current_actor(), _view_for(number, _feedback_step)
    form = FeedbackForm(data=feedback_facts(view.records.last_feedback, view.finding.version, view.hands.last_answer))
    if view.finding.grade is Grade.FIX_NOW:
        form.be_short(least_words(Grade.FIX_NOW))
    uploads = form.files.uploads() if form.is_submitted() else []
    if attempt(form, lambda: feedbacks.give_feedback(actor, number, form.draft(), uploads, form.seen)):
        flash("已反馈，部门时限停表。" if _at_once(view) else "已报负责人审签，签发后才算反馈。")
        return redirect(url_for("rectification.case", number=number), 303)
    at_once = _at_once(view)
    return rendered(
        "rectification/feedback.html", form=form, view=view, finding=view.finding, at_once=at_once,
        short=view.finding.grade is Grade.FIX_NOW, phrases=phrases_for(ReplyKind.FEEDBACK),
    )  # fmt: skip


@blueprint.route("/case/<number>/progress", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def progress(number: str) -> Any:
    """Report progress or a milestone done."""
    actor, view = current_actor(), _view_for(number, Step.REPORT_PROGRESS)
    form = ProgressForm(version=view.finding.version, done_on=clock.today())
    form.milestone.choices = open_milestones(view.records.last_plan)
    uploads = form.files.uploads() if form.is_submitted() else []
    if attempt(form, lambda: feedbacks.report_progress(actor, number, form.draft(), uploads, form.seen)):
        flash("进展已记下。")
        return redirect(url_for("rectification.case", number=number), 303)
    phrases = phrases_for(ReplyKind.PROGRESS)
    return rendered("rectification/progress.html", form=form, view=view, finding=view.finding, phrases=phrases)


@blueprint.route("/case/<number>/return", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def ask_return(number: str) -> Any:
    """Ask to give a finding back to the office."""
    actor, view = current_actor(), _view_for(number, Step.REQUEST_RETURN)
    form = ReturnForm(version=view.finding.version)
    form.proposed_unit.choices = [("", "请选择"), *((str(key), name) for key, name in unit_choices())]

    def deed() -> None:
        unit_id = int(form.proposed_unit.data)
        signatures.request_return(actor, number, form.basis.data or "", unit_id, form.seen)

    if attempt(form, deed):
        flash("退单已报跑改办裁定。" if _at_once(view) else "已报负责人审签，签发后才算申请退单。")
        return redirect(url_for("rectification.case", number=number), 303)
    return rendered("rectification/return.html", form=form, view=view, finding=view.finding)


@blueprint.post("/case/<number>/signature")
@requires(Permission.SIGN_FOR_UNIT)
def signature(number: str) -> Any:
    """Sign or decline what was laid before the head."""
    actor, form = current_actor(), RemarkForm()
    declines = form.verb.data == "decline"

    def deed() -> None:
        if declines:
            signatures.decline(actor, number, form.remark.data or "", form.seen)
        else:
            signatures.sign(actor, number, form.seen)

    return decide_on_case(number, form, deed, "已退回经办人修改。" if declines else "已签发。")


@blueprint.post("/case/<number>/signature/scan")
@requires(Permission.ANSWER)
def scan(number: str) -> Any:
    """File the scan of a signed sheet; it counts as the signature from now on."""
    actor, form = current_actor(), ScanForm()
    uploads = form.files.uploads()
    told = "签字扫描件已归档，以现在的时间为准。"
    return decide_on_case(number, form, lambda: signatures.sign_by_scan(actor, number, uploads[0], form.seen), told)


def _feedback_step(status: FindingStatus) -> Step:
    return Step.FIX_NOW if status is FindingStatus.ACCEPTED else Step.REQUEST_CLOSURE


def _view_for(number: str, step: Step | Callable[[FindingStatus], Step]) -> CaseView:
    """Return a case for a page of its own; raise why the step can't be done, before anything is written."""
    actor = current_actor()
    open_case(actor, number, step if isinstance(step, Step) else step(FindingStatus.ACCEPTED))
    view = view_case(actor, number)
    wanted = step if isinstance(step, Step) else step(view.finding.status)
    refused: Refused | NotAllowed | None = refusal(wanted, actor, view.facts, clock.today())
    if refused is not None:
        raise refused
    return view


def _at_once(view: CaseView) -> bool:
    return signs_at_once(Step.REQUEST_CLOSURE, current_actor(), view.facts)

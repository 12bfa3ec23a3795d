"""What a department asks for beside the status: 延期, 异议, 暂缓; each prepared by one and signed by another."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect

from forms.requests import DeferralForm, DisputeForm, ExtensionForm, WithdrawForm
from inspect_app.access import Permission
from inspect_app.findings.vocabulary import Step
from inspect_app.projects.queries.tough import project_choices
from inspect_app.rectification.actions import deferring, disputing, extending
from inspect_app.rectification.queries.overview import CaseView
from inspect_app.rectification.queries.replies import phrases_for
from inspect_app.rectification.rules.acting import signs_at_once
from inspect_app.rectification.views import blueprint
from inspect_app.rectification.views.case import case_url
from inspect_app.rectification.views.opening import view_for
from inspect_app.rectification.vocabulary import ReplyKind
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered


@blueprint.route("/case/<number>/extension/request", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def ask_extension(number: str) -> Any:
    """Ask for more time."""
    actor, view = current_actor(), view_for(number, Step.REQUEST_EXTENSION)
    form = ExtensionForm(version=view.finding.version)
    uploads = form.files.uploads() if form.is_submitted() else []
    if attempt(form, lambda: extending.request_extension(actor, number, form.draft(), uploads, form.seen)):
        return _asked(number, view, Step.REQUEST_EXTENSION, "延期申请已报跑改办，等待批复。")
    phrases = phrases_for(ReplyKind.EXTENSION)
    return rendered("rectification/request_extension.html", form=form, view=view, finding=view.finding, phrases=phrases)


@blueprint.route("/case/<number>/extension/withdraw", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def withdraw_extension(number: str) -> Any:
    """Take a request for more time back."""
    return _withdrawal(number, Step.WITHDRAW_EXTENSION, extending.withdraw_extension)


@blueprint.route("/case/<number>/dispute/request", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def ask_dispute(number: str) -> Any:
    """Object to the facts."""
    actor, view = current_actor(), view_for(number, Step.FILE_DISPUTE)
    form = DisputeForm(version=view.finding.version)
    if attempt(form, lambda: disputing.file_dispute(actor, number, form.grounds.data or "", form.seen)):
        return _asked(number, view, Step.FILE_DISPUTE, "异议已报跑改办，由主任复核裁定。")
    return rendered("rectification/request_dispute.html", form=form, view=view, finding=view.finding)


@blueprint.route("/case/<number>/deferral/request", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def ask_deferral(number: str) -> Any:
    """Ask to wait for something that the department lacks."""
    actor, view = current_actor(), view_for(number, Step.REQUEST_DEFERRAL)
    form = DeferralForm(version=view.finding.version)
    form.offer(project_choices())
    if attempt(form, lambda: deferring.request_deferral(actor, number, form.draft(), version=form.seen)):
        return _asked(number, view, Step.REQUEST_DEFERRAL, "暂缓申请已报跑改办，由主任批复。")
    return rendered("rectification/request_deferral.html", form=form, view=view, finding=view.finding)


@blueprint.route("/case/<number>/deferral/withdraw", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def withdraw_deferral(number: str) -> Any:
    """Take a request to wait back."""
    return _withdrawal(number, Step.WITHDRAW_DEFERRAL, deferring.withdraw_deferral)


def _withdrawal(number: str, step: Step, deed: Callable[[Any, str, int | None], None]) -> Any:
    actor, view = current_actor(), view_for(number, step)
    form = WithdrawForm(version=view.finding.version)
    if attempt(form, lambda: deed(actor, number, form.seen)):
        flash("申请已撤回。")
        return redirect(case_url(actor, number), 303)
    return rendered("rectification/request_withdraw.html", form=form, view=view, finding=view.finding, step=step)


def _asked(number: str, view: CaseView, step: Step, told: str) -> Any:
    at_once = signs_at_once(step, current_actor(), view.facts)
    flash(told if at_once else "已报负责人审签，签发后才算提出。")
    return redirect(case_url(current_actor(), number), 303)

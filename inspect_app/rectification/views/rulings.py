"""How the office rules: on 延期, 异议 and 暂缓, and by itself 恢复整改, 改派, 终止整改, 撤销销号."""

from typing import Any

from forms.requests import (
    DeferralRulingForm,
    DisputeRulingForm,
    ExtensionRulingForm,
    RedirectForm,
    ResumeForm,
    RevocationForm,
    TerminationForm,
)
from inspect_app.access import Permission
from inspect_app.accounts.queries import unit_choices
from inspect_app.findings.vocabulary import Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid
from inspect_app.rectification.actions import deferring, disputing, ending, extending, redirecting
from inspect_app.rectification.views import blueprint
from inspect_app.rectification.views.opening import done_or, view_for
from inspect_app.web.guards import current_actor, requires


@blueprint.route("/case/<number>/extension", methods=["GET", "POST"])
@requires(Permission.REVIEW_PLAN, Permission.RULE)
def rule_extension(number: str) -> Any:
    """Grant more time, asked for or not, or refuse it."""
    actor, view = current_actor(), view_for(number, Step.GRANT_EXTENSION, Step.REFUSE_EXTENSION)
    form = ExtensionRulingForm(version=view.finding.version, due=view.wanted_due)

    def deed() -> None:
        remark = form.remark.data or ""
        if form.verb.data == "refuse":
            extending.refuse_extension(actor, number, remark, form.seen)
        else:
            extending.grant_extension(actor, number, _given(form.due, "新的时限"), remark, form.seen)

    refused = form.verb.data == "refuse"
    told = f"{number} 延期没有同意，时限不变。" if refused else f"{number} 已同意延期。"
    return done_or(view, form, deed, told, "ruling_extension")


@blueprint.route("/case/<number>/dispute", methods=["GET", "POST"])
@requires(Permission.RULE)
def rule_dispute(number: str) -> Any:
    """Rule on an objection: it is no problem, the fact is corrected, or the fact stands."""
    actor, view = current_actor(), view_for(number, Step.REJECT_DISPUTE)
    finding = view.finding
    form = DisputeRulingForm(version=finding.version, title=finding.title, fact=finding.fact)

    def deed() -> None:
        ruling = form.ruling.data or ""
        if form.verb.data == "uphold":
            disputing.uphold_dispute(actor, number, ruling, form.seen)
        elif form.verb.data == "correct":
            disputing.correct_fact(actor, number, ruling, form.title.data or "", form.fact.data or "", form.seen)
        else:
            disputing.reject_dispute(actor, number, ruling, form.seen)

    return done_or(view, form, deed, f"{number} 异议已裁定。", "ruling_dispute")


@blueprint.route("/case/<number>/deferral", methods=["GET", "POST"])
@requires(Permission.RULE)
def rule_deferral(number: str) -> Any:
    """Approve a wait until a day, or refuse it."""
    actor, view = current_actor(), view_for(number, Step.DEFER)
    form = DeferralRulingForm(version=view.finding.version, until=view.wanted_until)

    def deed() -> None:
        remark = form.remark.data or ""
        if form.verb.data == "refuse":
            deferring.refuse_deferral(actor, number, remark, form.seen)
        else:
            deferring.defer(actor, number, _given(form.until, "暂缓到哪天"), remark, form.seen)

    told = f"{number} 暂缓没有同意。" if form.verb.data == "refuse" else f"{number} 已暂缓，到期自动恢复整改。"
    return done_or(view, form, deed, told, "ruling_deferral")


@blueprint.route("/case/<number>/resume", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def resume(number: str) -> Any:
    """End a wait before its day."""
    actor, view = current_actor(), view_for(number, Step.RESUME)
    form = ResumeForm(version=view.finding.version)

    def deed() -> None:
        deferring.resume(actor, number, form.remark.data or "", form.seen)

    return done_or(view, form, deed, f"{number} 已恢复整改。", "ruling_resume")


@blueprint.route("/case/<number>/reassignment", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def redirect_case(number: str) -> Any:
    """Hand a finding to another department without a return."""
    actor, view = current_actor(), view_for(number, Step.REASSIGN)
    form = RedirectForm(version=view.finding.version)
    form.offer(unit_choices(clock.today()))

    def deed() -> None:
        unit_id, due = int(form.lead_unit.data), form.due.data
        redirecting.reassign(actor, number, unit_id, form.reason.data or "", due, form.seen)

    return done_or(view, form, deed, f"{number} 已改派，新单位的时限从今天重新算。", "ruling_redirect")


@blueprint.route("/case/<number>/termination", methods=["GET", "POST"])
@requires(Permission.RULE)
def terminate(number: str) -> Any:
    """End a finding that will not be put right."""
    actor, view = current_actor(), view_for(number, Step.TERMINATE)
    form = TerminationForm(version=view.finding.version)
    uploads = form.files.uploads() if form.is_submitted() else []

    def deed() -> None:
        ending.terminate(actor, number, form.reason.data or "", form.approval.data or "", uploads, form.seen)

    return done_or(view, form, deed, f"{number} 已终止整改。", "ruling_termination")


@blueprint.route("/case/<number>/revocation", methods=["GET", "POST"])
@requires(Permission.RULE)
def revoke_closure(number: str) -> Any:
    """Take a closure back."""
    actor, view = current_actor(), view_for(number, Step.REVOKE_CLOSURE)
    form = RevocationForm(version=view.finding.version)

    def deed() -> None:
        ending.revoke_closure(actor, number, form.reason.data or "", form.seen)

    return done_or(view, form, deed, f"{number} 销号已撤销，等待重新核验。", "ruling_revocation")


def _given(field: Any, label: str) -> Any:
    if field.data is None:
        raise Invalid(f"请填写{label}。", field.name)
    return field.data

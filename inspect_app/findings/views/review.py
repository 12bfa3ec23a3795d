"""Review of one submitted visit."""

from typing import Any

from flask import flash, redirect, url_for

from forms.findings import AcceptForm, CheckForm, MarkForm, SendBackForm, send_back_form
from inspect_app.access import Permission
from inspect_app.findings.actions.checking import keep_check
from inspect_app.findings.actions.checking import mark_trial as mark
from inspect_app.findings.actions.reviewing import accept_visit, send_back
from inspect_app.findings.queries import VisitReview, get_visit_for_review, review_of
from inspect_app.findings.views import blueprint
from inspect_app.visits.models import VisitCheck
from inspect_app.visits.vocabulary import ScriptBreak, VisitStatus
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered

# What a reviewer may say of a trial: (value, verb).
_MARKS = (("exposed", "标为身份暴露"), ("departed", "标为未按脚本"), ("", "恢复计入"))


@blueprint.get("/findings/review/<public_id>")
@requires(Permission.REVIEW_VISITS)
def review_visit(public_id: str) -> Any:
    """Show a submitted visit with every answer and the problems made of it."""
    facts = _load(public_id)
    return _page(facts, _form(facts))


@blueprint.post("/findings/review/<public_id>/accept")
@requires(Permission.REVIEW_VISITS)
def accept(public_id: str) -> Any:
    """Accept the visit."""
    actor, facts = current_actor(), _load(public_id)
    if attempt(AcceptForm(), lambda: accept_visit(actor, facts.visit.id)):
        flash(f"走访 {facts.visit.receipt} 已审核，{len(facts.findings)} 个问题待立项。")
        return redirect(url_for("findings.triage" if facts.findings else "findings.review"))
    return _page(facts, _form(facts))


@blueprint.post("/findings/review/<public_id>/send-back")
@requires(Permission.REVIEW_VISITS)
def send_back_visit(public_id: str) -> Any:
    """Send the visit back to its author with remarks."""
    actor, facts = current_actor(), _load(public_id)
    form = _form(facts)

    def deed() -> None:
        send_back(actor, facts.visit.id, general=form.general.data or "", remarks=form.remarks())

    if attempt(form, deed):
        flash(f"走访 {facts.visit.receipt} 已退回补充，填报人会在清单里看到意见。")
        return redirect(url_for("findings.review"))
    return _page(facts, form)


@blueprint.post("/findings/review/<public_id>/check")
@requires(Permission.REVIEW_VISITS)
def keep_visit_check(public_id: str) -> Any:
    """Keep the reviewer's answers and note."""
    actor, facts, form = current_actor(), _load(public_id), CheckForm()
    if attempt(form, lambda: keep_check(actor, public_id, form.words())):
        flash("核对已记下。")
        return redirect(url_for("findings.review_visit", public_id=public_id, _anchor="check"), 303)
    return _page(facts, _form(facts), form)


@blueprint.post("/findings/review/<public_id>/trials/<int:trial_id>")
@requires(Permission.REVIEW_VISITS)
def mark_trial(public_id: str, trial_id: int) -> Any:
    """Say that a trial doesn't count, or that it counts again."""
    actor, form = current_actor(), MarkForm()
    facts = _load(public_id)
    broken = ScriptBreak.find(form.script_break.data)
    if attempt(form, lambda: mark(actor, public_id, trial_id, broken)):
        flash(f"已标为“{broken.label}”，不计入统计。" if broken else "已恢复，计入统计。")
        return redirect(url_for("findings.review_visit", public_id=public_id), 303)
    return _page(facts, _form(facts))


def _load(public_id: str) -> VisitReview:
    actor = current_actor()
    return review_of(actor, get_visit_for_review(actor, public_id))


def _form(facts: VisitReview) -> SendBackForm:
    return send_back_form((line.key, f"第 {line.number} 项") for _, lines in facts.parts for line in lines)


def _page(facts: VisitReview, form: SendBackForm, check: CheckForm | None = None) -> Any:
    waiting = facts.visit.status is VisitStatus.RECEIVED
    page, status = rendered(
        "findings/review_visit.html",
        form=form,
        check_form=check or CheckForm(formdata=None, data=_as_kept(facts.check)),
        facts=facts,
        visit=facts.visit,
        waiting=waiting,
        marks=_MARKS,
    )
    return page, 422 if check is not None else status


def _as_kept(check: VisitCheck | None) -> dict[str, str]:
    if check is None:
        return {}
    said = {True: "yes", False: "no", None: ""}
    names = ("facts_clear", "evidence_enough", "script_kept")
    return {**{name: said[getattr(check, name)] for name in names}, "note": check.note}

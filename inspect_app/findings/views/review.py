"""Review of one submitted visit."""

from typing import Any

from flask import flash, redirect, url_for

from forms.findings import AcceptForm, SendBackForm, send_back_form
from inspect_app.access import Permission
from inspect_app.findings.actions.reviewing import accept_visit, send_back
from inspect_app.findings.queries import VisitReview, get_visit_for_review, review_of
from inspect_app.findings.views import blueprint
from inspect_app.visits.vocabulary import VisitStatus
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered


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


def _load(public_id: str) -> VisitReview:
    actor = current_actor()
    return review_of(actor, get_visit_for_review(actor, public_id))


def _form(facts: VisitReview) -> SendBackForm:
    return send_back_form((line.key, f"第 {line.number} 项") for _, lines in facts.parts for line in lines)


def _page(facts: VisitReview, form: SendBackForm) -> Any:
    waiting = facts.visit.status is VisitStatus.RECEIVED
    return rendered("findings/review_visit.html", form=form, facts=facts, visit=facts.visit, waiting=waiting)

"""Check what is missing, hand in, get the receipt."""

from typing import Any

from flask import redirect, request, url_for

from forms.field import read_answers, read_listed, read_round
from inspect_app.database import transaction
from inspect_app.field import actions, queries
from inspect_app.field.rules import check_problems
from inspect_app.field.views import AUTHORS, blueprint
from inspect_app.field.views.frame import CHECK, frame
from inspect_app.visits.models import Visit
from inspect_app.visits.queries import answers_of
from inspect_app.visits.vocabulary import VisitStatus
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import rendered

_HANDED_IN = (VisitStatus.RECEIVED, VisitStatus.ACCEPTED)


@blueprint.get("/field/visits/<public_id>/check")
@requires(*AUTHORS)
def check_visit(public_id: str) -> Any:
    """Show what is missing and which problems go along."""
    visit = queries.get_own(current_actor(), public_id)
    if visit.status in _HANDED_IN:
        return redirect(url_for("field.receipt", public_id=public_id))
    return _check_page(visit), 200


@blueprint.post("/field/visits/<public_id>/submit")
@requires(*AUTHORS)
def submit_visit(public_id: str) -> Any:
    """Hand a visit in; the whole checklist may come along as ordinary fields."""
    actor, form = current_actor(), request.form
    body = queries.find_body(actor, public_id)
    given, listed = read_answers(body, form), read_listed(body, form)
    with transaction():
        outcome = actions.submit_visit(actor, public_id, given, listed, read_round(form))
    if outcome.receipt is None:
        return _check_page(queries.get_own(actor, public_id)), 422
    return redirect(url_for("field.receipt", public_id=public_id), 303)


@blueprint.get("/field/visits/<public_id>/receipt")
@requires(*AUTHORS)
def receipt(public_id: str) -> Any:
    """Show the receipt, what happens next, and what became of the problems."""
    visit = queries.get_own(current_actor(), public_id)
    if visit.status not in _HANDED_IN:
        return redirect(url_for("field.check_visit", public_id=public_id))
    findings = queries.finding_views(visit)
    return rendered("field/receipt.html", findings=findings, **frame(visit, CHECK))


def _check_page(visit: Visit) -> Any:
    findings = queries.finding_views(visit)
    body, answers = queries.body_of(visit.checklist_version), answers_of(visit)
    around = queries.around_of(visit, findings)
    page, _ = rendered(
        "field/check.html",
        problems=check_problems(body, answers, visit.author_role, findings),
        findings=findings,
        remarks=queries.remark_rows(visit),
        overall=around.remarks.get("", ()),
        round=visit.round,
        **frame(visit, CHECK),
    )
    return page

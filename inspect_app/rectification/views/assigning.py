"""Who checks a claimed fix: a person, or a visit planned for it; and what such a visit brought."""

from typing import Any

from flask import Response, flash, redirect, request

from forms.supervision import AssignForm, NoCheckForm, VisitAgainForm
from inspect_app.access import Permission, Role, may
from inspect_app.evidence.queries import published
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import get_finding
from inspect_app.findings.vocabulary import Grade, Step
from inspect_app.foundation import clock
from inspect_app.rectification.actions.assigning import assign_verifier, give_back_order, plan_check
from inspect_app.rectification.queries.overview import CaseView
from inspect_app.rectification.queries.supervising import check_beside, check_photo, verifier_choices
from inspect_app.rectification.views import blueprint
from inspect_app.rectification.views.case import case_url
from inspect_app.rectification.views.opening import view_for
from inspect_app.visits.queries import campaign_choices, list_author_choices, published_version
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered

_ALSO = frozenset({Role.VERIFIER})


@blueprint.route("/case/<number>/verifier", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def assign_check(number: str) -> Any:
    """Ask somebody to check a claimed fix."""
    actor, view = current_actor(), view_for(number, Step.ASSIGN_VERIFIER)
    form = AssignForm(version=view.finding.version)
    form.verifier.choices = [("", "请选择"), *verifier_choices(view.finding)]

    def deed() -> None:
        person_id, note = int(form.verifier.data), form.note.data or ""
        assign_verifier(actor, number, person_id, form.how(), note=note, version=form.seen)

    if attempt(form, deed):
        flash("已指派核验，核验人员会收到消息。")
        return redirect(case_url(actor, number), 303)
    return _page(view, assign=form, again=visit_form(view.finding))


@blueprint.post("/case/<number>/verifier/visit")
@requires(Permission.TRIAGE)
def plan_check_visit(number: str) -> Any:
    """Plan a visit of the finding's window to check a claimed fix."""
    actor, view = current_actor(), view_for(number, Step.ASSIGN_VERIFIER)
    form, finding = visit_form(view.finding, fresh=False), view.finding

    def deed() -> None:
        plan_check(actor, number, form.plan(finding.window_id, version_of(finding)), form.seen)

    if attempt(form, deed):
        flash("已安排走访核验，责任单位看不到这次安排。")
        return redirect(case_url(actor, number), 303)
    assign = AssignForm(formdata=None, version=finding.version)
    assign.verifier.choices = [("", "请选择"), *verifier_choices(finding)]
    return _page(view, assign=assign, again=form)


@blueprint.post("/case/<number>/verifier/impossible")
@requires(Permission.VERIFY)
def check_impossible(number: str) -> Any:
    """Say that an ordered check could not be done."""
    actor, form = current_actor(), NoCheckForm()
    if attempt(form, lambda: give_back_order(actor, number, form.reason.data or "")):
        flash("已登记无法核验，跑改办会另行指派。")
    else:
        flash("请写为什么无法核验。", "error")
    return redirect(case_url(actor, number), 303)


@blueprint.get("/case/<number>/verifier/photos/<public_id>")
@requires(Permission.VERIFY)
def seen_photo(number: str, public_id: str) -> Response:
    """Send a photo of the visit that was made for a check, to who may verify."""
    file = check_photo(current_actor(), number, public_id)
    body, media_type = published(file, "thumb" if request.args.get("size") == "thumb" else "copy")
    response = Response(body, mimetype=media_type)
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


def visit_form(finding: Finding, *, fresh: bool = True) -> VisitAgainForm:
    """Return the form to plan a visit of a finding's window, the author of an open one proposed."""
    actor = current_actor()
    values = {"version": finding.version, "planned_on": clock.today(), "campaign": str(finding.campaign_id)}
    if finding.visit is not None and finding.visit.author_id is not None and finding.grade is not Grade.MAJOR:
        values["author"] = f"{finding.visit.author_id}-{finding.visit.author_role.value}"
    form = VisitAgainForm(formdata=None, data=values) if fresh else VisitAgainForm(data=values)
    authors = list_author_choices(actor, also=_ALSO)
    return form.offer(authors, campaign_choices(), covert=may(actor, Permission.PLAN_COVERT))


def version_of(finding: Finding) -> int | None:
    """Return the checklist the finding came from, as long as it is in use; nothing means the campaign's latest."""
    visit = finding.visit
    known = published_version(visit.checklist_version_id) if visit is not None else None
    return known.id if known is not None else None


def _page(view: CaseView, *, assign: AssignForm, again: VisitAgainForm) -> Any:
    finding = view.finding
    page, _ = rendered(
        "rectification/assign.html",
        form=assign if assign.errors else again,
        assign=assign,
        again=again,
        view=view,
        finding=finding,
        now=check_beside(current_actor(), get_finding(current_actor(), str(finding.number))),
    )
    return page, 422 if assign.errors or again.errors else 200

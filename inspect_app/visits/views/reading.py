"""The list of visits, one visit to read, its files, and entering it for its author."""

from typing import Any

from flask import Response, flash, redirect, request, url_for

from forms.visits import CallOffForm, EnterForm, read_filters
from inspect_app.access import Permission, may
from inspect_app.campaigns.vocabulary import VISITED
from inspect_app.database import transaction
from inspect_app.evidence.queries import published
from inspect_app.foundation import clock
from inspect_app.visits import actions, queries
from inspect_app.visits.queries.unsealing import may_ask_unseal
from inspect_app.visits.rules.page import VisitPage, visit_page
from inspect_app.visits.rules.scripting import is_report_late, report_due
from inspect_app.visits.views import blueprint
from inspect_app.visits.vocabulary import VisitMode, VisitStatus
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import PAGE_SIZE, Page, page_number
from inspect_app.web.responses import attempt, rendered

_OFFICE = (Permission.PLAN_VISITS, Permission.REVIEW_VISITS)


@blueprint.get("/visits")
@requires(*_OFFICE)
def visit_list() -> Any:
    """List the visits, narrowed by the address."""
    actor, filters, number = current_actor(), read_filters(request.args), page_number()
    total = queries.count_visits(actor, filters)
    rows = queries.list_visits(actor, filters, (number - 1) * PAGE_SIZE, PAGE_SIZE)
    return rendered(
        "visits/list.html",
        page=Page(rows, number, total),
        chosen=request.args,
        narrowed=bool(set(request.args) - {"page"}),
        kept=_kept("q"),
        kept_dates=_kept("from", "to"),
        statuses=VisitStatus.choices(),
        modes=VisitMode.choices(),
        methods=[(method.value, method.label) for method in VISITED],
        campaigns=queries.campaign_choices(),
        sites=queries.site_choices(),
        activities=queries.activity_choices(),
    )


@blueprint.get("/visits/<public_id>")
@requires(*_OFFICE)
def show_visit(public_id: str) -> Any:
    """Show everything seen, done and heard on a visit, to read only."""
    return _page(public_id, EnterForm(formdata=None))


@blueprint.post("/visits/<public_id>/enter")
@requires(Permission.ENTER_FOR_AUTHOR)
def enter_visit(public_id: str) -> Any:
    """Take over the entry for the author, with the paper sheet."""
    actor, form = current_actor(), EnterForm()
    queries.get_visit(actor, public_id)

    def deed() -> None:
        sheet = form.sheet.data
        actions.enter_for_author(actor, public_id, sheet.read(), sheet.filename or "")

    if attempt(form, deed):
        flash("已记为代录，请按纸质表逐项填写。")
        return redirect(url_for("field.open_visit", public_id=public_id), 303)
    return _page(public_id, form)


@blueprint.post("/visits/<public_id>/release")
@requires(Permission.REVIEW_VISITS)
def release_visit(public_id: str) -> Any:
    """Send back a visit whose photos do not come."""
    with transaction():
        actions.release_round(current_actor(), public_id)
    flash("已退回，走访人在平板上会看到，补拍后再交。")
    return redirect(url_for("visits.show_visit", public_id=public_id), 303)


@blueprint.get("/visits/<public_id>/files/<file_id>")
@requires(*_OFFICE)
def visit_file(public_id: str, file_id: str) -> Response:
    """Serve a photo or sheet of a visit to who may read the visit."""
    visit = queries.get_visit(current_actor(), public_id)
    file = queries.file_of_visit(visit.id, file_id)
    body, media_type = published(file, request.args.get("size", "copy"))
    return Response(body, mimetype=media_type)


def _kept(*own: str) -> list[tuple[str, str]]:
    """Return the filters of the address that a small form of its own must carry along."""
    return [(name, value) for name, value in request.args.items() if name not in {*own, "page"}]


def _page(public_id: str, form: EnterForm) -> Any:
    actor = current_actor()
    visit = queries.get_visit(actor, public_id)
    page: VisitPage = visit_page(visit.checklist_version.body, queries.answers_of(visit), visit.status)
    due = report_due(visit.planned_on, visit.slot, visit.started_at)
    return rendered(
        "visits/show.html",
        form=form,
        visit=visit,
        page=page,
        author=queries.author_label(actor, [visit])[visit.id],
        files=queries.files_by_item(visit),
        call_off=CallOffForm(formdata=None),
        incomplete=queries.is_incomplete(visit),
        may_ask_unseal=may_ask_unseal(actor, visit),
        report_due=due,
        report_late=is_report_late(due, visit.status, visit.submitted_at, clock.now()),
        may_review=page.can_review and may(actor, Permission.REVIEW_VISITS),
    )

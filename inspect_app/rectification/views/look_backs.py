"""Looking again after closure (回头看): what is due, what it showed, a visit for it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from forms.supervision import LookBackForm, VisitAgainForm
from inspect_app.access import Permission, may
from inspect_app.rectification.actions import looking_back
from inspect_app.rectification.models import LookBack
from inspect_app.rectification.queries.looking_back import (
    LookBackTab,
    count_look_backs,
    get_look_back,
    list_look_backs,
    what_was_seen,
)
from inspect_app.rectification.views import blueprint
from inspect_app.rectification.views.assigning import version_of, visit_form
from inspect_app.rectification.vocabulary import LookBackState
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import PAGE_SIZE, Page, page_number
from inspect_app.web.responses import attempt, rendered


@blueprint.get("/look-backs")
@requires(Permission.VERIFY)
def look_backs() -> Any:
    """List what is to be looked at again, under the tab of the address."""
    actor, number = current_actor(), page_number()
    chosen = LookBackTab.find(request.args.get("tab")) or LookBackTab.DUE
    rows, total = list_look_backs(actor, chosen, (number - 1) * PAGE_SIZE, PAGE_SIZE)
    counts = count_look_backs(actor)
    tabs = [(tab.label, url_for(".look_backs", tab=tab.value), counts[tab], tab is chosen) for tab in LookBackTab]
    return render_template("rectification/look_backs.html", page=Page(rows, number, total), tabs=tabs, tab=chosen)


@blueprint.route("/look-backs/<int:look_back_id>", methods=["GET", "POST"])
@requires(Permission.VERIFY)
def look_back(look_back_id: int) -> Any:
    """Show one, and say what it showed."""
    actor, look = current_actor(), get_look_back(current_actor(), look_back_id)
    form = LookBackForm()

    def deed() -> None:
        looking_back.note_look_back(actor, look_back_id, form.what(), form.how(), form.note.data or "")

    if attempt(form, deed):
        again = form.result.data == LookBackState.REBOUNDED.value
        flash("已登记反弹，新问题在“立项交办”里等审核。" if again else "回头看结果已登记。")
        return redirect(url_for("rectification.look_backs"), 303)
    return _page(look, form, None)


@blueprint.post("/look-backs/<int:look_back_id>/visit")
@requires(Permission.PLAN_VISITS)
def plan_look_back_visit(look_back_id: int) -> Any:
    """Plan a visit to look again."""
    actor, look = current_actor(), get_look_back(current_actor(), look_back_id)
    form, finding = visit_form(look.finding, fresh=False), look.finding

    def deed() -> None:
        plan = form.plan(finding.window_id, version_of(finding))
        looking_back.plan_look_back_visit(actor, look_back_id, plan)

    if attempt(form, deed):
        flash("已安排走访，责任单位看不到这次安排。")
        return redirect(url_for("rectification.look_back", look_back_id=look_back_id), 303)
    return _page(look, LookBackForm(formdata=None), form)


def _page(look: LookBack, form: LookBackForm, again: VisitAgainForm | None) -> Any:
    planned = look.state is LookBackState.PLANNED
    plans = planned and look.visit_id is None and may(current_actor(), Permission.PLAN_VISITS)
    visit = again or (visit_form(look.finding) if plans else None)
    page, _ = rendered(
        "rectification/look_back.html",
        form=again if again is not None else form,
        record=form,
        again=visit,
        look=look,
        planned=planned,
        seen=what_was_seen(look),
    )
    return page, 422 if form.errors or (again is not None and again.errors) else 200

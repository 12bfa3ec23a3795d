"""Plan a visit, plan it anew, call it off."""

from typing import Any

from flask import flash, redirect, request, url_for

from forms.visits import CallOffForm, PlanForm
from inspect_app.access import Permission, may
from inspect_app.foundation import clock
from inspect_app.visits import actions, queries
from inspect_app.visits.models import Visit
from inspect_app.visits.queries.scripts import script_choices
from inspect_app.visits.views import blueprint
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered

_PLANNERS = (Permission.PLAN_VISITS, Permission.PLAN_COVERT)


@blueprint.route("/visits/new", methods=["GET", "POST"])
@requires(*_PLANNERS)
def new_visit() -> Any:
    """Plan a visit."""
    actor = current_actor()
    form = _offered(PlanForm(data=None if request.method == "POST" else {"planned_on": clock.today()}))
    if attempt(form, lambda: actions.plan_visit(actor, form.facts())):
        flash("已安排走访，走访人登录后就能看到。")
        return redirect(url_for("visits.visit_list"), 303)
    return rendered("visits/plan.html", form=form, sites=_sites(form), visit=None)


@blueprint.route("/visits/<public_id>/edit", methods=["GET", "POST"])
@requires(*_PLANNERS)
def edit_visit(public_id: str) -> Any:
    """Plan a visit anew that nobody has begun."""
    actor = current_actor()
    visit = queries.get_planned(actor, public_id)
    form = _offered(PlanForm(data=_as_planned(visit)), visit.script_id)
    if attempt(form, lambda: actions.edit_plan(actor, public_id, form.facts())):
        flash("安排已改好。")
        return redirect(url_for("visits.show_visit", public_id=public_id), 303)
    return rendered("visits/plan.html", form=form, sites=_sites(form), visit=visit)


@blueprint.post("/visits/<public_id>/cancel")
@requires(*_PLANNERS)
def cancel_visit(public_id: str) -> Any:
    """Call off a visit that nobody has begun."""
    actor = current_actor()
    queries.get_planned(actor, public_id)
    if attempt(CallOffForm(), lambda: actions.cancel_plan(actor, public_id)):
        flash("已取消这次安排。")
        return redirect(url_for("visits.visit_list"), 303)
    return redirect(url_for("visits.show_visit", public_id=public_id), 303)


def _offered(form: PlanForm, script_id: int | None = None) -> PlanForm:
    actor = current_actor()
    windows = [(str(window.id), window.name) for window in queries.windows_by_site()]
    return form.offer(
        queries.campaign_choices(),
        queries.version_choices(),
        queries.list_author_choices(actor),
        windows,
        activities=queries.activity_choices(),
        covert=may(actor, Permission.PLAN_COVERT),
        scripts=script_choices(script_id),
    )


def _sites(form: PlanForm) -> list[dict[str, Any]]:
    return queries.by_site(queries.windows_by_site(), form.windows.data or ())


def _as_planned(visit: Visit) -> dict[str, Any]:
    person_id = queries.author_id_for_planner(current_actor(), visit)
    return {
        "campaign": str(visit.campaign_id),
        "version": str(visit.checklist_version_id),
        "author": f"{person_id}-{visit.author_role.value}",
        "mode": visit.mode.value,
        "method": visit.method.value,
        "planned_on": visit.planned_on,
        "slot": visit.slot.value,
        "through_on": visit.through_on,
        "activity": str(visit.activity_slot or ""),
        "with_petitions": visit.with_petitions,
        "windows": [str(stop.window_id) for stop in visit.stops],
        "companions": visit.companions,
        "note": visit.note,
        "script": str(visit.script_id or ""),
        "seen": visit.version,
    }

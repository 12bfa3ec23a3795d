"""Put one person on a row of a round by hand: everybody with the rule that keeps them away."""

from datetime import date
from typing import Any

from flask import flash, redirect, request, url_for

from forms.planning import HALF_DAYS, PlacingForm
from inspect_app.access import Permission
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing
from inspect_app.planning import actions
from inspect_app.planning.models import PlanRow
from inspect_app.planning.queries.checking import Check
from inspect_app.planning.queries.rounds import author_of, get_round, round_row, row_of
from inspect_app.planning.rules.asking import plan_of
from inspect_app.planning.views import blueprint
from inspect_app.planning.vocabulary import RoundPlan, RoundState
from inspect_app.visits.vocabulary import DaySlot
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered


@blueprint.route("/rounds/<int:round_id>/errands/<int:errand_id>", methods=["GET", "POST"])
@requires(Permission.PLAN_VISITS)
def put_person(round_id: int, errand_id: int) -> Any:
    """Choose who goes on a row of a round."""
    actor, found = current_actor(), get_round(current_actor(), round_id)
    if found.state is not RoundState.DRAFT:
        raise Missing()
    row, form = row_of(found, errand_id), PlacingForm()
    if attempt(form, lambda: actions.put_person(actor, round_id, errand_id, form.placing())):
        flash("已换人，方案还没有安排成走访。")
        return redirect(url_for("planning.show_round", round_id=round_id), 303)
    half = _half(row, plan_of(found.kind, found.asked, found.seed))
    form.day.data, form.slot.data = half[0], half[1].value
    return rendered(
        "planning/put_person.html",
        form=form,
        round=found,
        row=round_row(row),
        sent=author_of(row),
        candidates=Check(actor, found).candidates(row, half),
        slots=[(slot.value, slot.label, slot is half[1]) for slot in HALF_DAYS],
        day=half[0],
    )


def _half(row: PlanRow, plan: RoundPlan) -> tuple[date, DaySlot]:
    """Return the half day the page is about: what was asked for, or the row's own."""
    asked = request.form if request.method == "POST" else request.args
    usual = row.slot if row.slot in HALF_DAYS else DaySlot.MORNING
    slot = next((slot for slot in HALF_DAYS if slot.value == asked.get("slot")), usual)
    try:
        return date.fromisoformat(asked.get("day", "")), slot
    except ValueError:
        return row.planned_on or max(plan.first, clock.today()), slot

"""Routes of one unit in a review: its items, handing them in together, sending the round back."""

from typing import Any

from flask import flash, redirect, request, url_for

from forms.schemes import ItemsForm, SeenForm
from inspect_app.access import Permission, may
from inspect_app.database import transaction
from inspect_app.foundation import clock
from inspect_app.projects.actions import scheme_handing, schemes
from inspect_app.projects.queries import scheme_lists as lists
from inspect_app.projects.queries import schemes as queries
from inspect_app.projects.queries.scheme_lists import Wanted
from inspect_app.projects.queries.scheme_page import round_of
from inspect_app.projects.views import blueprint
from inspect_app.projects.views.schemes import READERS
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered


@blueprint.get("/schemes/<int:review_id>/units/<int:unit_id>")
@requires(*READERS)
def scheme_unit(review_id: int, unit_id: int) -> Any:
    """Show a unit's items and what can be done with its round."""
    actor = current_actor()
    review, unit = queries.get_member(actor, review_id, unit_id)
    rows, _ = lists.list_items(actor, review, Wanted(unit_id), clock.today())
    state = round_of(review_id, unit_id)
    form = SeenForm(formdata=None, version=str(state.stamp))
    return rendered(
        "projects/scheme_unit.html",
        form=form,
        review=review,
        unit=unit,
        rows=rows,
        state=state,
        answers=may(actor, Permission.ANSWER, unit_id),
        reviews=queries.sees_marks(actor),
    )


@blueprint.route("/schemes/<int:review_id>/units/<int:unit_id>/add", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def add_schemes(review_id: int, unit_id: int) -> Any:
    """Put items on a unit's list."""
    actor = current_actor()
    review, unit = queries.get_member(actor, review_id, unit_id)
    form = ItemsForm()
    form.offer(list(queries.item_offers(review_id, unit_id)))

    def deed() -> None:
        scheme_handing.add_schemes(actor, review_id, unit_id, form.chosen(), form.typed())

    if attempt(form, deed):
        flash("事项已列入，请逐项写方案，写好一并报送。")
        return _back(review_id, unit_id)
    return rendered("projects/scheme_add.html", form=form, review=review, unit=unit)


@blueprint.route("/schemes/<int:review_id>/units/<int:unit_id>/hand-in", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def hand_in_schemes(review_id: int, unit_id: int) -> Any:
    """Hand in what a unit has written."""
    if request.method != "POST":
        return _back(review_id, unit_id)
    with transaction():
        count = scheme_handing.hand_in(current_actor(), review_id, unit_id, SeenForm().seen)
    flash(f"已报送 {count} 项，等跑改办逐项审核。")
    return _back(review_id, unit_id)


@blueprint.route("/schemes/<int:review_id>/units/<int:unit_id>/send-back", methods=["GET", "POST"])
@requires(Permission.REVIEW_PLAN)
def send_schemes_back(review_id: int, unit_id: int) -> Any:
    """Send a reviewed round back to its unit."""
    if request.method != "POST":
        return _back(review_id, unit_id)
    with transaction():
        passed, returned = schemes.send_back(current_actor(), review_id, unit_id, SeenForm().seen)
    flash(f"已发回：通过 {passed} 项，退回修改 {returned} 项。")
    return _back(review_id, unit_id)


def _back(review_id: int, unit_id: int) -> Any:
    """Lead to the unit: whoever was too late is sent here to look at it anew."""
    return redirect(url_for("projects.scheme_unit", review_id=review_id, unit_id=unit_id), 303)

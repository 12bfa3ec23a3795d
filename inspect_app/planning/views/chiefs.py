"""Chiefs' three layers with who has been and who hasn't, and the 四进."""

from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, request, url_for

from forms.planning import ActivityForm, ChiefForm
from inspect_app.access import Permission
from inspect_app.campaigns.queries import campaign_choices
from inspect_app.foundation import clock
from inspect_app.planning import actions
from inspect_app.planning.queries import chiefs as queries
from inspect_app.planning.rules.layering import layers_of
from inspect_app.planning.views import blueprint
from inspect_app.planning.vocabulary import ChiefLayer
from inspect_app.visits.queries import by_site, windows_by_site
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered

_YEAR = timedelta(days=365)


@blueprint.get("/chiefs")
@requires(Permission.PLAN_VISITS)
def chiefs() -> Any:
    """Show layer by layer which chiefs have been and who is missing."""
    known = dict(campaign_choices())
    asked = request.args.get("campaign", "")
    campaign_id = next((key for key in known if str(key) == asked), None)
    today = clock.today()
    first, last = _day("from", today - _YEAR), _day("to", today)
    visits = queries.chief_visits(first, last, campaign_id)
    rows = queries.chief_rows(visits)
    return rendered(
        "planning/chiefs.html",
        layers=layers_of(rows),
        chiefs=rows,
        visits=queries.visit_rows(visits, rows),
        campaigns=[(str(key), name) for key, name in known.items()],
        chosen=request.args,
        period=(first, last),
        kept=[("campaign", asked)] if asked else [],
    )


@blueprint.route("/chiefs/<int:person_id>", methods=["GET", "POST"])
@requires(Permission.PLAN_VISITS)
def chief(person_id: int) -> Any:
    """Put a chief into a layer, with contact points."""
    person, post = queries.get_chief(person_id)
    kept = {"layer": post.layer.value, "windows": [str(point.window_id) for point in post.points]} if post else {}
    form = ChiefForm(data=None if request.method == "POST" else kept)
    form.windows.choices = [(str(window.id), window.name) for window in windows_by_site()]

    def deed() -> None:
        layer = ChiefLayer.find(form.layer.data) or ChiefLayer.CONTACT
        actions.place_chief(current_actor(), person_id, layer, [int(key) for key in form.windows.data or ()])

    if attempt(form, deed):
        flash(f"已保存{person.name}的层次和联系点。")
        return redirect(url_for("planning.chiefs"), 303)
    sites = by_site(windows_by_site(), form.windows.data or ())
    return rendered("planning/chief.html", form=form, person=person, sites=sites)


@blueprint.route("/activities", methods=["GET", "POST"])
@requires(Permission.PLAN_VISITS, Permission.MANAGE_CAMPAIGNS)
def activities() -> Any:
    """Count the visits of the 四进, and name the fourth."""
    actor = current_actor()
    rows = queries.activity_rows(actor)
    form = ActivityForm(data=None if request.method == "POST" else {"name": rows[-1].name})
    if attempt(form, lambda: actions.name_activity(actor, form.name.data or "")):
        flash("已保存第四项。")
        return redirect(url_for("planning.activities"), 303)
    return rendered("planning/activities.html", form=form, rows=rows)


def _day(name: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return otherwise

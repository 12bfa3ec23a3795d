"""Assign in one click, look, swap by hand, make it into visits or give it up."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, request, url_for

from forms.planning import MakeForm, RoundForm, SwapForm
from inspect_app.access import Permission, may
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.queries import get_campaign
from inspect_app.database import transaction
from inspect_app.foundation import clock, randomness
from inspect_app.planning import actions
from inspect_app.planning.queries.people import roles_on_offer
from inspect_app.planning.queries.rounds import get_round, round_rows
from inspect_app.planning.rules.asking import plan_of, sums_of
from inspect_app.planning.views import blueprint
from inspect_app.planning.vocabulary import RoundState
from inspect_app.visits.queries import activity_choices
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered

_SEEDS = 10**6
_USUAL = timedelta(days=13)


@blueprint.route("/<int:campaign_id>/draw", methods=["GET", "POST"])
@requires(Permission.PLAN_VISITS)
def draw_round(campaign_id: int) -> Any:
    """Ask for a round of assignment."""
    actor, campaign, made = current_actor(), get_campaign(campaign_id), []
    form = RoundForm(data=None if request.method == "POST" else _usual(campaign))
    form.offer(roles_on_offer(actor), activity_choices(), covert=may(actor, Permission.PLAN_COVERT))
    seed = int.from_bytes(randomness.token_bytes(4), "big") % _SEEDS
    if attempt(form, lambda: made.append(actions.draw_round(actor, campaign_id, form.plan(seed)).id)):
        return redirect(url_for("planning.show_round", round_id=made[0]), 303)
    return rendered("planning/draw.html", form=form, campaign=campaign)


@blueprint.get("/rounds/<int:round_id>")
@requires(Permission.PLAN_VISITS)
def show_round(round_id: int) -> Any:
    """Show who would go where and when, and where nobody can."""
    return _page(round_id, SwapForm(formdata=None))


@blueprint.post("/rounds/<int:round_id>/swap")
@requires(Permission.PLAN_VISITS)
def swap(round_id: int) -> Any:
    """Let the people of two rows change places."""
    actor, form = current_actor(), SwapForm()
    get_round(actor, round_id)
    if attempt(form, lambda: actions.swap_rows(actor, round_id, form.row_ids())):
        flash("已对换两条。")
        return redirect(url_for("planning.show_round", round_id=round_id), 303)
    return _page(round_id, form)


@blueprint.post("/rounds/<int:round_id>/make")
@requires(Permission.PLAN_VISITS)
def make_round(round_id: int) -> Any:
    """Plan the visits of a round."""
    actor, form = current_actor(), MakeForm()
    campaign_id = get_round(actor, round_id).campaign_id
    made: list[int] = []
    if attempt(form, lambda: made.append(actions.make_round(actor, round_id, form.count.data or 0))):
        flash(f"已安排 {made[0]} 次走访，走访人登录后就能看到。")
        return redirect(url_for("planning.campaign_plan", campaign_id=campaign_id), 303)
    return _page(round_id, form)


@blueprint.post("/rounds/<int:round_id>/drop")
@requires(Permission.PLAN_VISITS)
def drop_round(round_id: int) -> Any:
    """Give a round up."""
    actor = current_actor()
    campaign_id = get_round(actor, round_id).campaign_id
    with transaction():
        actions.drop_round(actor, round_id)
    flash("已放弃这一轮方案，没有安排任何走访。")
    return redirect(url_for("planning.campaign_plan", campaign_id=campaign_id), 303)


def _page(round_id: int, form: Any) -> Any:
    found = get_round(current_actor(), round_id)
    plan, rows = plan_of(found.kind, found.asked, found.seed), round_rows(found)
    return rendered(
        "planning/round.html",
        form=form,
        round=found,
        plan=plan,
        sums=sums_of(rows, plan),
        sent=[row for row in rows if row.day is not None],
        left=[row for row in rows if row.day is None],
        is_draft=found.state is RoundState.DRAFT,
        roles=[role.label for role in plan.roles],
    )


def _usual(campaign: Campaign) -> dict[str, Any]:
    """Return what an empty form opens with: two weeks from today or the campaign's start."""
    first = max(clock.today(), campaign.starts_on)
    return {"first": first, "last": min(first + _USUAL, campaign.ends_on)}

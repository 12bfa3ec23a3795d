"""Which campaigns have been visited how far, one campaign's coverage, and its targets."""

from typing import Any

from flask import Response, flash, redirect, request, url_for

from exports.planning_workbook import coverage_xlsx
from forms.planning import TargetsForm
from inspect_app.access import Permission
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.queries import get_campaign, list_campaigns
from inspect_app.campaigns.rules import state_on
from inspect_app.campaigns.vocabulary import CampaignState
from inspect_app.config import current_settings
from inspect_app.foundation import clock
from inspect_app.planning import actions
from inspect_app.planning.actions.targets import marks
from inspect_app.planning.queries import coverage as queries
from inspect_app.planning.queries.rounds import rounds_of
from inspect_app.planning.views import blueprint
from inspect_app.visits.queries import by_site
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import page_number
from inspect_app.web.responses import attempt, download, rendered

_DIGITS = 10
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/")
@requires(Permission.PLAN_VISITS)
def plans() -> Any:
    """List the campaigns with how much of each is visited."""
    page = list_campaigns(clock.today(), page_number())
    tallies = queries.tally_of([row.campaign.id for row in page.rows])
    return rendered("planning/plans.html", page=page, tallies=tallies)


@blueprint.get("/<int:campaign_id>")
@requires(Permission.PLAN_VISITS)
def campaign_plan(campaign_id: int) -> Any:
    """Show what a campaign is to visit, what was visited, and its rounds."""
    actor, campaign = current_actor(), get_campaign(campaign_id)
    return rendered(
        "planning/plan.html",
        campaign=campaign,
        seen=queries.coverage(actor, campaign_id),
        rounds=rounds_of(actor, campaign_id),
        is_over=_is_over(campaign),
        is_coming=clock.today() < campaign.starts_on,
    )


@blueprint.get("/<int:campaign_id>/coverage.xlsx")
@requires(Permission.PLAN_VISITS)
def coverage_file(campaign_id: int) -> Response:
    """Send the targets with what became of each as Excel."""
    campaign = get_campaign(campaign_id)
    seen = queries.coverage(current_actor(), campaign_id)
    office = current_settings().office_name
    body = coverage_xlsx(seen, office=office, made_at=clock.now())
    return download(body, f"{campaign.name}走访覆盖情况.xlsx", _EXCEL)


@blueprint.route("/<int:campaign_id>/targets", methods=["GET", "POST"])
@requires(Permission.PLAN_VISITS)
def targets(campaign_id: int) -> Any:
    """Choose what a campaign is to visit: windows times matters."""
    actor, campaign, item_id = current_actor(), get_campaign(campaign_id), _item_asked()
    form = _targets_form(campaign, item_id)

    def deed() -> None:
        chosen = form.window_ids(), form.item_ids()
        flash(f"走访清单共 {actions.set_targets(actor, campaign_id, *chosen, form.seen_marks())} 个。")

    if attempt(form, deed):
        return redirect(url_for("planning.campaign_plan", campaign_id=campaign_id), 303)
    return rendered(
        "planning/targets.html",
        form=form,
        campaign=campaign,
        sites=_sites(form, campaign),
        is_over=_is_over(campaign),
        proposed=item_id is not None and request.method == "GET" and bool(form.windows.data),
    )


def _targets_form(campaign: Campaign, item_id: int | None) -> TargetsForm:
    """Return the form as the list stands; a matter the address asks for is ticked at the windows where it is done."""
    present = queries.targets_of(campaign.id)
    pairs = [(target.window_id, target.item_id) for target in present]
    offered = {window.id: window.name for window in queries.windows_on_offer(campaign)}
    windows = offered | {target.window_id: target.window.name for target in present}
    items = {item.id: item.name for item in queries.matters_at(windows)}
    items |= {target.item.id: target.item.name for target in present if target.item}
    more = [] if item_id is None else [(window_id, item_id) for window_id in queries.windows_doing([*windows], item_id)]
    ticked = [*pairs, *more]
    data = {
        "windows": [str(window_id) for window_id in dict.fromkeys(window_id for window_id, _ in ticked)],
        "items": [str(key) for key in dict.fromkeys(key for _, key in ticked) if key in items],
        "seen": " ".join(sorted(marks(pairs))),
    }
    form = TargetsForm(data=None if request.method == "POST" else data)
    return form.offer(_choices(windows), _choices(items))


def _item_asked() -> int | None:
    """Return the matter that a proposal of 承诺兑现 is about; what can't be read proposes nothing."""
    text = request.args.get("item", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < _DIGITS else None


def _choices(names: dict[int, str]) -> list[tuple[str, str]]:
    return [(str(key), name) for key, name in names.items()]


def _sites(form: TargetsForm, campaign: Campaign) -> list[dict[str, Any]]:
    kept = {target.window_id: target.window for target in queries.targets_of(campaign.id)}
    windows = {window.id: window for window in queries.windows_on_offer(campaign)} | kept
    return by_site(windows.values(), form.windows.data or ())


def _is_over(campaign: Campaign) -> bool:
    return state_on(clock.today(), campaign.starts_on, campaign.ends_on) is CampaignState.OVER

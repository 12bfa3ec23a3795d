"""Routes of campaigns: list, one, its form."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for

from forms.campaigns import CampaignForm
from inspect_app.access import Permission, may
from inspect_app.accounts.queries import list_units
from inspect_app.campaigns import actions, queries
from inspect_app.campaigns.rules import PRESETS, state_on
from inspect_app.campaigns.vocabulary import CampaignPreset, CampaignState, RecipientKind, VisitMethod
from inspect_app.config import current_settings
from inspect_app.foundation import clock
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import page_number
from inspect_app.web.responses import attempt, rendered

blueprint = Blueprint("campaigns", __name__)


@blueprint.get("/campaigns")
@requires(Permission.MANAGE_CAMPAIGNS, Permission.PLAN_VISITS)
def campaigns() -> Any:
    """List the campaigns."""
    text, state = request.args.get("q", "")[:100], CampaignState.find(request.args.get("state"))
    return rendered(
        "campaigns/campaigns.html",
        page=queries.list_campaigns(clock.today(), page_number(), text, state),
        states=CampaignState.choices(),
        args=request.args,
        is_set=bool(text or state),
        may_manage=_may_manage(),
    )


@blueprint.get("/campaigns/<int:campaign_id>")
@requires(Permission.MANAGE_CAMPAIGNS, Permission.PLAN_VISITS)
def campaign(campaign_id: int) -> Any:
    """Show one campaign."""
    found = queries.get_campaign(campaign_id)
    return rendered(
        "campaigns/campaign.html",
        campaign=found,
        state=state_on(clock.today(), found.starts_on, found.ends_on),
        methods=[method.label for method in VisitMethod if method.value in found.methods],
        targets=sorted(found.targets, key=lambda target: (target.unit.sort_no, target.unit.code)),
        main=queries.recipient_names(found, RecipientKind.MAIN),
        copies=queries.recipient_names(found, RecipientKind.COPY),
        goals=queries.goal_rows(found),
        may_manage=_may_manage(),
    )


@blueprint.route("/campaigns/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_CAMPAIGNS)
def new_campaign() -> Any:
    """Add a campaign."""
    fresh = _fresh(CampaignPreset.find(request.args.get("preset")) or CampaignPreset.SPECIAL)
    form = CampaignForm(data=fresh | _asked())
    _offer(form)
    made: list[int] = []
    if attempt(form, lambda: made.append(actions.add_campaign(current_actor(), form.clean()).id)):
        flash(f"已新增专项：{form.name.data}")
        return redirect(_after(made[0]), 303)
    return rendered("campaigns/campaign_form.html", form=form, campaign=None, presets=_presets(form.preset.data))


@blueprint.route("/campaigns/<int:campaign_id>/edit", methods=["GET", "POST"])
@requires(Permission.MANAGE_CAMPAIGNS)
def edit_campaign(campaign_id: int) -> Any:
    """Change a campaign."""
    found = queries.get_campaign(campaign_id)
    clean = actions.clean_campaign(found)
    form = CampaignForm(data=CampaignForm.data_of(clean, found.version))
    form.fix_code(found.code)
    _offer(form, found.checklist_id, found.checklist.name if found.checklist else "")
    deed = _changing(campaign_id, form)
    if attempt(form, deed):
        flash(f"已保存专项：{form.name.data}")
        return redirect(url_for("campaigns.campaign", campaign_id=campaign_id))
    return rendered("campaigns/campaign_form.html", form=form, campaign=found, presets=[])


def _fresh(preset: CampaignPreset) -> dict[str, Any]:
    """Return what an empty form opens with: a kind of campaign brings its days, methods, series and checklist."""
    today, facts = clock.today(), PRESETS[preset]
    checklist_id = queries.checklist_of_preset(facts.checklist)
    word = current_settings().inspect_word
    return CampaignForm.fresh(queries.next_code(today), today, word, preset, facts, checklist_id)


def _presets(chosen: str) -> list[tuple[str, str, bool]]:
    """Return (label, address, whether chosen) of every kind of campaign a form may open with."""
    kinds = CampaignPreset.choices()
    kept: dict[str, Any] = {name: request.args.getlist(name) for name in ("name", "unit", "item")}
    return [
        (label, url_for("campaigns.new_campaign", preset=value, **kept), value == chosen) for value, label in kinds
    ]


def _after(campaign_id: int) -> str:
    """Return where a new campaign leads: to its list of targets when a page proposed it for a matter."""
    item = request.args.get("item", "")
    if item.isascii() and item.isdigit() and may(current_actor(), Permission.PLAN_VISITS):
        return url_for("planning.targets", campaign_id=campaign_id, item=item)
    return url_for("campaigns.campaigns")


def _asked() -> dict[str, Any]:
    """Return what a page that proposes a target asks for; what no unit is offered for is left unticked."""
    asked = {"name": request.args.get("name", "")[:120], "target_ids": request.args.getlist("unit")}
    return {name: value for name, value in asked.items() if value}


def _changing(campaign_id: int, form: CampaignForm) -> Any:
    return lambda: actions.change_campaign(current_actor(), campaign_id, form.clean(), form.seen_version)


def _offer(form: CampaignForm, checklist_id: int | None = None, checklist_name: str = "") -> None:
    """Hand in the choices; a checklist that was chosen stays on offer."""
    checklists = dict(queries.checklist_choices())
    if checklist_id is not None:
        checklists.setdefault(checklist_id, checklist_name)
    units = [(str(unit.id), unit.short_name) for unit in list_units()]
    form.offer(units, [(str(key), name) for key, name in checklists.items()])


def _may_manage() -> bool:
    return may(current_actor(), Permission.MANAGE_CAMPAIGNS)

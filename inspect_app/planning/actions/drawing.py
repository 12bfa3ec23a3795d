"""Draw a round: everybody who may go is matched with everything that is left to visit."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from inspect_app.access import Actor, Permission, may
from inspect_app.accounts.queries import list_units
from inspect_app.audit.actions import record
from inspect_app.calendar.queries import work_calendar
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.queries import get_campaign
from inspect_app.campaigns.rules import state_on
from inspect_app.campaigns.vocabulary import CampaignState
from inspect_app.config import current_sealer
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, NotAllowed, Refused
from inspect_app.planning.models import PlanRound, PlanRow, PlanRowWindow
from inspect_app.planning.queries.coverage import coverage
from inspect_app.planning.queries.goers import goers_for, times_paired
from inspect_app.planning.rules.asking import check_plan, words_of
from inspect_app.planning.rules.drawing import draw, errands_of
from inspect_app.planning.rules.pairing import CannotPair
from inspect_app.planning.vocabulary import Assigned, Errand, RoundPlan
from inspect_app.visits.queries import latest_version, lineage_of_units, windows_with
from inspect_app.visits.vocabulary import VisitMode


def draw_round(actor: Actor, campaign_id: int, plan: RoundPlan) -> PlanRound:
    """Assign what a campaign has left to visit; nothing is planned until the round is made.

    Raise Invalid at the form's field, Refused when there is nothing to assign.
    """
    demand_power(actor, covert=plan.covert > 0)
    campaign = get_campaign(campaign_id)
    errands = _errands(actor, campaign, plan)
    check_plan(plan, campaign.starts_on, campaign.ends_on, clock.today())
    goers = goers_for(actor, plan)
    if not goers:
        raise Invalid("选的这几类里没有在用的人，请另选。", "roles")
    try:
        rows = draw(errands, goers, _workdays(plan.first, plan.last), plan, lineage_of_units(), times_paired())
    except CannotPair as error:
        raise Invalid(error.message + _named(error.units), "kind") from error
    return _kept(actor, campaign, plan, rows)


def demand_power(actor: Actor, *, covert: bool) -> None:
    """Raise NotAllowed for who may not plan visits, or not covert ones."""
    permission = Permission.PLAN_COVERT if covert else Permission.PLAN_VISITS
    if not may(actor, permission):
        raise NotAllowed(f"“{permission.label}”由跑改办主任办理。" if covert else "走访计划由跑改办安排。")


def _errands(actor: Actor, campaign: Campaign, plan: RoundPlan) -> list[Errand]:
    if state_on(clock.today(), campaign.starts_on, campaign.ends_on) is CampaignState.OVER:
        raise Refused(f"专项已于 {campaign.ends_on.isoformat()} 结束，不能再分派。确需再查，请先改专项的结束日期。")
    targets = coverage(actor, campaign.id).targets
    if not targets:
        raise Refused("这个专项还没有走访清单。请先在“走访清单”里选窗口和事项，再分派。")
    if latest_version(campaign) is None:
        raise Refused("这个专项还没有已发布的检查表。请先在专项里选好检查表，再分派。")
    wanted = [row for row in targets if not (plan.only_open and (row.done or row.planned))]
    windows = windows_with(tuple(dict.fromkeys(row.window_id for row in wanted)))
    places = [(window.id, window.unit_id, window.site_id) for window in windows if window.active]
    if not places:
        raise Refused("清单里的窗口都已走访或安排，没有要分派的。要再走一遍，请去掉“只派还没走访的”。")
    return errands_of(places, plan.per_trip)


def _workdays(first: date, last: date) -> list[date]:
    calendar = work_calendar()
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if calendar.is_workday(day)]


def _named(unit_ids: Sequence[int]) -> str:
    names = {unit.id: unit.short_name for unit in list_units()}
    return f"（{'、'.join(names[unit_id] for unit_id in unit_ids)}）" if unit_ids else ""


def _kept(actor: Actor, campaign: Campaign, plan: RoundPlan, rows: Sequence[Assigned]) -> PlanRound:
    found = PlanRound(
        campaign_id=campaign.id,
        kind=plan.kind,
        asked=words_of(plan),
        seed=plan.seed,
        covert=plan.covert > 0,
        created_at=clock.now(),
        created_by_id=actor.person_id,
        left=sum(row.goer is None for row in rows),
        made=sum(row.goer is not None for row in rows),
    )
    found.rows = [_row(place, row) for place, row in enumerate(rows)]
    db.session.add(found)
    db.session.flush()
    permission = Permission.PLAN_COVERT if found.covert else Permission.PLAN_VISITS
    counts = {"assigned": found.made, "impossible": found.left}
    facts: dict[str, Any] = {"kind": plan.kind.value, "seed": plan.seed, **counts}
    record(actor, "plan_round.drawn", "plan_round", found.id, permission=permission, covert=found.covert, **facts)
    return found


def _row(place: int, assigned: Assigned) -> PlanRow:
    errand, goer = assigned.errand, assigned.goer
    row = PlanRow(
        sort_no=place,
        unit_id=errand.unit_id,
        site_id=errand.site_id,
        looker_unit_id=assigned.looker_unit_id,
        mode=assigned.mode,
        planned_on=assigned.day,
        slot=assigned.slot,
        reason=assigned.reason,
    )
    places = enumerate(errand.window_ids)
    row.stops = [PlanRowWindow(window_id=window_id, sort_no=number) for number, window_id in places]
    if goer is not None:
        row.author_role = goer.role
        name_author(row, goer.person_id)
    return row


def name_author(row: PlanRow, person_id: int) -> None:
    """Name who goes; of a covert row keep only seal and tag."""
    if row.mode is not VisitMode.COVERT:
        row.author_id = person_id
        return
    sealer = current_sealer()
    row.author_seal, row.author_tag = sealer.seal_author(person_id), sealer.author_tag(person_id)

"""A round of assignment with a shopper in it, in the hostile world: there only for who plans covert visits."""

from typing import TYPE_CHECKING

from inspect_app.access import Role
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.catalogue.models import Window
from inspect_app.config import current_sealer
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.planning.models import PlanRound, PlanRow, PlanRowWindow, PlanTarget
from inspect_app.planning.rules.asking import words_of
from inspect_app.planning.vocabulary import RoundKind, RoundPlan
from inspect_app.visits.vocabulary import DaySlot, VisitMode
from tests.factories import keep

if TYPE_CHECKING:
    from tests.hostile.world import World


def plan_covertly(world: "World") -> None:
    """A window is to be visited by the shopper; nothing is made of it yet."""
    window, today = db.session.get_one(Window, world["window_id"]), clock.today()
    asked = RoundPlan(RoundKind.ROTA, VisitMethod.EXPERIENCE, (Role.SHOPPER,), today, today, covert=100)
    found = PlanRound(
        campaign_id=world["campaign_id"], kind=asked.kind, asked=words_of(asked), seed=1, covert=True,
        created_at=clock.now(), created_by_id=world["person:office_director"], made=1,
    )  # fmt: skip
    shopper = world["person:who_goes"]
    row = PlanRow(
        sort_no=0, unit_id=window.unit_id, site_id=window.site_id, mode=VisitMode.COVERT, author_role=Role.SHOPPER,
        author_seal=current_sealer().seal_author(shopper), author_tag=current_sealer().author_tag(shopper),
        planned_on=today, slot=DaySlot.MORNING, reason="可派 1 人，此人本轮 1 次",
    )  # fmt: skip
    row.stops = [PlanRowWindow(window_id=window.id)]
    found.rows = [row]
    keep(PlanTarget(campaign_id=world["campaign_id"], window_id=window.id), found)
    world.ids["round_id"], world.ids["errand_id"] = found.id, row.id

"""What is still to be visited, who would go next week, and the three layers of chiefs."""

from datetime import timedelta

from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.campaigns.queries import get_campaign
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.catalogue.models import WindowItem
from inspect_app.commands.demo_world.world import World
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.planning.actions import add_absence, add_acquaintance, draw_round, place_chief, set_targets
from inspect_app.planning.queries.coverage import windows_on_offer
from inspect_app.planning.vocabulary import ChiefLayer, RoundKind, RoundPlan

_MATTERS = 8
_LAYERS = (("chief1", ChiefLayer.CONTACT), ("chief2", ChiefLayer.CROSS), ("chief3", ChiefLayer.WEEK))


def plan_on(world: World) -> None:
    """List what the running campaign looks at, draw a round that nobody has confirmed yet, and place the chiefs."""
    clerk, (campaign_id, _, ends_on) = world.actors["clerk1"], world.campaigns["A"]
    windows = [window.id for window in windows_on_offer(get_campaign(campaign_id))]
    done_there = select(WindowItem.item_id).where(WindowItem.window_id.in_(windows)).distinct()
    items = list(db.session.scalars(done_there.order_by(WindowItem.item_id).limit(_MATTERS)))
    set_targets(clerk, campaign_id, windows, items, frozenset())
    today = clock.today()
    add_absence(clerk, world.people["inspector2"], today, today + timedelta(days=4))
    add_acquaintance(clerk, world.people["observer1"], world.units["MZ-RS"])
    for username, layer in _LAYERS:
        place_chief(clerk, world.people[username], layer, windows[:2])
    last = min(today + timedelta(days=13), ends_on)
    roles = (Role.INSPECTOR, Role.OBSERVER)
    draw_round(clerk, campaign_id, RoundPlan(RoundKind.ROTA, VisitMethod.ON_SITE, roles, today, last, per_trip=3))

"""Place chiefs in their layer with their contact points, and name the fourth of the 四进."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from inspect_app.access import Actor, Permission, may
from inspect_app.audit.actions import record
from inspect_app.campaigns.models import Activity
from inspect_app.catalogue.models import Window
from inspect_app.database import db
from inspect_app.foundation.errors import Invalid, NotAllowed
from inspect_app.foundation.text import tidy
from inspect_app.planning.actions.drawing import demand_power
from inspect_app.planning.models import ChiefPost, ContactPoint
from inspect_app.planning.queries.chiefs import get_chief
from inspect_app.planning.vocabulary import ChiefLayer
from inspect_app.visits.models import Visit

_FOURTH = 4


def place_chief(actor: Actor, person_id: int, layer: ChiefLayer, window_ids: Collection[int]) -> ChiefPost:
    """Put a chief into a layer, with the windows they look after; contact points are for the first layer only."""
    demand_power(actor, covert=False)
    person, post = get_chief(person_id)
    if layer is ChiefLayer.CONTACT and not window_ids:
        raise Invalid("请选联系点窗口，至少一个。", "windows")
    wanted = set(window_ids) if layer is ChiefLayer.CONTACT else set()
    known = set(db.session.scalars(select(Window.id).where(Window.id.in_(wanted))))
    if known != wanted:
        raise Invalid("有的窗口已经不在，请重新选。", "windows")
    before = post.layer.value if post else ""
    if post is None:
        post = ChiefPost(person_id=person.id, layer=layer)
        db.session.add(post)
    post.layer = layer
    kept = {point.window_id: point for point in post.points}
    post.points = [kept.get(window_id) or ContactPoint(window_id=window_id) for window_id in sorted(wanted)]
    db.session.flush()
    facts: dict[str, Any] = {"layer": (before, layer.value), "windows": sorted(wanted)}
    record(actor, "chief.placed", "chief", person.id, permission=Permission.PLAN_VISITS, **facts)
    return post


def name_activity(actor: Actor, name: str) -> Activity:
    """Name the fourth of the 四进, or leave it open again ("")."""
    if not may(actor, Permission.MANAGE_CAMPAIGNS):
        raise NotAllowed("“四进”由跑改办设置。")
    activity = db.session.get_one(Activity, _FOURTH, with_for_update=True, populate_existing=True)
    before, activity.name = activity.name, tidy(name)
    others = select(Activity.name).where(Activity.slot != _FOURTH)
    if activity.name and activity.name in set(db.session.scalars(others)):
        raise Invalid("前三项里已经有这个名称。", "name")
    tagged = select(Visit.id).where(Visit.activity_slot == _FOURTH).limit(1)
    if not activity.name and db.session.scalars(tagged).first() is not None:
        raise Invalid("已有走访用了第四项，可以改名，不能清空。", "name")
    db.session.flush()
    changes: dict[str, Any] = {"name": (before, activity.name)}
    record(actor, "activity.named", "activity", _FOURTH, permission=Permission.MANAGE_CAMPAIGNS, **changes)
    return activity

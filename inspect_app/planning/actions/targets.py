"""Say what a campaign is to visit: windows times matters."""

from collections.abc import Collection

from inspect_app.access import Actor, Permission, may
from inspect_app.audit.actions import record
from inspect_app.campaigns.queries import get_campaign
from inspect_app.campaigns.rules import state_on
from inspect_app.campaigns.vocabulary import CampaignState
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, NotAllowed, Refused
from inspect_app.planning.models import PlanTarget
from inspect_app.planning.queries.coverage import done_at, targets_of, windows_on_offer

_MOST = 5_000


def set_targets(
    actor: Actor, campaign_id: int, window_ids: Collection[int], item_ids: Collection[int], seen: frozenset[str]
) -> int:
    """Let a campaign's targets be these matters at these windows; return how many targets there are.

    A window at which none of the matters is done is a target by itself. `seen` are the targets of the page the
    choice was made on: when they have changed since, raise Refused.
    """
    if not may(actor, Permission.PLAN_VISITS):
        raise NotAllowed("走访计划由跑改办安排。")
    campaign = get_campaign(campaign_id)
    if state_on(clock.today(), campaign.starts_on, campaign.ends_on) is CampaignState.OVER:
        raise Refused(f"专项已于 {campaign.ends_on.isoformat()} 结束，走访清单不能再改。")
    present = {(target.window_id, target.item_id): target for target in targets_of(campaign_id)}
    if seen != marks(present):
        raise Refused("走访清单刚被同事改过，请打开最新的清单再改。")
    offered = {window.id for window in windows_on_offer(campaign)} | {window_id for window_id, _ in present}
    if not set(window_ids) <= offered:
        raise Invalid("有的窗口不属于这个专项的督察对象，请重新选。", "windows")
    wanted = _product(window_ids, item_ids)
    for pair in present.keys() - wanted:
        db.session.delete(present[pair])
    db.session.add_all(
        PlanTarget(campaign_id=campaign_id, window_id=window_id, item_id=item_id)
        for window_id, item_id in sorted(wanted - present.keys(), key=lambda pair: (pair[0], pair[1] or 0))
    )
    db.session.flush()
    counts = (len(present), len(wanted))
    record(actor, "campaign.targets_set", "campaign", campaign.code, permission=Permission.PLAN_VISITS, targets=counts)
    return len(wanted)


def marks(pairs: Collection[tuple[int, int | None]]) -> frozenset[str]:
    """Return targets as a page carries them along."""
    return frozenset(f"{window_id}-{item_id or 0}" for window_id, item_id in pairs)


def _product(window_ids: Collection[int], item_ids: Collection[int]) -> set[tuple[int, int | None]]:
    done = done_at(window_ids, item_ids)
    wanted: set[tuple[int, int | None]] = {
        (window_id, item_id) for window_id in window_ids for item_id in done.get(window_id, [None])
    }
    if len(wanted) > _MOST:
        raise Invalid(f"窗口乘事项有 {len(wanted)} 个，一个专项最多 {_MOST} 个，请少选一些事项。", "items")
    return wanted

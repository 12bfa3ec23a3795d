"""What a campaign is to visit and how much of it is visited; the same number of queries for 1 and 500 targets."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from inspect_app.access import Actor
from inspect_app.accounts.models import Unit
from inspect_app.accounts.queries import subtrees
from inspect_app.campaigns.models import Campaign
from inspect_app.catalogue.models import ServiceItem, Site, Window, WindowItem
from inspect_app.database import db
from inspect_app.planning.models import PlanTarget
from inspect_app.planning.rules.covering import covered
from inspect_app.planning.vocabulary import Coverage, TargetRow
from inspect_app.visits.models import Trial, Visit, VisitWindow
from inspect_app.visits.queries import office_sees


def coverage(actor: Actor, campaign_id: int) -> Coverage:
    """Return the targets of a campaign with what was visited, and what is planned as far as somebody may know.

    A window counts once a visit of it was handed in; a matter once it was tried on such a visit.
    """
    visited = _visited(actor, campaign_id, handed_in=True)
    planned = _visited(actor, campaign_id, handed_in=False)
    tried = _tried(campaign_id)
    return covered(_row(target, visited, planned, tried) for target in targets_of(campaign_id))


def targets_of(campaign_id: int) -> Sequence[PlanTarget]:
    """Return a campaign's targets in the order of units, sites and windows."""
    query = (
        select(PlanTarget)
        .join(Window, Window.id == PlanTarget.window_id)
        .join(Unit, Unit.id == Window.unit_id)
        .join(Site, Site.id == Window.site_id)
        .options(
            contains_eager(PlanTarget.window).options(contains_eager(Window.unit), contains_eager(Window.site)),
            joinedload(PlanTarget.item),
        )
        .where(PlanTarget.campaign_id == campaign_id)
        .order_by(Unit.sort_no, Unit.code, Site.code, Window.code, PlanTarget.item_id)
    )
    return db.session.scalars(query).unique().all()


def tally_of(campaign_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Return for each campaign (targets visited, targets), in one query."""
    was_there = (
        select(VisitWindow.window_id)
        .join(Visit, Visit.id == VisitWindow.visit_id)
        .where(
            Visit.campaign_id == PlanTarget.campaign_id,
            VisitWindow.window_id == PlanTarget.window_id,
            Visit.submitted_at.is_not(None),
        )
    )
    was_tried = was_there.join(Trial, Trial.visit_id == Visit.id).where(Trial.item_id == PlanTarget.item_id, _there())
    done = or_(PlanTarget.item_id.is_(None) & was_there.exists(), was_tried.exists())
    query = select(PlanTarget.campaign_id, func.count(), func.count().filter(done))
    rows = db.session.execute(
        query.where(PlanTarget.campaign_id.in_(campaign_ids)).group_by(PlanTarget.campaign_id)
    )
    return {campaign_id: (visited, total) for campaign_id, total, visited in rows}


def windows_on_offer(campaign: Campaign) -> Sequence[Window]:
    """Return the windows in use of a campaign's target units and of everything below them."""
    units = {target.unit_id for target in campaign.targets}
    below = frozenset[int]().union(*subtrees(units).values())
    query = (
        select(Window)
        .join(Site, Site.id == Window.site_id)
        .where(Window.active, Site.active, Window.unit_id.in_(below))
        .options(contains_eager(Window.site))
        .order_by(Site.code, Window.code)
    )
    return db.session.scalars(query).unique().all()


def matters_at(window_ids: Iterable[int]) -> Sequence[ServiceItem]:
    """Return the matters in use that are done at some windows."""
    done = select(WindowItem.item_id).where(WindowItem.window_id.in_(list(window_ids)))
    query = select(ServiceItem).where(ServiceItem.active, ServiceItem.id.in_(done))
    return db.session.scalars(query.order_by(ServiceItem.unit_id, ServiceItem.code)).all()


def done_at(window_ids: Collection[int], item_ids: Collection[int]) -> dict[int, list[int]]:
    """Return which of some matters are done at which of some windows."""
    pairs = select(WindowItem.window_id, WindowItem.item_id).where(
        WindowItem.window_id.in_(window_ids), WindowItem.item_id.in_(item_ids)
    )
    found: dict[int, list[int]] = {}
    for window_id, item_id in db.session.execute(pairs.order_by(WindowItem.window_id, WindowItem.item_id)):
        found.setdefault(window_id, []).append(item_id)
    return found


def windows_doing(window_ids: Collection[int], item_id: int) -> list[int]:
    """Return those of some windows at which a matter is done; where no register says so, where it was tried."""
    done = list(done_at(window_ids, [item_id]))
    if done:
        return done
    tried = select(Trial.window_id).where(Trial.item_id == item_id, Trial.window_id.in_(window_ids))
    return [window_id for window_id in db.session.scalars(tried.distinct().order_by(Trial.window_id)) if window_id]


def _visited(actor: Actor, campaign_id: int, *, handed_in: bool) -> set[int]:
    state = Visit.submitted_at.is_not(None) if handed_in else Visit.submitted_at.is_(None) & office_sees(actor)
    query = select(VisitWindow.window_id).join(Visit, Visit.id == VisitWindow.visit_id)
    return set(db.session.scalars(query.where(Visit.campaign_id == campaign_id, state).distinct()))


def _tried(campaign_id: int) -> set[tuple[int, int | None]]:
    query = select(VisitWindow.window_id, Trial.item_id).join(Visit, Visit.id == VisitWindow.visit_id)
    query = query.join(Trial, Trial.visit_id == Visit.id).where(Trial.item_id.is_not(None), _there())
    handed_in = query.where(Visit.campaign_id == campaign_id, Visit.submitted_at.is_not(None))
    return {(window_id, item_id) for window_id, item_id in db.session.execute(handed_in.distinct())}


def _there() -> ColumnElement[bool]:
    """A trial that names no window was done at whichever of the visit's; one whose script was broken covers nothing."""
    return Trial.script_break.is_(None) & or_(Trial.window_id.is_(None), Trial.window_id == VisitWindow.window_id)


def _row(
    target: PlanTarget, visited: set[int], planned: set[int], tried: set[tuple[int, int | None]]
) -> TargetRow:
    window, item = target.window, target.item
    done = (window.id, target.item_id) in tried if target.item_id is not None else window.id in visited
    return TargetRow(
        window_id=window.id,
        window=window.name,
        site=window.site.name,
        unit_id=window.unit_id,
        unit=window.unit.short_name,
        item=item.name if item else "",
        done=done,
        planned=not done and window.id in planned,
    )

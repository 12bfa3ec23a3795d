"""List what was worse than promised as problems that wait for triage."""

from sqlalchemy import select, update

from inspect_app.access import SYSTEM
from inspect_app.accounts.models import Person
from inspect_app.accounts.queries import actor_of
from inspect_app.audit.actions import record
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.comparison.models import ComparedCase, ComparisonBatch
from inspect_app.comparison.queries.batches import counts_of
from inspect_app.comparison.queries.groups import cases_to_list, groups_to_list, in_group
from inspect_app.comparison.rules import fact_of, title_of
from inspect_app.comparison.vocabulary import Aspect, BatchState, Group, Grouping
from inspect_app.database import db, transaction
from inspect_app.findings.actions.taking_in import Told, take_in
from inspect_app.findings.vocabulary import Category, SourceKind
from inspect_app.foundation import clock

_AT_ONCE = 50


def list_problems(batch_id: int) -> bool:
    """List the next problems of a compared batch in one transaction; say whether there may be more."""
    with transaction():
        batch = _lock(batch_id)
        if batch is None:
            return False
        if batch.grouping is Grouping.EACH:
            each = [(ComparedCase.id == key, group) for key, group in cases_to_list(batch_id, _AT_ONCE)]
        else:
            each = [(in_group(batch_id, group), group) for group in groups_to_list(batch_id, _AT_ONCE)]
        actor = actor_of(db.session.get_one(Person, batch.made_by_id))
        for cases, group in each:
            finding = take_in(actor, _told(batch, group))
            db.session.execute(update(ComparedCase).where(cases).values(finding_id=finding.id))
        if not each:
            _finish(batch)
        return bool(each)


def _lock(batch_id: int) -> ComparisonBatch | None:
    query = select(ComparisonBatch).where(ComparisonBatch.id == batch_id, ComparisonBatch.state == BatchState.LISTING)
    return db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()


def _finish(batch: ComparisonBatch) -> None:
    batch.state, batch.finished_at = BatchState.DONE, clock.now()
    cases, broken = counts_of(batch.id)
    record(SYSTEM, "comparison_batch.finished", "comparison_batch", batch.id, count=cases, broken=broken)


def _told(batch: ComparisonBatch, group: Group) -> Told:
    trips = group.tallies.get(Aspect.TRIPS)
    return Told(
        source_kind=SourceKind.DATA,
        source_ref=str(batch.id),
        campaign_id=batch.campaign_id,
        found_on=clock.day_of(batch.made_at),
        title=title_of(group),
        fact=fact_of(group, batch.source.name),
        category=Category.PROMISE,
        unit_id=group.unit_id,
        window_id=group.window_id,
        item_id=group.item_id,
        trips_found=trips.worst if trips is not None and trips.broken else None,
        method=VisitMethod.DATA,
    )

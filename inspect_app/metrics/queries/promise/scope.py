"""Which trials a page of promises counts, and for whom: the condition stands here and nowhere else."""

from dataclasses import dataclass

from sqlalchemy import exists, select

from inspect_app.access import Actor, Permission, may, units_of
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.catalogue.models import ServiceItem, Window
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.metrics.queries.promise.expressions import Condition
from inspect_app.metrics.queries.trials import TRIAL_COUNTS, that_count
from inspect_app.metrics.vocabulary import Period, Reader
from inspect_app.visits.models import Trial, Visit
from inspect_app.visits.vocabulary import VisitMode


@dataclass(frozen=True, slots=True)
class PromiseScope:
    """Who asks, for which days, and what the address narrows it to."""

    actor: Actor
    reader: Reader
    period: Period
    campaign_id: int | None = None
    unit_id: int | None = None
    site_id: int | None = None
    batch: str = ""
    method: VisitMethod | None = None

    @property
    def hides_few(self) -> bool:
        """Say whether small numbers are left out: with one visit a department would know who came."""
        return self.reader is Reader.UNIT


def reader_of(actor: Actor) -> Reader:
    """Return for whom the page is; whoever is more than one thing sees the widest."""
    if may(actor, Permission.REVIEW_VISITS):
        return Reader.OFFICE
    return Reader.LEADER if may(actor, Permission.READ_ALL_FINDINGS) else Reader.UNIT


def of_items(scope: PromiseScope) -> list[Condition]:
    """Return the condition of the matters somebody may see, as the address narrows them."""
    found: list[Condition] = []
    if scope.reader is Reader.UNIT:
        found.append(ServiceItem.unit_id.in_(units_of(scope.actor, Permission.READ_UNIT_FINDINGS)))
    if scope.unit_id is not None:
        found.append(ServiceItem.unit_id == scope.unit_id)
    if scope.batch:
        found.append(ServiceItem.batch == scope.batch)
    return found


def of_visits(scope: PromiseScope) -> list[Condition]:
    """Return the condition of the visits that count; a department's hold nothing it hasn't been told of yet."""
    found = that_count(scope.campaign_id, scope.period)
    if scope.method is not None:
        found.append(Visit.method == scope.method)
    return [*found, _released()] if scope.reader is Reader.UNIT else found


def of_trials(scope: PromiseScope) -> list[Condition]:
    """Return the condition of trials, with visits and matters joined."""
    found = [*of_visits(scope), *of_items(scope), TRIAL_COUNTS]
    if scope.site_id is not None:
        found.append(Trial.window_id.in_(select(Window.id).where(Window.site_id == scope.site_id)))
    return found


def _released() -> Condition:
    """A covert visit is heard of when the last of its problems has been delivered."""
    waiting = exists(select(Finding.id).where(
        Finding.visit_id == Visit.id, Finding.delivered_at.is_(None), Finding.status != FindingStatus.DISMISSED,
    ))  # fmt: skip
    return (Visit.mode != VisitMode.COVERT) | ~waiting

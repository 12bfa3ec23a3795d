"""Which checks made at the desk count: numbers by the moment they were dialled to the end, guides by their day."""

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import exists, false, select

from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.metrics.queries.promise.expressions import Condition
from inspect_app.metrics.queries.promise.scope import PromiseScope
from inspect_app.metrics.vocabulary import Period, Reader
from inspect_app.spotchecks.models import GuideCheck, GuideDifference, PhoneBatch, PhoneLine
from inspect_app.spotchecks.queries.counting import SETTLED


@dataclass(frozen=True, slots=True)
class DeskTests:
    """The checks of a campaign, or of all, within moments; `told` leaves out what no department has heard of yet."""

    campaign_id: int | None
    until: datetime
    since: datetime | None = None
    method: VisitMethod | None = None
    told: bool = False

    def calls(self) -> list[Condition]:
        """Return the condition of the numbers that count, with their batches joined."""
        found: list[Condition] = [SETTLED, PhoneLine.settled_at <= self.until]
        if self.since is not None:
            found.append(PhoneLine.settled_at >= self.since)
        if self.campaign_id is not None:
            found.append(PhoneBatch.campaign_id == self.campaign_id)
        if self.method not in (None, VisitMethod.PHONE):
            found.append(false())
        return [*found, PhoneBatch.closed_at.is_not(None), _nothing_waits(_OF_LINE)] if self.told else found

    def guides(self) -> list[Condition]:
        """Return the condition of the online spot-checks that count."""
        found: list[Condition] = [GuideCheck.checked_on <= clock.day_of(self.until)]
        if self.since is not None:
            found.append(GuideCheck.checked_on >= clock.day_of(self.since))
        if self.campaign_id is not None:
            found.append(GuideCheck.campaign_id == self.campaign_id)
        if self.method not in (None, VisitMethod.ONLINE):
            found.append(false())
        return [*found, _nothing_waits(_OF_CHECK)] if self.told else found


def desk_within(campaign_id: int | None, period: Period) -> DeskTests:
    """Return the checks of a period."""
    return DeskTests(campaign_id, clock.at(period.last, time.max), clock.at(period.first, time.min))


def desk_of(scope: PromiseScope) -> DeskTests:
    """Return the checks that a page of promises counts; a department's hold nothing it hasn't been told of yet."""
    period = desk_within(scope.campaign_id, scope.period)
    return DeskTests(period.campaign_id, period.until, period.since, scope.method, scope.reader is Reader.UNIT)


# Which problems are a number's, and a spot-check's.
_OF_LINE: Condition = Finding.id == PhoneLine.finding_id
_OF_CHECK: Condition = Finding.id.in_(
    select(GuideDifference.finding_id).where(GuideDifference.check_id == GuideCheck.id).correlate(GuideCheck)
)


def _nothing_waits(of: Condition) -> Condition:
    waiting = exists(select(Finding.id).where(
        of, Finding.delivered_at.is_(None), Finding.status != FindingStatus.DISMISSED
    ))  # fmt: skip
    return ~waiting

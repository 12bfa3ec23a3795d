"""What a dashboard speaks of: whose findings, of which campaign, in which days; and each number as a condition.

A number and the list it opens are counted by the same condition, so that they cannot differ.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from inspect_app.access import AUTHORS, Actor, Permission, may, units_of
from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_sealer
from inspect_app.dashboard.vocabulary import Viewer, What
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.rules.clocks import judged_due
from inspect_app.findings.rules.workflow import OPEN
from inspect_app.findings.vocabulary import Category
from inspect_app.findings.vocabulary import FindingStatus as S
from inspect_app.foundation import clock
from inspect_app.metrics.queries.cases import STANDS, of_campaign
from inspect_app.metrics.vocabulary import Period
from inspect_app.rectification.queries.ledger_conditions import limits_today
from inspect_app.visits.models import Visit

Condition = ColumnElement[bool]
FED = (S.PENDING_VERIFICATION, S.CLOSED)
UNSIGNED = (S.DISPATCHED, S.RETURN_REQUESTED)
IN_HAND = tuple(sorted(OPEN - {*UNSIGNED, S.PENDING_VERIFICATION}))


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose findings, of which campaign, in which days; of one unit and one category when a list asks."""

    actor: Actor
    viewer: Viewer
    period: Period
    campaign_id: int | None = None
    unit_id: int | None = None
    category: Category | None = None


def viewer_of(actor: Actor) -> Viewer:
    """Return for whom the picture is; whoever is more than one thing sees the widest."""
    if may(actor, Permission.READ_ALL_FINDINGS):
        return Viewer.ALL
    if may(actor, Permission.READ_UNIT_FINDINGS):
        return Viewer.UNIT
    return Viewer.AUTHOR


def sees_visits(actor: Actor) -> bool:
    """Say whether a person may see how visits were scored; no department ever does."""
    return may(actor, Permission.REVIEW_VISITS)


def own_visits(actor: Actor) -> Condition:
    """Return the condition of the visits a person carried out, covert ones by their tag."""
    if actor.person_id is None or not actor.roles & AUTHORS:
        return false()
    tag = current_sealer().author_tag(actor.person_id)
    return or_(Visit.author_id == actor.person_id, Visit.author_tag == tag)


def whose(scope: Scope) -> list[Condition]:
    """Return the condition of delivered findings that the numbers of this person are made of."""
    found = [Finding.delivered_at.is_not(None), STANDS]
    if scope.campaign_id is not None:
        found.append(of_campaign(scope.campaign_id))
    if scope.viewer is Viewer.UNIT:
        found.append(Finding.lead_unit_id.in_(units_of(scope.actor, Permission.READ_UNIT_FINDINGS)))
    elif scope.viewer is Viewer.AUTHOR:
        found.append(Finding.visit_id.in_(select(Visit.id).where(own_visits(scope.actor))))
    if scope.unit_id is not None:
        found.append(Finding.lead_unit_id == scope.unit_id)
    if scope.category is not None:
        found.append(Finding.category == scope.category)
    return found


def counted(what: What, scope: Scope) -> list[Condition]:
    """Return the condition of what a number counts among findings."""
    return [*whose(scope), *_NARROWED[what](scope.period)]


def _in(*statuses: S) -> Callable[[Period], list[Condition]]:
    return lambda _: [Finding.status.in_(statuses)]


def moment_in(column: Any, period: Period) -> Condition:
    """Return the condition of a moment in a period, as a range that an index can answer."""
    first, after = clock.at(period.first, time.min), clock.at(period.last + timedelta(days=1), time.min)
    return and_(column >= first, column < after)


def _over(_: Period) -> list[Condition]:
    """自查 is never late; what waits or has ended has no date here."""
    return [Finding.lamp_due < limits_today().today, Finding.self_found.is_(False)]


def _near(_: Period) -> list[Condition]:
    limits = limits_today()
    return [Finding.lamp_due.between(limits.today, limits.near_until)]


def _due(period: Period) -> list[Condition]:
    """The date a finding is judged by lies in the period: 暂缓 and 自查 are left out, as in 按期整改率."""
    return [_judged_in(period), Finding.self_found.is_(False), Finding.status != S.DEFERRED]


def _on_time(period: Period) -> list[Condition]:
    end = clock.at(period.last + timedelta(days=1), time.min)
    waits = and_(Finding.status.in_(FED), Finding.last_feedback_at < end)
    return [*_due(period), Finding.on_time.is_(True), or_(Finding.closed_at < end, waits)]


def _judged_in(period: Period) -> Condition:
    """Return due dates whose judged date lies in the period, one range for each number of days held.

    The judged date grows with the due date, so what one needs of the calendar are two borders a number.
    """
    most = db.session.scalar(select(func.max(Finding.held_days))) or 0
    return or_(*(_held(held, period) for held in range(most + 1)))


def _held(held: int, period: Period) -> Condition:
    calendar = work_calendar()
    begin = period.first - timedelta(days=3 * held + 30)
    days = [begin + timedelta(days=step) for step in range((period.last - begin).days + 1)]

    def limit(day: date) -> date:
        return judged_due(day, held, calendar) or day

    low, high = bisect_left(days, period.first, key=limit), bisect_right(days, period.last, key=limit)
    if low >= high:
        return false()
    return and_(Finding.held_days == held, Finding.due.between(days[low], days[high - 1]))


_NARROWED: dict[What, Callable[[Period], list[Condition]]] = {
    What.DELIVERED: lambda _: [],
    What.SIGNED: lambda _: [Finding.status.not_in(UNSIGNED)],
    What.ANSWERED: _in(*FED),
    What.CLOSED: _in(S.CLOSED),
    What.OPEN: _in(*sorted(OPEN)),
    What.TO_SIGN: _in(*UNSIGNED),
    What.IN_HAND: _in(*IN_HAND),
    What.TO_VERIFY: _in(S.PENDING_VERIFICATION),
    What.ENDED: _in(S.TERMINATED),
    What.DEFERRED: _in(S.DEFERRED),
    What.OVER: _over,
    What.NEAR: _near,
    What.FOUND_THEN: lambda period: [moment_in(Finding.delivered_at, period)],
    What.CLOSED_THEN: lambda period: [moment_in(Finding.closed_at, period)],
    What.DUE: _due,
    What.ON_TIME: _on_time,
}

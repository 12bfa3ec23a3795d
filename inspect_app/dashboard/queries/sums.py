"""The sums of the dashboard: each one query, whatever the number of units, weeks or findings.

What stands as of now comes from the tally that triggers keep; what happened in a period is counted from
covering indexes of the period's own days. Nothing is cached, nothing is kept that could go stale.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import time

from sqlalchemy import ColumnElement, case, func, literal_column, select

from inspect_app.access import Permission, units_of
from inspect_app.accounts.models import Unit
from inspect_app.dashboard.queries.scope import Scope, counted, moment_in, sees_visits, whose
from inspect_app.dashboard.vocabulary import Viewer, What
from inspect_app.database import db
from inspect_app.findings.models import Finding, FindingTally
from inspect_app.findings.vocabulary import Category, FindingStatus
from inspect_app.foundation import clock
from inspect_app.metrics.queries.promise.expressions import ENDED, ONCE
from inspect_app.metrics.queries.trials import TRIAL_COUNTS, reviewed, that_count
from inspect_app.metrics.rules.rates import CONTENT_FROM
from inspect_app.metrics.vocabulary import Period
from inspect_app.rectification.models import Verification
from inspect_app.rectification.vocabulary import VerificationMethod
from inspect_app.visits.models import Trial, Visit

Standing = Counter[tuple[int, FindingStatus]]
# Grouped by a sum, units lead no planner to walk the index of units, which holds every finding there ever was.
_UNIT = Finding.lead_unit_id + literal_column("0")


def standing(scope: Scope) -> Standing:
    """Count delivered findings by unit and status, as of now."""
    if scope.viewer is Viewer.AUTHOR:
        query = select(Finding.lead_unit_id, Finding.status, func.count()).where(*whose(scope))
        rows = db.session.execute(query.group_by(Finding.lead_unit_id, Finding.status)).all()
        return Counter({(unit, status): count for unit, status, count in rows if unit is not None})
    kept = select(FindingTally.lead_unit_id, FindingTally.status, func.sum(FindingTally.count))
    kept = kept.where(FindingTally.due == FindingTally.EVERY_DUE, FindingTally.status != FindingStatus.DISMISSED.value)
    if scope.campaign_id is not None:
        kept = kept.where(FindingTally.campaign_id == scope.campaign_id)
    if scope.viewer is Viewer.UNIT:
        kept = kept.where(FindingTally.lead_unit_id.in_(units_of(scope.actor, Permission.READ_UNIT_FINDINGS)))
    tallied = db.session.execute(kept.group_by(FindingTally.lead_unit_id, FindingTally.status)).all()
    statuses = {status.value: status for status in FindingStatus}
    return Counter({(unit, statuses[word]): int(count) for unit, word, count in tallied})


def by_unit(what: What, scope: Scope) -> Counter[int]:
    """Count what a number counts, by unit."""
    query = select(_UNIT, func.count()).where(*counted(what, scope)).group_by(_UNIT)
    return Counter({unit: count for unit, count in db.session.execute(query).all() if unit is not None})


def judged_by_unit(scope: Scope) -> dict[int, tuple[int, int]]:
    """Return (按期, 应改) by unit, both in one query."""
    due, done = counted(What.DUE, scope), counted(What.ON_TIME, scope)[len(counted(What.DUE, scope)) :]
    kept = func.sum(case((_all(done), 1), else_=0))
    query = select(_UNIT, kept, func.count()).where(*due).group_by(_UNIT)
    return {unit: (int(n), int(d)) for unit, n, d in db.session.execute(query).all() if unit is not None}


def _all(conditions: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    first, *rest = conditions
    for condition in rest:
        first = first & condition
    return first


def by_category(scope: Scope) -> Counter[tuple[int, Category]]:
    """Count what was delivered in the period by unit and category."""
    query = select(_UNIT, Finding.category, func.count()).where(*counted(What.FOUND_THEN, scope))
    rows = db.session.execute(query.group_by(_UNIT, Finding.category)).all()
    return Counter({(unit, category): count for unit, category, count in rows if unit is not None})


def by_week(what: What, scope: Scope, weeks: Sequence[Period]) -> list[int]:
    """Count what happened in each week."""
    column = Finding.delivered_at if what is What.FOUND_THEN else Finding.closed_at
    ends = [clock.at(week.first, time.min) for week in weeks[1:]]
    place = case(*((column < end, number) for number, end in enumerate(ends)), else_=len(ends))
    whole = Scope(scope.actor, scope.viewer, Period(weeks[0].first, weeks[-1].last), scope.campaign_id)
    numbered = select(place.label("place"), func.count()).where(*counted(what, whole)).group_by("place")
    found = {number: count for number, count in db.session.execute(numbered).all()}
    return [found.get(number, 0) for number in range(len(weeks))]


def called(scope: Scope) -> list[ColumnElement[bool]]:
    """Return the condition of callbacks of a period that were answered; findings are joined."""
    answered = Verification.satisfaction.is_not(None), Verification.method == VerificationMethod.CALL
    return [*whose(scope), *answered, moment_in(Verification.at, scope.period)]


def callbacks_by_unit(scope: Scope) -> dict[int, tuple[int, int]]:
    """Return (满意, 答复) by unit."""
    content = func.sum(case((Verification.satisfaction >= CONTENT_FROM, 1), else_=0))
    query = (
        select(_UNIT, content, func.count())
        .select_from(Verification)
        .join(Finding, Finding.id == Verification.finding_id)
    )
    rows = db.session.execute(query.where(*called(scope)).group_by(_UNIT)).all()
    return {unit: (int(n), int(d)) for unit, n, d in rows if unit is not None}


def trials(scope: Scope, *, once: bool) -> list[ColumnElement[bool]]:
    """Return the condition of matters really done on visits that count; visits are joined."""
    found = [*that_count(scope.campaign_id, scope.period), TRIAL_COUNTS, ENDED]
    return [*found, ONCE] if once else found


def tried(scope: Scope) -> tuple[int, int]:
    """Return 一次办结: (with one trip or none, finished or given up)."""
    once = case((_all(trials(scope, once=True)), 1), else_=0)
    query = select(func.coalesce(func.sum(once), 0), func.count()).select_from(Trial)
    row = db.session.execute(query.join(Visit, Visit.id == Trial.visit_id).where(*trials(scope, once=False))).one()
    return int(row[0]), int(row[1])


def scored(scope: Scope) -> list[ColumnElement[bool]]:
    """Return the condition of reviewed visits with a score; only the office asks for them."""
    return [*reviewed(scope.campaign_id, scope.period), func.coalesce(Visit.score["total"].as_string(), "") != ""]


def scores(scope: Scope) -> list[float]:
    """Return the score of each reviewed visit of the period, in hundredths."""
    if not sees_visits(scope.actor):
        return []
    return [score_of(score) for score in db.session.scalars(select(Visit.score).where(*scored(scope))) if score]


def score_of(score: dict[str, object]) -> float:
    """Return a frozen score in hundredths of what was possible."""
    total = score["total"]
    if not isinstance(total, dict):
        return float(str(total))
    return 100 * float(total["earned"]) / float(total["possible"]) if total["possible"] else 0.0


def units(keys: Sequence[int]) -> Sequence[Unit]:
    """Return the units that numbers name."""
    return db.session.scalars(select(Unit).where(Unit.id.in_(keys)).order_by(Unit.sort_no, Unit.id)).all()

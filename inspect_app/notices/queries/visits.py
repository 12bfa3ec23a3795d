"""Visits as a notice counts them: reviewed, and for covert ones only when all their findings are delivered."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select

from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.catalogue.models import Window
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.visits.models import Interview, Visit, VisitWindow
from inspect_app.visits.vocabulary import VisitMode

SATISFIED_FROM = 4
_MARKS = (5, 4, 3, 2, 1)


@dataclass(frozen=True, slots=True)
class VisitCounts:
    """Visits up to a moment; `satisfied` of `rated` interviews gave 4 or 5 of 5, `marks` are how many gave 5 to 1."""

    visits: int
    by_method: dict[VisitMethod, int]
    units: int
    sites: int
    interviews: int
    satisfied: int
    rated: int
    marks: tuple[int, ...]


def count_visits(campaign_id: int, moment: datetime) -> VisitCounts:
    """Count a campaign's visits as they may be told at a moment."""
    told = told_by(campaign_id, moment)
    by_method = {
        method: count
        for method, count in db.session.execute(
            select(Visit.method, func.count()).where(told).group_by(Visit.method)
        )
    }
    units, sites = db.session.execute(
        select(func.count(Window.unit_id.distinct()), func.count(Window.site_id.distinct()))
        .select_from(Visit)
        .join(VisitWindow, VisitWindow.visit_id == Visit.id)
        .join(Window, Window.id == VisitWindow.window_id)
        .where(told)
    ).one()
    talked, *marks = db.session.execute(
        select(
            func.count(Interview.id),
            *(func.count(Interview.id).filter(Interview.satisfaction == mark) for mark in _MARKS),
        )
        .select_from(Visit)
        .join(Interview, Interview.visit_id == Visit.id)
        .where(told)
    ).one()
    ordered = {method: by_method[method] for method in VisitMethod if method in by_method}
    satisfied = sum(count for mark, count in zip(_MARKS, marks, strict=True) if mark >= SATISFIED_FROM)
    return VisitCounts(sum(ordered.values()), ordered, units, sites, talked, satisfied, sum(marks), tuple(marks))


def told_by(campaign_id: int, moment: datetime) -> ColumnElement[bool]:
    """Return the condition that a campaign's visit may be told of at a moment."""
    undelivered = exists().where(
        Finding.visit_id == Visit.id,
        Finding.status != FindingStatus.DISMISSED,
        or_(Finding.delivered_at.is_(None), Finding.delivered_at > moment),
    )
    return (
        (Visit.campaign_id == campaign_id)
        & (Visit.reviewed_at <= moment)
        & or_(Visit.mode != VisitMode.COVERT, ~undelivered)
    )

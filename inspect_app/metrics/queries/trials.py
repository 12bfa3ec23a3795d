"""Rows about visits: what was seen there, and the matters that were really done."""

from datetime import time
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from inspect_app.access import Role
from inspect_app.accounts.models import Person, RoleGrant
from inspect_app.campaigns.models import CampaignTarget
from inspect_app.catalogue.models import ServiceItem, Window
from inspect_app.catalogue.vocabulary import TripPromise
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.foundation import clock
from inspect_app.metrics.vocabulary import Period, Sample, TrialRow
from inspect_app.visits.models import Trial, Visit, VisitWindow
from inspect_app.visits.vocabulary import PaperOrigin, TrialOutcome, VisitStatus

_ONE_TRIP = frozenset({TripPromise.ZERO, TripPromise.ONE})


def reviewed(campaign_id: int | None, period: Period) -> list[ColumnElement[bool]]:
    """Return the condition of the visits that were reviewed, by the day they were handed in."""
    found = [
        Visit.status == VisitStatus.ACCEPTED,
        Visit.submitted_at >= clock.at(period.first, time.min),
        Visit.submitted_at <= clock.at(period.last, time.max),
    ]
    return found if campaign_id is None else [*found, Visit.campaign_id == campaign_id]


def trial_rows(campaign_id: int | None, period: Period) -> list[TrialRow]:
    """Return the matters that were really done on reviewed visits of a period."""
    query = (
        select(
            Visit.submitted_at, Trial.trips, Trial.outcome, Trial.papers_complete, Trial.item_id, Trial.told,
            Trial.papers, Trial.waited_minutes, ServiceItem.trips.label("promise"),
        )
        .join(Visit, Visit.id == Trial.visit_id)
        .join(ServiceItem, ServiceItem.id == Trial.item_id, isouter=True)
        .where(*reviewed(campaign_id, period), Trial.script_break.is_(None))
    )  # fmt: skip
    return [_trial(row) for row in db.session.execute(query)]


def _trial(row: Any) -> TrialRow:
    return TrialRow(
        on=clock.day_of(row.submitted_at),
        trips=row.trips,
        finished=row.outcome is TrialOutcome.DONE,
        papers_complete=row.papers_complete,
        item_id=row.item_id,
        promised=row.promise in _ONE_TRIP,
        told=tuple(bool(point["told"]) for point in row.told),
        papers_noted=bool(row.papers),
        cancelled_asked=any(paper["origin"] == PaperOrigin.CANCELLED.value for paper in row.papers),
        waited=row.waited_minutes,
    )


def visit_samples(campaign_id: int | None, period: Period) -> list[Sample]:
    """Return reviewed visits, done when something was found there."""
    found = exists(select(Finding.id).where(Finding.visit_id == Visit.id))
    rows = db.session.execute(select(Visit.submitted_at, found).where(*reviewed(campaign_id, period)))
    return [Sample(clock.day_of(at), bool(any_found)) for at, any_found in rows if at is not None]


def targets_visited(campaign_id: int, period: Period) -> tuple[int, int]:
    """Count the units a campaign looks at: those visited in a period, and all."""
    targets = set(db.session.scalars(select(CampaignTarget.unit_id).where(CampaignTarget.campaign_id == campaign_id)))
    query = (
        select(Window.unit_id)
        .join(VisitWindow, VisitWindow.window_id == Window.id)
        .join(Visit, Visit.id == VisitWindow.visit_id)
        .where(*reviewed(campaign_id, period))
    )
    return len(targets & set(db.session.scalars(query.distinct()))), len(targets)


def chiefs_who_went(campaign_id: int | None, period: Period) -> tuple[int, int]:
    """Count the chiefs who carried out a visit in a period, and all there are; a covert visit names nobody."""
    chiefs = set(
        db.session.scalars(
            select(RoleGrant.person_id)
            .join(Person, Person.id == RoleGrant.person_id)
            .where(RoleGrant.role == Role.CHIEF, Person.active.is_(True))
        )
    )
    went = db.session.scalars(select(Visit.author_id).where(*reviewed(campaign_id, period)).distinct())
    return len(chiefs & {person for person in went if person is not None}), len(chiefs)


def items_by_id_only() -> tuple[int, int]:
    """Count the items in use that an identity card alone suffices for, and all in use."""
    active = ServiceItem.active.is_(True)
    row = db.session.execute(
        select(func.count().filter(ServiceItem.id_only.is_(True)), func.count()).where(active)
    ).one()
    return int(row[0]), int(row[1])

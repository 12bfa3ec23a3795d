"""Rows about visits: what was seen there, and the matters that were really done."""

from datetime import time

from sqlalchemy import ColumnElement, exists, func, select

from inspect_app.access import Role
from inspect_app.accounts.models import Person, RoleGrant
from inspect_app.accounts.vocabulary import ParticipantTag
from inspect_app.campaigns.models import CampaignTarget
from inspect_app.catalogue.models import ServiceItem, Window
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.foundation import clock
from inspect_app.metrics.vocabulary import Period, Sample
from inspect_app.visits.models import Trial, Visit, VisitWindow
from inspect_app.visits.vocabulary import VisitStatus


def reviewed(campaign_id: int | None, period: Period) -> list[ColumnElement[bool]]:
    """Return the condition of the visits that were reviewed, by the day they were handed in."""
    found = [
        Visit.status == VisitStatus.ACCEPTED,
        Visit.submitted_at >= clock.at(period.first, time.min),
        Visit.submitted_at <= clock.at(period.last, time.max),
    ]
    return found if campaign_id is None else [*found, Visit.campaign_id == campaign_id]


# What counts for promises, said here alone: no visit to one's own windows (自查), no trial whose script was broken.
COUNTS: ColumnElement[bool] = Visit.self_check.is_(False)
TRIAL_COUNTS: ColumnElement[bool] = Trial.script_break.is_(None)


def that_count(campaign_id: int | None, period: Period) -> list[ColumnElement[bool]]:
    """Return the condition of a period's visits whose trials and tests count for promises."""
    return [*reviewed(campaign_id, period), COUNTS]


def waits(campaign_id: int | None, period: Period) -> list[int]:
    """Return how many minutes was waited on the visits of a period that count."""
    query = select(Trial.waited_minutes).join(Visit, Visit.id == Trial.visit_id)
    counted = (*that_count(campaign_id, period), TRIAL_COUNTS)
    rows = db.session.scalars(query.where(*counted, Trial.waited_minutes.is_not(None)))
    return [minutes for minutes in rows if minutes is not None]


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


def visits_of_observers(campaign_id: int | None, period: Period) -> list[tuple[list[ParticipantTag], int]]:
    """Return of each observer how many visits they made and whom they stand for (C2, C3); nobody by name."""
    made = select(Visit.author_id, func.count().label("visits")).where(
        *reviewed(campaign_id, period), Visit.author_role == Role.OBSERVER, Visit.author_id.is_not(None)
    )
    by_person = made.group_by(Visit.author_id).subquery()
    rows = db.session.execute(
        select(Person.tags, by_person.c.visits).join(by_person, by_person.c.author_id == Person.id)
    )
    return [([tag for tag in ParticipantTag if tag.value in tags], int(visits)) for tags, visits in rows]


def items_by_id_only() -> tuple[int, int]:
    """Count the items in use that an identity card alone suffices for, and all in use."""
    active = ServiceItem.active.is_(True)
    row = db.session.execute(
        select(func.count().filter(ServiceItem.id_only.is_(True)), func.count()).where(active)
    ).one()
    return int(row[0]), int(row[1])

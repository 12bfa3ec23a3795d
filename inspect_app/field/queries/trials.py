"""Trials and interviews of a visit, and what was promised for the matter tried."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from inspect_app.catalogue.models import CancelledProof, ServiceItem, WindowItem
from inspect_app.catalogue.rules import minutes_promised, promised_time
from inspect_app.catalogue.vocabulary import TripPromise
from inspect_app.database import db
from inspect_app.field.vocabulary import InterviewWords, Promise, TrialFacts
from inspect_app.foundation.errors import Missing
from inspect_app.visits.models import Interview, Trial, Visit

_TRIPS = {TripPromise.ZERO: 0, TripPromise.ONE: 1}


def get_trial(visit: Visit, trial_id: int) -> Trial:
    """Return a trial of this visit, or raise Missing."""
    found = next((trial for trial in visit.trials if trial.id == trial_id), None)
    if found is None:
        raise Missing()
    return found


def get_interview(visit: Visit, interview_id: int) -> Interview:
    """Return an interview of this visit, or raise Missing."""
    found = next((talk for talk in visit.interviews if talk.id == interview_id), None)
    if found is None:
        raise Missing()
    return found


def item_choices(visit: Visit) -> list[tuple[str, str]]:
    """Return the matters done at the windows of a visit; all matters where the windows name none."""
    windows = [stop.window_id for stop in visit.stops]
    at_windows = select(WindowItem.item_id).where(WindowItem.window_id.in_(windows))
    rows = _items(select(ServiceItem).where(ServiceItem.active, ServiceItem.id.in_(at_windows)))
    rows = rows or _items(select(ServiceItem).where(ServiceItem.active))
    return [(str(item.id), item.name) for item in rows]


def item_of_visit(item_id: int) -> ServiceItem | None:
    """Return a matter with its published papers, or nothing."""
    query = select(ServiceItem).where(ServiceItem.id == item_id, ServiceItem.active)
    return db.session.scalars(query.options(selectinload(ServiceItem.papers))).one_or_none()


def cancelled_names() -> Sequence[str]:
    """Return the names of the register of cancelled proofs."""
    return db.session.scalars(select(CancelledProof.name).order_by(CancelledProof.id)).all()


def listed_papers(item: ServiceItem | None) -> list[str]:
    """Return the published list of papers of a matter."""
    return [paper.name for paper in item.papers] if item else []


def promise_of(item: ServiceItem | None) -> Promise | None:
    """Return what was announced for a matter."""
    if item is None:
        return None
    return Promise(
        item_name=item.name,
        trips=_TRIPS.get(item.trips) if item.trips else None,
        id_only=item.id_only,
        minutes=minutes_promised(item.promised_amount, item.promised_unit),
        time=promised_time(item.promised_amount, item.promised_unit),
        papers=tuple(listed_papers(item)),
    )


def facts_of(trial: Trial) -> TrialFacts:
    """Return what really happened, as the rules need it."""
    papers = tuple((str(paper["name"]), str(paper["origin"])) for paper in trial.papers)
    return TrialFacts(trial.papers_complete, trial.trips, trial.handled_minutes, papers)


def words_of(talk: Interview) -> InterviewWords:
    """Return an interview as the rules need it."""
    return InterviewWords(talk.kind.value, talk.alias, talk.trips, talk.papers_complete, talk.satisfaction, talk.words)


def _items(query: Select[ServiceItem]) -> Sequence[ServiceItem]:
    return db.session.scalars(query.order_by(ServiceItem.name)).all()

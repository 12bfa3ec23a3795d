"""What waits at the office's desk: visits to review, problems to register, to deliver, returns to rule on."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from inspect_app.access import Actor, Permission, may
from inspect_app.catalogue.models import Window
from inspect_app.database import db
from inspect_app.findings.models import Finding, FindingEvent
from inspect_app.findings.vocabulary import FindingStatus, Step
from inspect_app.foundation.errors import Missing
from inspect_app.visits.models import Visit, VisitWindow
from inspect_app.visits.vocabulary import VisitStatus


@dataclass(frozen=True, slots=True)
class DeskCounts:
    """How much waits in each queue of the office."""

    review: int
    triage: int
    queued: int
    returns: int


@dataclass(frozen=True, slots=True)
class VisitToReview:
    """A submitted visit and how many problems it brings."""

    visit: Visit
    place: str
    findings: int


_IN_TRIAGE = (Finding.status == FindingStatus.SUBMITTED) & Finding.release_at.is_(None)
_QUEUED = (Finding.status == FindingStatus.SUBMITTED) & Finding.release_at.is_not(None)
_RETURNED = Finding.status == FindingStatus.RETURN_REQUESTED


def desk_counts(actor: Actor) -> DeskCounts:
    """Return the sizes of the queues in one query; zeros for whoever isn't the office."""
    if not may(actor, Permission.TRIAGE):
        return DeskCounts(0, 0, 0, 0)
    review = select(func.count()).select_from(Visit).where(Visit.status == VisitStatus.RECEIVED)
    parts = (review, _count(_reviewed(_IN_TRIAGE)), _count(_QUEUED), _count(_RETURNED))
    row = db.session.execute(select(*(part.scalar_subquery() for part in parts))).one()
    return DeskCounts(*row)


def list_visits_to_review(actor: Actor) -> list[VisitToReview]:
    """Return the submitted visits, the longest waiting first."""
    _demand_office(actor)
    query = (
        select(Visit)
        .where(Visit.status == VisitStatus.RECEIVED)
        .order_by(Visit.submitted_at, Visit.id)
        .options(
            joinedload(Visit.campaign),
            selectinload(Visit.stops).joinedload(VisitWindow.window).joinedload(Window.site),
        )
    )
    visits = db.session.scalars(query).all()
    counts = _findings_per_visit([visit.id for visit in visits])
    return [VisitToReview(visit, _place(visit), counts.get(visit.id, 0)) for visit in visits]


def list_to_triage(actor: Actor) -> Sequence[Finding]:
    """Return the problems of reviewed visits that wait for registration, the oldest first."""
    _demand_office(actor)
    return db.session.scalars(_with_place(_reviewed(_IN_TRIAGE)).order_by(Finding.id)).all()


def list_queued(actor: Actor) -> Sequence[Finding]:
    """Return the registered covert problems that wait for their release, the next first."""
    _demand_office(actor)
    query = _with_place(select(Finding).where(_QUEUED))
    return db.session.scalars(query.order_by(Finding.release_at, Finding.title)).all()


def get_return(actor: Actor, number: str) -> tuple[Finding, FindingEvent]:
    """Return a finding that waits for a ruling, with the request, or raise Missing."""
    found = [row for row in list_returns(actor) if row[0].number == number]
    if not found:
        raise Missing("这条退单已经裁定，或者没有这个编号。")
    return found[0]


def list_returns(actor: Actor) -> list[tuple[Finding, FindingEvent]]:
    """Return the findings a department wants to give back, each with its request; the oldest first."""
    _demand_office(actor)
    findings = db.session.scalars(_with_place(select(Finding).where(_RETURNED)).order_by(Finding.stage_due)).all()
    asked = (
        select(FindingEvent)
        .where(
            FindingEvent.finding_id.in_([finding.id for finding in findings]),
            FindingEvent.step == Step.REQUEST_RETURN,
        )
        .order_by(FindingEvent.id)
    )
    last = {event.finding_id: event for event in db.session.scalars(asked)}
    return [(finding, last[finding.id]) for finding in findings]


def _demand_office(actor: Actor) -> None:
    if not may(actor, Permission.TRIAGE):
        raise Missing()


def _count(condition: ColumnElement[bool] | Select[Finding]) -> Select[int]:
    if isinstance(condition, Select):
        return select(func.count()).select_from(condition.subquery())
    return select(func.count()).select_from(Finding).where(condition)


def _reviewed(condition: ColumnElement[bool]) -> Select[Finding]:
    """Leave out problems of a visit that nobody has reviewed yet."""
    waiting = Visit.status == VisitStatus.RECEIVED
    return select(Finding).join(Visit, isouter=True).where(condition, waiting.is_not(True))


def _with_place(query: Select[Finding]) -> Select[Finding]:
    return query.options(
        joinedload(Finding.campaign),
        joinedload(Finding.lead_unit),
        joinedload(Finding.window).joinedload(Window.site),
    )


def _findings_per_visit(visit_ids: Sequence[int]) -> dict[int, int]:
    query = select(Finding.visit_id, func.count()).where(Finding.visit_id.in_(visit_ids))
    rows = db.session.execute(query.group_by(Finding.visit_id)).all()
    return {visit_id: count for visit_id, count in rows if visit_id is not None}


def _place(visit: Visit) -> str:
    return "、".join(dict.fromkeys(stop.window.site.name for stop in visit.stops))

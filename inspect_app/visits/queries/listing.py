"""The office's list of visits: the same number of queries for 1 and for 30 rows."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from inspect_app.access import Actor
from inspect_app.catalogue.models import Site, Window
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.visits.models import Submission, Visit, VisitWindow
from inspect_app.visits.queries.people import author_label
from inspect_app.visits.queries.reading import office_sees
from inspect_app.visits.vocabulary import VisitFilters, VisitRow

INCOMPLETE_AFTER = timedelta(hours=24)


def list_visits(actor: Actor, filters: VisitFilters, offset: int, limit: int) -> list[VisitRow]:
    """Return one page of the visits an office may know of, the latest first."""
    query = (
        select(Visit)
        .where(office_sees(actor), *_conditions(filters))
        .options(
            joinedload(Visit.campaign),
            selectinload(Visit.stops).joinedload(VisitWindow.window).joinedload(Window.site),
        )
    )
    ordered = query.order_by(Visit.planned_on.desc(), Visit.id.desc()).offset(offset).limit(limit)
    visits = db.session.scalars(ordered).all()
    labels, late = author_label(actor, visits), _incomplete(visit.id for visit in visits)
    return [_row(visit, labels[visit.id], visit.id in late) for visit in visits]


def count_visits(actor: Actor, filters: VisitFilters) -> int:
    """Count what `list_visits` pages through."""
    query: Select[int] = select(func.count()).select_from(Visit)
    return db.session.scalar(query.where(office_sees(actor), *_conditions(filters))) or 0


def count_incomplete(actor: Actor) -> int:
    """Count the visits whose photos have not all come within a day, as far as somebody may know of them."""
    return count_visits(actor, VisitFilters(incomplete=True))


def is_incomplete(visit: Visit) -> bool:
    """Say whether the photos of a visit have not all come within a day."""
    return visit.id in _incomplete([visit.id])


def _incomplete(visit_ids: Iterable[int]) -> set[int]:
    return set(db.session.scalars(_late().where(Submission.visit_id.in_(list(visit_ids)))))


def _late() -> Select[int]:
    before = clock.now() - INCOMPLETE_AFTER
    current = Submission.round == Visit.round  # an older round was sent back and waits for nothing
    query = select(Submission.visit_id).join(Visit, Visit.id == Submission.visit_id).where(current)
    return query.where(Submission.completed_at.is_(None), Submission.received_at < before)


def _conditions(filters: VisitFilters) -> list[ColumnElement[bool]]:
    pairs = (
        (filters.status, Visit.status == filters.status),
        (filters.mode, Visit.mode == filters.mode),
        (filters.method, Visit.method == filters.method),
        (filters.campaign_id, Visit.campaign_id == filters.campaign_id),
        (filters.activity, Visit.activity_slot == filters.activity),
    )
    conditions = [condition for value, condition in pairs if value is not None]
    if filters.site_id is not None:
        conditions.append(_stops_at(Window.site_id == filters.site_id))
    if filters.planned_from is not None:
        conditions.append(Visit.planned_on >= filters.planned_from)
    if filters.planned_to is not None:
        conditions.append(Visit.planned_on <= filters.planned_to)
    if filters.incomplete:
        conditions.append(Visit.id.in_(_late()))
    if filters.text:
        conditions.append(_mentions(filters.text))
    return conditions


def _stops_at(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    stops = select(VisitWindow.visit_id).join(Window, Window.id == VisitWindow.window_id)
    return Visit.id.in_(stops.join(Site, Site.id == Window.site_id).where(condition))


def _mentions(text: str) -> ColumnElement[bool]:
    names = or_(Window.name.contains(text, autoescape=True), Site.name.contains(text, autoescape=True))
    return or_(_stops_at(names), Visit.receipt == text)


def _row(visit: Visit, author: str, incomplete: bool) -> VisitRow:
    return VisitRow(
        public_id=visit.public_id,
        planned_on=visit.planned_on,
        slot=visit.slot,
        place="、".join(_sites(visit.stops)),
        windows="、".join(stop.window.name for stop in visit.stops),
        campaign=visit.campaign.name,
        mode=visit.mode,
        method=visit.method,
        author=author,
        status=visit.status,
        submitted_at=visit.submitted_at,
        receipt=visit.receipt,
        self_check=visit.self_check,
        entered=visit.entered_by_id is not None,
        incomplete=incomplete,
    )


def _sites(stops: Sequence[VisitWindow]) -> list[str]:
    return list(dict.fromkeys(stop.window.site.name for stop in stops))

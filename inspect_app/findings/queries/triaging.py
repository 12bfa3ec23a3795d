"""What the office needs beside a problem while settling it: photos, similar ones, terms, names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from inspect_app.access import Actor, Permission, may
from inspect_app.accounts.models import Person, Unit
from inspect_app.accounts.queries.people import NAME_CONTEXT
from inspect_app.calendar.queries import work_calendar
from inspect_app.catalogue.models import ServiceItem, Window, WindowItem
from inspect_app.config import current_sealer, current_settings
from inspect_app.database import db
from inspect_app.evidence.models import StoredFile
from inspect_app.findings.models import Finding, FindingEvent
from inspect_app.findings.rules.clocks import first_due, term_of
from inspect_app.findings.vocabulary import FindingStatus, Grade, Step
from inspect_app.foundation.errors import Invalid, Missing
from inspect_app.visits.models import VisitFile, VisitWindow

_SIMILAR_SHOWN = 5


@dataclass(frozen=True, slots=True)
class TermPreview:
    """The date a grade's term would end, counted from a moment of delivery."""

    grade: Grade
    term: int | None
    due: date | None
    provisional: bool


def term_previews(moment: datetime) -> list[TermPreview]:
    """Return for each grade the term in working days and the date it ends."""
    calendar, terms = work_calendar(), current_settings().clocks
    previews = []
    for grade in Grade:
        due = first_due(grade, None, moment, calendar, terms)
        previews.append(
            TermPreview(grade, term_of(grade, terms), due.day if due else None, due.provisional if due else False)
        )
    return previews


def names_known() -> list[str]:
    """Return the names of everybody in the books, for the warning about names in a text.

    Shoppers' names are opened for it: theirs above all must not reach a department. Nobody is shown the list.
    """
    sealer = current_sealer()
    rows = db.session.execute(select(Person.name, Person.name_seal).order_by(Person.name)).all()
    return [sealer.open(seal, NAME_CONTEXT).decode() if seal else name for name, seal in rows]


def photos_of_visit(visit_id: int | None) -> Sequence[StoredFile]:
    """Return the photos of a visit, in the order they came."""
    query = select(StoredFile).join(VisitFile, VisitFile.file_id == StoredFile.id)
    return db.session.scalars(query.where(VisitFile.visit_id == visit_id).order_by(VisitFile.id)).all()


def window_choices(finding: Finding) -> list[tuple[int, str]]:
    """Return the windows of the visit, and the finding's own, for the triage form."""
    stops = select(VisitWindow.window_id).where(VisitWindow.visit_id == finding.visit_id)
    query = select(Window).where(or_(Window.id.in_(stops), Window.id == finding.window_id))
    rows = db.session.scalars(query.options(joinedload(Window.site)).order_by(Window.code))
    return [(window.id, f"{window.site.name} {window.name}") for window in rows]


def item_choices(finding: Finding) -> list[tuple[int, str]]:
    """Return the matters done at the windows of the visit, and the finding's own."""
    stops = select(VisitWindow.window_id).where(VisitWindow.visit_id == finding.visit_id)
    done = select(WindowItem.item_id).where(WindowItem.window_id.in_(stops))
    mine = or_(ServiceItem.id.in_(done), ServiceItem.id == finding.item_id)
    rows = db.session.execute(select(ServiceItem.id, ServiceItem.name).where(mine).order_by(ServiceItem.code))
    return [(item_id, name) for item_id, name in rows]


def similar_to(finding: Finding) -> Sequence[Finding]:
    """Return other findings at the same window or on the same matter, the newest first: 疑似重复."""
    same = [
        column == value
        for column, value in ((Finding.window_id, finding.window_id), (Finding.item_id, finding.item_id))
        if value is not None
    ]
    if not same:
        return []
    kept = Finding.status.not_in((FindingStatus.DRAFT, FindingStatus.DISMISSED))
    query = select(Finding).where(or_(*same), Finding.id != finding.id, kept)
    return db.session.scalars(query.order_by(Finding.id.desc()).limit(_SIMILAR_SHOWN)).all()


def find_original(actor: Actor, reference: str) -> Finding:
    """Return the finding a duplicate repeats, by number, or by id before delivery; raise Invalid."""
    if not may(actor, Permission.TRIAGE):
        raise Missing()
    text = reference.strip().lstrip("#")
    by_id = Finding.id == int(text) if text.isascii() and text.isdigit() else Finding.number == text
    query = select(Finding).where(by_id, Finding.status != FindingStatus.DISMISSED)
    original = db.session.scalars(query).one_or_none()
    if original is None:
        raise Invalid("没有这个编号的问题，请核对。", "duplicate_of")
    return original


def proposed_unit_of(event: FindingEvent) -> Unit | None:
    """Return the unit a department named when it asked for a return."""
    if event.step is not Step.REQUEST_RETURN:
        return None
    return db.session.get(Unit, event.payload.get("proposed_unit_id"))

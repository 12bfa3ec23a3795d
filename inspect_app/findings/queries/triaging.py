"""What the office needs beside a problem while settling it: photos, terms, names."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from inspect_app.accounts.models import Person, Unit
from inspect_app.accounts.queries.people import NAME_CONTEXT
from inspect_app.calendar.queries import work_calendar
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.catalogue.models import ServiceItem, Window, WindowItem
from inspect_app.config import current_sealer, current_settings
from inspect_app.database import db
from inspect_app.evidence.models import StoredFile
from inspect_app.findings.models import Finding, FindingEvent, FindingFile
from inspect_app.findings.rules.clocks import first_due, term_of
from inspect_app.findings.vocabulary import FileStage, Grade, SourceKind, Step
from inspect_app.visits.models import Trial, Visit, VisitFile, VisitWindow


def stands_in_their_system(finding: Finding) -> bool:
    """Say whether a matter was really done on the covert visit: then the department's own system holds who asked."""
    if not finding.is_covert or finding.source_kind is SourceKind.TRIAL:
        return finding.is_covert
    return db.session.scalar(select(Trial.id).where(Trial.visit_id == finding.visit_id).limit(1)) is not None


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


@dataclass(frozen=True, slots=True)
class OfferedPhoto:
    """A photo that may go to the department, and where the office looks at it."""

    file_id: int
    public_id: str
    href: str
    ready: bool


def photos_to_pass(finding: Finding) -> list[OfferedPhoto]:
    """Return the photos of a finding's visit and those it got from a duplicate, in the order they came.

    A problem that no visit found has those it was listed with.
    """
    found = FindingFile.stage == FileStage.FOUND
    passed = select(FindingFile.file_id).where(FindingFile.finding_id == finding.id, found)
    query = (
        select(StoredFile.id, StoredFile.public_id, StoredFile.thumb_key, Visit.public_id.label("visit_ref"))
        .join(VisitFile, VisitFile.file_id == StoredFile.id)
        .join(Visit, Visit.id == VisitFile.visit_id)
        .where(or_(VisitFile.visit_id == finding.visit_id, StoredFile.id.in_(passed)))
        .order_by(VisitFile.id)
    )
    rows = {row.id: row for row in db.session.execute(query)}
    of_visits = [
        OfferedPhoto(row.id, row.public_id, f"/visits/{row.visit_ref}/files/{row.public_id}", row.thumb_key is not None)
        for row in rows.values()
    ]
    return of_visits + _listed_with(finding, rows.keys())


def _listed_with(finding: Finding, but: Collection[int]) -> list[OfferedPhoto]:
    """Return the screenshots of an online spot-check, which the room above keeps under its number."""
    if finding.visit_id is not None or finding.method is not VisitMethod.ONLINE:
        return []
    where = f"/online-checks/{finding.source_ref}/files"
    rows = [row.file for row in finding.files if row.stage is FileStage.FOUND and row.file_id not in but]
    return [OfferedPhoto(row.id, row.public_id, f"{where}/{row.public_id}", row.thumb_key is not None) for row in rows]


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


def proposed_unit_of(event: FindingEvent) -> Unit | None:
    """Return the unit a department named when it asked for a return."""
    if event.step is not Step.REQUEST_RETURN:
        return None
    return db.session.get(Unit, event.payload.get("proposed_unit_id"))

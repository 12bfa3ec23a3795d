"""Where else a problem may be (举一反三): sibling windows, how each stands, and what became of the visits there."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from inspect_app.access import Actor
from inspect_app.accounts.models import Unit
from inspect_app.catalogue.models import Site, Window, WindowItem
from inspect_app.checklists.models import ChecklistVersion
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.rectification.models import LookAlikeCheck
from inspect_app.rectification.vocabulary import SiblingWhy
from inspect_app.visits.models import Answer, Visit, VisitWindow
from inspect_app.visits.queries import office_sees
from inspect_app.visits.vocabulary import VisitMode, VisitStatus

_NOT_OPEN = (FindingStatus.DRAFT, FindingStatus.DISMISSED, FindingStatus.CLOSED, FindingStatus.TERMINATED)
_NO_PROBLEM = (FindingStatus.DRAFT, FindingStatus.DISMISSED)


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A visit planned because of a finding, as far as the asking person may know of it."""

    public_id: str
    planned_on: date
    mode: VisitMode
    status: VisitStatus


@dataclass(frozen=True, slots=True)
class SiblingWindow:
    """A window that may have the same problem, and how it stands."""

    window_id: int
    name: str
    site: str
    unit: str
    why: SiblingWhy
    last_visit: date | None
    open_same: int
    planned: PlannedVisit | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one such visit; `problems` are (reference, number or none, id, status) of what was found there."""

    visit: PlannedVisit
    windows: str
    problems: Sequence[tuple[str, str | None, int, str]]


def list_siblings(
    actor: Actor, finding: Finding, why: SiblingWhy | None, offset: int, limit: int
) -> tuple[list[SiblingWindow], int]:
    """Return some of the sibling windows, the nearest kind first, and how many there are; five queries at any size."""
    kinds = _kinds(finding)
    wanted = _siblings(finding, kinds if why is None else {why: kinds[why]})
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    rank = case(*((condition, kind.value) for kind, condition in kinds.items()), else_=SiblingWhy.KIN.value)
    place = case(*((condition, number) for number, condition in enumerate(kinds.values())), else_=len(kinds))
    query = select(Window, rank).where(Window.id.in_(wanted)).join(Site, Site.id == Window.site_id)
    loaded = query.options(joinedload(Window.site), joinedload(Window.unit)).order_by(place, Site.code, Window.code)
    found = db.session.execute(loaded.offset(offset).limit(limit)).all()
    ids = [window.id for window, _ in found]
    visited, same, planned = _last_visits(actor, ids), _open_same(finding, ids), planned_windows(actor, finding)
    rows = [
        SiblingWindow(
            window.id, window.name, window.site.name, window.unit.short_name, SiblingWhy.find(kind) or SiblingWhy.KIN,
            visited.get(window.id), same.get(window.id, 0), planned.get(window.id),
        )
        for window, kind in found
    ]  # fmt: skip
    return rows, total


def sibling_ids(finding: Finding) -> frozenset[int]:
    """Return the windows that may have the same problem."""
    return frozenset(db.session.scalars(_siblings(finding, _kinds(finding))))


def planned_windows(actor: Actor, finding: Finding) -> dict[int, PlannedVisit]:
    """Return the windows for which a visit was planned because of this finding, as far as somebody may know."""
    query = select(VisitWindow.window_id, Visit).join(Visit, Visit.id == VisitWindow.visit_id)
    linked = query.join(LookAlikeCheck, LookAlikeCheck.visit_id == Visit.id)
    rows = db.session.execute(linked.where(LookAlikeCheck.finding_id == finding.id, office_sees(actor)))
    return {window_id: _planned(visit) for window_id, visit in rows}


def outcomes_of(actor: Actor, finding: Finding) -> list[Outcome]:
    """Return what became of the visits planned because of a finding; whoever plans no visits reads of none."""
    query = select(Visit).join(LookAlikeCheck, LookAlikeCheck.visit_id == Visit.id)
    stops = selectinload(Visit.stops).joinedload(VisitWindow.window).joinedload(Window.site)
    mine = query.where(LookAlikeCheck.finding_id == finding.id, office_sees(actor)).options(stops)
    visits = db.session.scalars(mine.order_by(Visit.planned_on, Visit.id)).unique().all()
    found = _problems([visit.id for visit in visits])
    return [Outcome(_planned(visit), _places(visit), found.get(visit.id, ())) for visit in visits]


def _kinds(finding: Finding) -> Mapping[SiblingWhy, ColumnElement[bool]]:
    """Return the kinds of sibling windows as conditions, the nearest first."""
    unit_id = finding.window.unit_id if finding.window is not None else finding.lead_unit_id
    doing = select(WindowItem.window_id).where(WindowItem.item_id == finding.item_id)
    unit = db.session.get(Unit, unit_id) if unit_id is not None else None
    return {
        SiblingWhy.ITEM: Window.id.in_(doing) if finding.item_id is not None else false(),
        SiblingWhy.UNIT: Window.unit_id == unit.id if unit is not None else false(),
        SiblingWhy.KIN: Window.unit_id.in_(_kin_of(unit)) if unit is not None else false(),
    }


def _kin_of(unit: Unit) -> Select[Any]:
    same = (Unit.kind == unit.kind, Unit.level == unit.level, Unit.parent_id == unit.parent_id)
    return select(Unit.id).where(*same, Unit.id != unit.id, Unit.active_to.is_(None))


def _siblings(finding: Finding, kinds: Mapping[SiblingWhy, ColumnElement[bool]]) -> Select[Any]:
    in_use = select(Window.id).join(Site, Site.id == Window.site_id).where(Window.active, Site.active)
    others = in_use.where(Window.id != finding.window_id) if finding.window_id is not None else in_use
    return others.where(or_(false(), *kinds.values()))


def _last_visits(actor: Actor, window_ids: Collection[int]) -> dict[int, date]:
    query = select(VisitWindow.window_id, func.max(Visit.planned_on)).join(Visit, Visit.id == VisitWindow.visit_id)
    handed_in = query.where(VisitWindow.window_id.in_(window_ids), Visit.submitted_at.is_not(None), office_sees(actor))
    return {window_id: day for window_id, day in db.session.execute(handed_in.group_by(VisitWindow.window_id))}


def _open_same(finding: Finding, window_ids: Collection[int]) -> dict[int, int]:
    """Count what is open at each window on the same question or matter; on the same kind where neither is known."""
    asked = select(Finding.window_id, func.count()).outerjoin(Answer, Answer.id == Finding.answer_id)
    with_version = asked.outerjoin(Visit, Visit.id == Answer.visit_id).outerjoin(
        ChecklistVersion, ChecklistVersion.id == Visit.checklist_version_id
    )
    here = Finding.window_id.in_(window_ids) & Finding.status.not_in(_NOT_OPEN)
    query = with_version.where(here, or_(*_same(finding))).group_by(Finding.window_id)
    return {window_id: count for window_id, count in db.session.execute(query) if window_id is not None}


def _same(finding: Finding) -> list[ColumnElement[bool]]:
    asked = select(ChecklistVersion.checklist_id, Answer.item_key).select_from(Answer)
    asked = asked.join(Visit, Visit.id == Answer.visit_id).join(ChecklistVersion)
    row = db.session.execute(asked.where(Answer.id == finding.answer_id)).one_or_none()
    same: list[ColumnElement[bool]] = []
    if row is not None:
        same.append(and_(ChecklistVersion.checklist_id == row.checklist_id, Answer.item_key == row.item_key))
    if finding.item_id is not None:
        same.append(Finding.item_id == finding.item_id)
    return same or [Finding.category == finding.category]


def _problems(visit_ids: Collection[int]) -> dict[int, list[tuple[str, str | None, int, str]]]:
    columns = (Finding.visit_id, Finding.number, Finding.id, Finding.status)
    query = select(*columns).where(Finding.visit_id.in_(visit_ids), Finding.status.not_in(_NO_PROBLEM))
    found: dict[int, list[tuple[str, str | None, int, str]]] = {}
    for visit_id, number, finding_id, status in db.session.execute(query.order_by(Finding.id)):
        found.setdefault(visit_id or 0, []).append((number or f"#{finding_id}", number, finding_id, status.label))
    return found


def _places(visit: Visit) -> str:
    stops: Iterable[VisitWindow] = visit.stops
    return "、".join(f"{stop.window.site.name} {stop.window.name}" for stop in stops)


def _planned(visit: Visit) -> PlannedVisit:
    return PlannedVisit(visit.public_id, visit.planned_on, visit.mode, visit.status)

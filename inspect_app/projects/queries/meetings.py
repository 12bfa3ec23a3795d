"""Reads of meetings: for the office and leaders; a unit knows of the work that comes of one."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.rules.workflow import ENDED
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation.errors import Missing
from inspect_app.projects.models import Demand, Meeting
from inspect_app.projects.vocabulary.lists import ListColumn, ListLine
from inspect_app.projects.vocabulary.meetings import MeetingKind
from inspect_app.visits.models import Visit

COLUMNS = (
    ListColumn("会议", 40),
    ListColumn("类别", 14, "more"),
    ListColumn("日期", 12, "day"),
    ListColumn("主持", 24, "more"),
    ListColumn("要求", 8, "num"),
)


def list_meetings(kind: MeetingKind | None, offset: int = 0, limit: int | None = None) -> tuple[list[ListLine], int]:
    """Return some lines, the newest first, and how many match."""
    wanted: list[ColumnElement[bool]] = [] if kind is None else [Meeting.kind == kind]
    total = db.session.scalar(select(func.count()).select_from(Meeting).where(*wanted)) or 0
    query = select(Meeting).where(*wanted).options(selectinload(Meeting.demands))
    rows = db.session.scalars(query.order_by(Meeting.held_on.desc(), Meeting.id.desc()).offset(offset).limit(limit))
    return [_line(row) for row in rows], total


def get_meeting(meeting_id: int) -> Meeting:
    """Return a meeting with its demands and visit, or raise Missing."""
    loaded = (selectinload(Meeting.demands), joinedload(Meeting.visit))
    found = db.session.get(Meeting, meeting_id, options=loaded)
    if found is None:
        raise Missing("没有这次座谈。")
    return found


def get_demand(demand_id: int) -> Demand:
    """Return a demand with its meeting, or raise Missing."""
    found = db.session.get(Demand, demand_id, options=[joinedload(Demand.meeting)])
    if found is None:
        raise Missing("没有这条要求。")
    return found


def open_findings_of(meeting: Meeting) -> list[Finding]:
    """Return the findings of the meeting's visit that are still open: what the debrief goes through."""
    if meeting.visit_id is None:
        return []
    over = (*ENDED, FindingStatus.DRAFT, FindingStatus.DISMISSED)
    query = select(Finding).where(Finding.visit_id == meeting.visit_id, Finding.status.not_in(over))
    return list(db.session.scalars(query.options(joinedload(Finding.lead_unit)).order_by(Finding.id)))


def find_visit(public_id: str) -> Visit | None:
    """Return the visit that an address names, or nothing."""
    return db.session.scalars(select(Visit).where(Visit.public_id == public_id)).one_or_none() if public_id else None


def _line(row: Meeting) -> ListLine:
    cells = (row.title, row.kind.label, row.held_on, f"{row.post}{row.chair}", len(row.demands))
    return ListLine(cells, f"/assigned/meetings/{row.id}")

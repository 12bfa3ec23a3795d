"""Deeds on meetings: add, change, note a demand."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import func, select

from inspect_app.access import Actor, Permission
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, Refused
from inspect_app.foundation.text import clean
from inspect_app.projects.models import Demand, Meeting
from inspect_app.projects.vocabulary.meetings import MeetingDraft

_STALE = "这次座谈刚被别人改过，您写的还没有存。两份都留着，请对照后再改。"


def add_meeting(actor: Actor, draft: MeetingDraft, visit_id: int | None = None) -> Meeting:
    """Keep a meeting, with the visit it was held after."""
    _check(draft)
    meeting = Meeting(
        **asdict(draft), visit_id=visit_id, registered_at=clock.now(), registered_by_id=actor.person_id or 0
    )  # fmt: skip
    db.session.add(meeting)
    db.session.flush()
    _record(actor, "meeting.added", meeting, title=draft.title, day=draft.held_on.isoformat())
    return meeting


def change_meeting(actor: Actor, meeting_id: int, draft: MeetingDraft, version: int | None = None) -> Meeting:
    """Change what is kept of a meeting."""
    meeting = _take(meeting_id)
    if version is not None and version != meeting.version:
        raise Conflict(_STALE, mine={"听取汇报": draft.reports}, theirs={"听取汇报": meeting.reports})
    _check(draft)
    new = asdict(draft)
    changes = {name: (str(getattr(meeting, name)), str(value)) for name, value in new.items()}
    for name, value in new.items():
        setattr(meeting, name, value)
    db.session.flush()
    _record(actor, "meeting.changed", meeting, **{name: pair for name, pair in changes.items() if pair[0] != pair[1]})
    return meeting


def note_demand(actor: Actor, meeting_id: int, words: str) -> Demand:
    """Note the next numbered demand of a meeting."""
    meeting, words = _take(meeting_id), clean(words)
    if not words:
        raise Invalid("请写这一条要求。", "words")
    last = select(func.max(Demand.number)).where(Demand.meeting_id == meeting.id)
    demand = Demand(
        meeting_id=meeting.id, number=(db.session.scalar(last) or 0) + 1, words=words,
        noted_at=clock.now(), noted_by_id=actor.person_id or 0,
    )  # fmt: skip
    db.session.add(demand)
    db.session.flush()
    _record(actor, "meeting.demand_noted", meeting, number=demand.number, text=words)
    return demand


def _take(meeting_id: int) -> Meeting:
    query = select(Meeting).where(Meeting.id == meeting_id).with_for_update()
    meeting = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if meeting is None:
        raise Refused("没有这次座谈。")
    return meeting


def _check(draft: MeetingDraft) -> None:
    if not draft.title:
        raise Invalid("请填会议名称。", "title")
    if draft.held_on > clock.today():
        raise Invalid("日期不能晚于今天。", "held_on")


def _record(actor: Actor, deed: str, meeting: Meeting, **facts: Any) -> None:
    record(actor, deed, "meeting", meeting.id, permission=Permission.TRIAGE, **facts)

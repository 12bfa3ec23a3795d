"""Remind whoever carries out a visit that its report is due; the words say nothing about the visit."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.messages.actions import tell, tell_author
from inspect_app.messages.vocabulary import MessageKind
from inspect_app.tasks.actions import schedule_new
from inspect_app.tasks.vocabulary import TaskKind
from inspect_app.visits.models import Visit
from inspect_app.visits.rules.scripting import REMIND_BEFORE, report_due
from inspect_app.visits.vocabulary import VisitStatus

_WAITING = (VisitStatus.PLANNED, VisitStatus.DRAFT)
_WORDS = "有一份记录还没有交，请在 12 小时内交来。"


def schedule_reminders(visits: Iterable[Visit]) -> None:
    """Put the reminders of planned visits down; an older date's finds nothing to say and is silent."""
    due_at: dict[datetime, list[int]] = {}
    for visit in visits:
        due = report_due(visit.planned_on, visit.slot, visit.started_at)
        due_at.setdefault(due - REMIND_BEFORE, []).append(visit.id)
    for moment, ids in due_at.items():
        schedule_new(TaskKind.REMIND_REPORT, ids, moment)


def remind_report(visit_id: int) -> None:
    """Tell the author, once a due moment, unless the visit was handed in, called off or planned for later."""
    visit = db.session.scalars(select(Visit).where(Visit.id == visit_id)).one_or_none()
    if visit is None or visit.status not in _WAITING:
        return
    due = report_due(visit.planned_on, visit.slot, visit.started_at)
    if clock.now() < due - REMIND_BEFORE:
        schedule_reminders([visit])
        return
    key = f"report:{visit.public_id}:{due:%Y%m%d%H%M}"
    if visit.author_tag is not None:
        tell_author(visit.author_tag, MessageKind.SYSTEM, _WORDS, "/field", key)
    elif visit.author_id is not None:
        tell([visit.author_id], MessageKind.SYSTEM, _WORDS, "/field", key)

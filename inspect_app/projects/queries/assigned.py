"""Reads of assigned work: the office and leaders see all, a unit its own, and never whence it came if covert."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, false, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from inspect_app.access import Actor, Permission, may, units_of
from inspect_app.accounts.models import Unit
from inspect_app.database import db
from inspect_app.evidence.models import StoredFile
from inspect_app.findings.models import Finding
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing
from inspect_app.projects.models import (
    AssignedEvent,
    AssignedFile,
    AssignedTask,
    Demand,
    Instruction,
    Meeting,
)
from inspect_app.projects.queries.instructions import reads_all
from inspect_app.projects.rules.assigned import ENDED, TaskFacts, is_overdue
from inspect_app.projects.vocabulary.assigned import TaskFilter, TaskSource, TaskState
from inspect_app.projects.vocabulary.lists import ListColumn, ListLine
from inspect_app.projects.vocabulary.meetings import ordinal
from inspect_app.visits.vocabulary import VisitMode

COLUMNS = (
    ListColumn("办理要求", 60),
    ListColumn("来源", 24, "more"),
    ListColumn("责任单位", 16),
    ListColumn("交办", 12, "day more"),
    ListColumn("期限", 12, "day"),
    ListColumn("报办理情况", 12, "day more"),
    ListColumn("状态", 12),
)
_TASK_LOADS = (
    joinedload(AssignedTask.unit),
    joinedload(AssignedTask.instruction).selectinload(Instruction.texts),
    joinedload(AssignedTask.demand).joinedload(Demand.meeting).joinedload(Meeting.visit),
)


@dataclass(frozen=True, slots=True)
class TaskTally:
    """How much is done of what was assigned, and reported in time of what was due; cancelled work counts nowhere."""

    done: int
    assigned: int
    in_time: int
    due: int


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that limits work to what a person may see."""
    if actor.is_system or reads_all(actor):
        return true()
    units = units_of(actor, Permission.READ_UNIT_FINDINGS)
    return AssignedTask.unit_id.in_(units) if units else false()


def list_tasks(
    actor: Actor, asked: TaskFilter, offset: int = 0, limit: int | None = None
) -> tuple[list[ListLine], int]:
    """Return some lines, what is unfinished first and by its date, and how many match."""
    wanted = (visible_to(actor), *_conditions(asked))
    total = db.session.scalar(select(func.count()).select_from(AssignedTask).where(*wanted)) or 0
    ended = case((AssignedTask.state.in_(ENDED), 1), else_=0)
    query = select(AssignedTask).where(*wanted).options(*_TASK_LOADS)
    rows = db.session.scalars(query.order_by(ended, AssignedTask.due_on, AssignedTask.id).offset(offset).limit(limit))
    today, office = clock.today(), reads_all(actor)
    return [_line(row, today, office) for row in rows], total


def tally(actor: Actor, asked: TaskFilter) -> TaskTally:
    """Return the figures of a list, in one query."""
    today, done = clock.today(), AssignedTask.state == TaskState.DONE
    due = or_(AssignedTask.due_on < today, AssignedTask.answered_on.is_not(None))
    columns = [
        func.count().filter(done),
        func.count(),
        func.count().filter(AssignedTask.answered_on <= AssignedTask.due_on),
        func.count().filter(due),
    ]
    kept = AssignedTask.state != TaskState.CANCELLED
    row = db.session.execute(select(*columns).where(visible_to(actor), kept, *_conditions(asked))).one()
    return TaskTally(*map(int, row))


def get_task(actor: Actor, task_id: int) -> AssignedTask:
    """Return work with its events, or raise Missing: what one may not see isn't there."""
    events = selectinload(AssignedTask.events).selectinload(AssignedEvent.files).joinedload(AssignedFile.file)
    query = select(AssignedTask).where(AssignedTask.id == task_id, visible_to(actor)).options(*_TASK_LOADS, events)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise Missing()
    return found


def get_task_file(actor: Actor, task_id: int, public_id: str) -> StoredFile:
    """Return a file that proves an answer, or raise Missing."""
    query = (
        select(StoredFile)
        .join(AssignedFile, AssignedFile.file_id == StoredFile.id)
        .join(AssignedEvent, AssignedEvent.id == AssignedFile.event_id)
        .join(AssignedTask, AssignedTask.id == AssignedEvent.task_id)
        .where(AssignedTask.id == task_id, StoredFile.public_id == public_id, visible_to(actor))
    )
    found = db.session.scalars(query.distinct()).one_or_none()
    if found is None:
        raise Missing()
    return found


def facts_of(task: AssignedTask) -> TaskFacts:
    """Return what the rules need to know of work."""
    return TaskFacts(task.state, task.unit_id, task.answered_by_id)


def tasks_from(column: Any, ids: Collection[int]) -> Sequence[AssignedTask]:
    """Return the work that stems from some instructions or demands; for the office and leaders."""
    query = select(AssignedTask).where(column.in_(ids)).options(joinedload(AssignedTask.unit))
    return db.session.scalars(query.order_by(AssignedTask.due_on, AssignedTask.id)).all()


def source_words(task: AssignedTask, *, office: bool) -> str:
    """Return whence work came; a unit reads of an instruction what was opened, of a meeting nothing if covert."""
    if task.instruction is not None:
        one = task.instruction
        named = f"{one.post}{one.leader}批示（{one.given_on:%Y-%m-%d}）"
        return named if office or one.open_to_units else "领导批示"
    assert task.demand is not None  # noqa: S101 - the schema demands one of the two
    meeting = task.demand.meeting
    covert = meeting.visit is not None and meeting.visit.mode is VisitMode.COVERT
    if covert and not office:
        return "座谈要求"
    return f"{meeting.title}（{meeting.held_on:%Y-%m-%d}）{ordinal(task.demand.number)}"


def source_quote(task: AssignedTask, *, office: bool) -> str:
    """Return the words behind the work, as far as whoever reads may have them."""
    if task.instruction is not None:
        return task.instruction.text.words if office or task.instruction.open_to_units else ""
    return task.demand.words if task.demand is not None and office else ""


def finding_of(task: AssignedTask, condition: ColumnElement[bool]) -> Finding | None:
    """Return the delivered finding behind the work when `condition` lets it be seen."""
    query = select(Finding).where(Finding.id == task.finding_id, Finding.number.is_not(None), condition)
    return db.session.scalars(query).one_or_none() if task.finding_id is not None else None


def overdue_instructed(finding_ids: Collection[int] | None, today: date) -> frozenset[int]:
    """Return the findings whose work from an instruction is overdue (§4.5), of some or of all."""
    query = select(AssignedTask.finding_id).where(
        AssignedTask.source == TaskSource.INSTRUCTION,
        AssignedTask.finding_id.is_not(None),
        AssignedTask.state == TaskState.OPEN,
        AssignedTask.due_on < today,
    )
    if finding_ids is not None:
        query = query.where(AssignedTask.finding_id.in_(finding_ids))
    return frozenset(found for found in db.session.scalars(query) if found is not None)


def is_instructed(actor: Actor) -> ColumnElement[bool]:
    """Return the condition of findings with an instruction (批示件); a unit knows of those that gave it work."""
    if reads_all(actor):
        return exists().where(Instruction.finding_id == Finding.id)
    return exists().where(
        AssignedTask.finding_id == Finding.id,
        AssignedTask.source == TaskSource.INSTRUCTION,
        AssignedTask.unit_id.in_(units_of(actor, Permission.READ_UNIT_FINDINGS)),
    )


def count_waiting(actor: Actor) -> dict[TaskState, int]:
    """Return how much waits for this person: to be answered by their unit, or to be confirmed by the office."""
    counts: dict[TaskState, int] = {}
    units = units_of(actor, Permission.ANSWER)
    if units:
        counts[TaskState.OPEN] = _count(AssignedTask.state == TaskState.OPEN, AssignedTask.unit_id.in_(units))
    if may(actor, Permission.TRIAGE):
        counts[TaskState.ANSWERED] = _count(AssignedTask.state == TaskState.ANSWERED)
    return counts


def unit_choices_of(actor: Actor) -> list[tuple[str, str]]:
    """Return the units that have work, as far as this person sees, for the filter."""
    having = exists().where(AssignedTask.unit_id == Unit.id, visible_to(actor))
    query = select(Unit.id, Unit.short_name).where(having).order_by(Unit.sort_no, Unit.id)
    return [(str(unit_id), name) for unit_id, name in db.session.execute(query)]


def lock_task(task_id: int) -> AssignedTask:
    """Return work locked for change, read anew; only inside a transaction."""
    query: Select[AssignedTask] = select(AssignedTask).where(AssignedTask.id == task_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _count(*wanted: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(AssignedTask).where(*wanted)) or 0


def _conditions(asked: TaskFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.source is not None:
        found.append(AssignedTask.source == asked.source)
    if asked.state is not None:
        found.append(AssignedTask.state == asked.state)
    if asked.unit_id is not None:
        found.append(AssignedTask.unit_id == asked.unit_id)
    if asked.overdue:
        found += [AssignedTask.state == TaskState.OPEN, AssignedTask.due_on < clock.today()]
    return found


def _line(row: AssignedTask, today: date, office: bool) -> ListLine:
    late = is_overdue(row.state, row.due_on, today)
    state = "逾期" if late else row.state.label
    tone = "over" if late else {TaskState.OPEN: "accent", TaskState.ANSWERED: "near"}.get(row.state, "plain")
    assigned = clock.day_of(row.assigned_at)
    cells = (
        row.demand_words, source_words(row, office=office), row.unit.short_name, assigned, row.due_on,
        row.answered_on, state,
    )  # fmt: skip
    return ListLine(cells, f"/assigned/{row.id}", tone)

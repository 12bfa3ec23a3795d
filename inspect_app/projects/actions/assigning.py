"""Give units work from an instruction or a demand, and what follows from every step of it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from inspect_app.access import Actor, Permission
from inspect_app.accounts.queries import get_unit
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Refused
from inspect_app.foundation.text import clean
from inspect_app.messages.vocabulary import MessageKind
from inspect_app.projects.actions.telling_units import tell_unit
from inspect_app.projects.models import AssignedEvent, AssignedTask, Demand, Instruction
from inspect_app.projects.rules.assigned import tells_covert
from inspect_app.projects.vocabulary.assigned import AssignDraft, TaskSource, TaskState, TaskStep
from inspect_app.visits.vocabulary import VisitMode

Follower = Callable[[Actor, AssignedTask, TaskStep], None]
_followers: list[Follower] = []


def after_task_step(follower: Follower) -> Follower:
    """Register what a room above does after every step of assigned work, in the same transaction."""
    if follower not in _followers:
        _followers.append(follower)
    return follower


def follow(actor: Actor, task: AssignedTask, step: TaskStep) -> None:
    """Let the rooms above follow a step."""
    for follower in _followers:
        follower(actor, task, step)


def assign_from_instruction(actor: Actor, instruction_id: int, draft: AssignDraft) -> list[AssignedTask]:
    """Turn an instruction into work of one or more units."""
    query = select(Instruction).where(Instruction.id == instruction_id).with_for_update()
    instruction = db.session.scalars(query).one_or_none()
    if instruction is None:
        raise Refused("没有这件批示。")
    finding = instruction.finding
    if finding is not None and finding.number is None:
        raise Refused("批示所在的问题还没有送达责任单位，送达后再交办。")
    instruction.asks_action = True
    source = {"source": TaskSource.INSTRUCTION, "instruction_id": instruction.id, "finding_id": instruction.finding_id}
    return _assign(actor, draft, source, covert=finding is not None and finding.is_covert)


def assign_from_demand(actor: Actor, demand_id: int, draft: AssignDraft) -> list[AssignedTask]:
    """Turn a demand of a meeting into work of one or more units."""
    query = select(Demand).where(Demand.id == demand_id).with_for_update()
    demand = db.session.scalars(query).one_or_none()
    if demand is None:
        raise Refused("没有这条要求。")
    visit = demand.meeting.visit
    covert = visit is not None and visit.mode is VisitMode.COVERT
    return _assign(actor, draft, {"source": TaskSource.DEMAND, "demand_id": demand.id}, covert=covert)


def add_event(actor: Actor, task: AssignedTask, step: TaskStep, **said: str) -> AssignedEvent:
    """Keep a step of work in its history."""
    event = AssignedEvent(
        task_id=task.id, at=clock.now(), step=step, actor_id=actor.person_id or 0, actor_name=actor.name, **said
    )
    db.session.add(event)
    db.session.flush()
    return event


def _assign(actor: Actor, draft: AssignDraft, source: dict[str, Any], *, covert: bool) -> list[AssignedTask]:
    _check(draft, source)
    if covert and tells_covert(draft.demand):
        raise Invalid("责任单位会看到办理要求，请不要写是怎么发现的。", "demand")
    tasks = [
        AssignedTask(
            unit_id=unit_id,
            demand_words=clean(draft.demand),
            due_on=draft.due_on,
            original_due=draft.due_on,
            state=TaskState.OPEN,
            assigned_at=clock.now(),
            assigned_by_id=actor.person_id or 0,
            **source,
        )
        for unit_id in draft.unit_ids
    ]
    db.session.add_all(tasks)
    db.session.flush()
    for task in tasks:
        add_event(actor, task, TaskStep.ASSIGN)
        tell_unit(task, MessageKind.DISPATCHED, "有一件督办事项交您单位办理，请按期报办理情况。")
        follow(actor, task, TaskStep.ASSIGN)
    units, due = sorted(draft.unit_ids), draft.due_on.isoformat()
    record(actor, "assigned.assigned", "assigned", tasks[0].id, permission=Permission.TRIAGE, units=units, due=due)
    return tasks


def _check(draft: AssignDraft, source: dict[str, Any]) -> None:
    if not draft.unit_ids:
        raise Invalid("请选责任单位。", "unit")
    if len(set(draft.unit_ids)) < len(draft.unit_ids):
        raise Invalid("同一个单位选了两次。", "unit_2")
    if not clean(draft.demand):
        raise Invalid("请写办理要求。", "demand")
    if draft.due_on < clock.today():
        raise Invalid("期限不能早于今天。", "due_on")
    for unit_id in draft.unit_ids:
        get_unit(unit_id)
    # The same work twice would be counted twice: a second press of the button finds it there.
    column = AssignedTask.instruction_id if "instruction_id" in source else AssignedTask.demand_id
    same = select(AssignedTask.id).where(
        column == (source.get("instruction_id") or source.get("demand_id")),
        AssignedTask.unit_id.in_(draft.unit_ids),
        AssignedTask.state.in_((TaskState.OPEN, TaskState.ANSWERED)),
    )
    if db.session.scalar(same.limit(1)) is not None:
        raise Invalid("这件事已经交这个单位办理，还没有办结。", "unit")

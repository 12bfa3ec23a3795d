"""The steps of assigned work: a unit answers with proof, the office confirms or gives it back."""

from datetime import date
from typing import Any

from inspect_app.access import Actor, Permission
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.evidence.actions import store_upload
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid
from inspect_app.foundation.text import clean
from inspect_app.messages.vocabulary import MessageKind
from inspect_app.projects.actions.assigning import add_event, follow
from inspect_app.projects.actions.telling_units import tell_assigner, tell_unit
from inspect_app.projects.models import AssignedEvent, AssignedFile, AssignedTask
from inspect_app.projects.queries.assigned import facts_of, get_task, lock_task
from inspect_app.projects.rules.assigned import WORKFLOW, has_proof, refusal
from inspect_app.projects.vocabulary.assigned import AnswerDraft, TaskStep, Upload

MAX_FILES = 10
_STALE = "这件督办事项刚被别人办过，您写的还没有存。两份都留着，请对照后再办。"
_NAMES = {TaskStep.ANSWER: "办理情况", TaskStep.CHANGE_DUE: "理由"}


def answer_task(actor: Actor, task_id: int, draft: AnswerDraft, version: int | None = None) -> AssignedTask:
    """Report what was done, with a file, a link or a document number as its proof."""
    task = _take(actor, task_id, TaskStep.ANSWER, version, draft.text)
    if not clean(draft.text):
        raise Invalid("请写办理情况。", "text")
    if not has_proof(draft):
        raise Invalid("佐证任选一样：文件、照片、链接或文号。", "files")
    task.answered_on, task.answered_by_id = clock.today(), actor.person_id
    said = {"document": clean(draft.document), "link": clean(draft.link)}
    event = _step(actor, task, TaskStep.ANSWER, Permission.ANSWER, clean(draft.text), **said)
    _attach(actor, event, draft.uploads)
    tell_assigner(task, "督办事项已报办理情况，请确认。")
    return task


def confirm_task(actor: Actor, task_id: int, remark: str = "", version: int | None = None) -> AssignedTask:
    """Confirm that the work is done; never whoever reported it."""
    task = _take(actor, task_id, TaskStep.CONFIRM, version, remark)
    task.ended_at, task.ended_by_id = clock.now(), actor.person_id
    _step(actor, task, TaskStep.CONFIRM, Permission.TRIAGE, clean(remark))
    tell_unit(task, MessageKind.SYSTEM, "督办事项已确认办结。")
    return task


def send_back_task(actor: Actor, task_id: int, remark: str, version: int | None = None) -> AssignedTask:
    """Give an answer back; the date stays."""
    task = _take(actor, task_id, TaskStep.SEND_BACK, version, remark)
    if not clean(remark):
        raise Invalid("请写退回意见，让单位知道补什么。", "remark")
    task.answered_on = task.answered_by_id = None
    _step(actor, task, TaskStep.SEND_BACK, Permission.TRIAGE, clean(remark))
    tell_unit(task, MessageKind.RETURNED, "督办事项退回再办，请按意见补充。")
    return task


def change_due(actor: Actor, task_id: int, due_on: date, remark: str, version: int | None = None) -> AssignedTask:
    """Set another date, with a reason; the original one stays readable."""
    task = _take(actor, task_id, TaskStep.CHANGE_DUE, version, remark)
    if not clean(remark):
        raise Invalid("请写改期限的理由。", "remark")
    if due_on < clock.today() or due_on == task.due_on:
        raise Invalid("请选今天以后、与现在不同的期限。", "due_on")
    old, task.due_on = task.due_on, due_on
    words = f"期限由 {old.isoformat()} 改为 {due_on.isoformat()}。{clean(remark)}"
    _step(actor, task, TaskStep.CHANGE_DUE, Permission.TRIAGE, words, due=(old.isoformat(), due_on.isoformat()))
    tell_unit(task, MessageKind.DUE_CHANGED, "督办事项的期限改了，请查看。")
    return task


def cancel_task(actor: Actor, task_id: int, remark: str, version: int | None = None) -> AssignedTask:
    """Take work back that should not have been given; it stays readable."""
    task = _take(actor, task_id, TaskStep.CANCEL, version, remark)
    if not clean(remark):
        raise Invalid("请写撤销理由。", "remark")
    task.ended_at, task.ended_by_id = clock.now(), actor.person_id
    _step(actor, task, TaskStep.CANCEL, Permission.TRIAGE, clean(remark))
    tell_unit(task, MessageKind.SYSTEM, "督办事项已撤销，不用再办。")
    return task


def _take(actor: Actor, task_id: int, step: TaskStep, version: int | None, mine: str) -> AssignedTask:
    seen = get_task(actor, task_id)
    task = lock_task(seen.id)
    if version is not None and version != task.version:
        name = _NAMES.get(step, "意见")
        raise Conflict(_STALE, mine={name: mine}, theirs={name: _last_words(task)})
    refused = refusal(step, actor, facts_of(task))
    if refused is not None:
        raise refused
    return task


def _last_words(task: AssignedTask) -> str:
    db.session.expire(task, ["events"])
    last = task.events[-1] if task.events else None
    return f"现在是“{task.state.label}”。" + (f"{last.step.label}：{last.text}" if last is not None else "")


def _step(
    actor: Actor, task: AssignedTask, step: TaskStep, permission: Permission, text: str, **more: Any
) -> AssignedEvent:
    """Move the work, keep the event, record the deed."""
    row = WORKFLOW.find(task.state, step)
    assert row is not None  # noqa: S101 - `_take` refused every other step
    old, task.state = task.state, row.target
    said = {name: more[name] for name in ("document", "link") if name in more}
    event = add_event(actor, task, step, text=text, **said)
    facts = {"status": (old.value, task.state.value), "text": text} | more
    record(actor, f"assigned.{step.value}", "assigned", task.id, permission=permission, unit_id=task.unit_id, **facts)
    follow(actor, task, step)
    return event


def _attach(actor: Actor, event: AssignedEvent, uploads: tuple[Upload, ...]) -> None:
    if len(uploads) > MAX_FILES:
        raise Invalid(f"一次最多 {MAX_FILES} 个文件。", "files")
    for upload in uploads:
        try:
            file = store_upload(actor, upload.data, upload.name)
        except Invalid as error:
            raise Invalid(error.message, "files") from error
        db.session.add(AssignedFile(event_id=event.id, file_id=file.id))
    db.session.flush()

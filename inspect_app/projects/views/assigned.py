"""Routes of assigned work (督办事项): the list with its figures, one with its steps."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, request, url_for

from forms.assigned import AnswerForm, DueForm, RemarkForm, VersionedForm
from inspect_app.access import Permission
from inspect_app.evidence.views import file_response
from inspect_app.findings.queries import visible_to as finding_visible_to
from inspect_app.foundation import clock
from inspect_app.foundation.numbering import ratio
from inspect_app.projects.actions import answering
from inspect_app.projects.models import AssignedTask
from inspect_app.projects.queries import assigned as queries
from inspect_app.projects.queries.instructions import reads_all
from inspect_app.projects.rules.assigned import is_overdue, steps_for
from inspect_app.projects.views import blueprint
from inspect_app.projects.views.listing import Roll, number_in, sheet, show, work_tabs
from inspect_app.projects.vocabulary.assigned import TaskFilter, TaskSource, TaskState, TaskStep
from inspect_app.web.filters import date_words
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered

READERS = (Permission.TRIAGE, Permission.READ_ALL_FINDINGS, Permission.READ_UNIT_FINDINGS)


@blueprint.get("/assigned")
@requires(*READERS)
def assigned() -> Any:
    """List the work this person may see."""
    return show(_roll())


@blueprint.get("/assigned/export")
@requires(*READERS)
def assigned_export() -> Response:
    """Send the same list as Excel."""
    return sheet(_roll())


@blueprint.get("/assigned/<int:assigned_id>")
@requires(*READERS)
def assigned_task(assigned_id: int) -> Any:
    """Show work, its history and what this person may do now."""
    return _page(assigned_id)


@blueprint.get("/assigned/<int:assigned_id>/files/<public_id>")
@requires(*READERS)
def assigned_file(assigned_id: int, public_id: str) -> Response:
    """Send a file that proves an answer."""
    return file_response(queries.get_task_file(current_actor(), assigned_id, public_id))


@blueprint.post("/assigned/<int:assigned_id>/answer")
@requires(Permission.ANSWER)
def answer_task(assigned_id: int) -> Any:
    """Report what was done."""
    actor, form = current_actor(), AnswerForm()

    def deed() -> None:
        answering.answer_task(actor, assigned_id, form.draft(), form.seen)

    return _do(assigned_id, form, deed, "办理情况已报，等跑改办确认。")


@blueprint.post("/assigned/<int:assigned_id>/confirm")
@requires(Permission.TRIAGE)
def confirm_task(assigned_id: int) -> Any:
    """Confirm that the work is done, or give it back."""
    actor, form = current_actor(), RemarkForm()
    back = request.form.get("verb") == TaskStep.SEND_BACK.value

    def deed() -> None:
        act = answering.send_back_task if back else answering.confirm_task
        act(actor, assigned_id, form.remark.data or "", form.seen)

    return _do(assigned_id, form, deed, "已退回，责任单位会收到消息。" if back else "已确认办结。")


@blueprint.post("/assigned/<int:assigned_id>/due")
@requires(Permission.TRIAGE)
def change_task_due(assigned_id: int) -> Any:
    """Set another date."""
    actor, form = current_actor(), DueForm()

    def deed() -> None:
        day: Any = form.due_on.data
        answering.change_due(actor, assigned_id, day, form.remark.data or "", form.seen)

    return _do(assigned_id, form, deed, "期限已改。")


@blueprint.post("/assigned/<int:assigned_id>/cancel")
@requires(Permission.TRIAGE)
def cancel_task(assigned_id: int) -> Any:
    """Take work back."""
    actor, form = current_actor(), RemarkForm(prefix="cancel-")

    def deed() -> None:
        answering.cancel_task(actor, assigned_id, form.remark.data or "", form.seen)

    return _do(assigned_id, form, deed, "督办事项已撤销。")


def _do(assigned_id: int, form: VersionedForm, deed: Callable[[], object], told: str) -> Any:
    queries.get_task(current_actor(), assigned_id)
    if attempt(form, deed):
        flash(told)
        return redirect(url_for(".assigned_task", assigned_id=assigned_id), 303)
    return _page(assigned_id, form)


def _page(assigned_id: int, refused: VersionedForm | None = None) -> Any:
    actor = current_actor()
    task, office = queries.get_task(actor, assigned_id), reads_all(actor)
    return rendered(
        "projects/assigned_task.html",
        form=refused,
        task=task,
        steps=[step.value for step in steps_for(actor, queries.facts_of(task))],
        forms=_forms(str(task.version), refused),
        source=queries.source_words(task, office=office),
        quote=queries.source_quote(task, office=office),
        source_url=_source_url(task) if office else "",
        finding=queries.finding_of(task, finding_visible_to(actor)),
        late=is_overdue(task.state, task.due_on, clock.today()),
        side=_side(task, queries.source_words(task, office=office)),
    )


def _side(task: AssignedTask, source: str) -> list[tuple[str, str]]:
    """Return what stands beside the work as (name, value), without what has not happened."""
    moved = task.original_due if task.original_due != task.due_on else None
    days = (("期限", task.due_on), ("原定期限", moved), ("报办理情况", task.answered_on))
    rows = [("来源", source), ("责任单位", task.unit.name)]
    return rows + [(name, date_words(day)) for name, day in days if day is not None]


def _source_url(task: AssignedTask) -> str:
    if task.demand is not None:
        return url_for(".meeting", meeting_id=task.demand.meeting_id)
    return url_for(".instruction", instruction_id=task.instruction_id)


def _forms(version: str, refused: VersionedForm | None) -> dict[str, VersionedForm]:
    """Return the forms of the page; a refused one keeps what was written."""
    fresh: dict[str, VersionedForm] = {
        "answer": AnswerForm(formdata=None, version=version),
        "confirm": RemarkForm(formdata=None, version=version),
        "due": DueForm(formdata=None, version=version),
        "cancel": RemarkForm(formdata=None, prefix="cancel-", version=version),
    }
    return {name: refused if refused is not None and _same(refused, form) else form for name, form in fresh.items()}


def _same(refused: VersionedForm, form: VersionedForm) -> bool:
    return type(refused) is type(form) and refused._prefix == form._prefix


def _roll() -> Roll:
    actor, args = current_actor(), request.args
    source, state = TaskSource.find(args.get("source")), TaskState.find(args.get("state"))
    asked = TaskFilter(source, state, number_in("unit"), args.get("overdue") == "1")
    units, counts = queries.unit_choices_of(actor), queries.tally(actor, asked)
    figures = f"已办结 {ratio(counts.done, counts.assigned)}，按时反馈 {ratio(counts.in_time, counts.due)}"
    narrowed = (source, state, asked.unit_id, asked.overdue)
    return Roll(
        title="督办事项",
        about=figures,
        columns=queries.COLUMNS,
        read=lambda offset, limit: queries.list_tasks(actor, asked, offset, limit),
        tabs=work_tabs(".assigned"),
        filters=[
            ("期限", "overdue", [("1", "已逾期")], "1" if asked.overdue else None),
            ("状态", "state", TaskState.choices(), state),
            ("来源", "source", TaskSource.choices(), source),
            *([("责任单位", "unit", units, str(asked.unit_id or ""))] if len(units) > 1 else []),
        ],
        clear=url_for(".assigned") if any(narrowed) else None,
        export=".assigned_export",
        empty=("还没有督办事项", "批示和座谈要求交办后列在这里，按期限排，办结由跑改办确认。"),
    )

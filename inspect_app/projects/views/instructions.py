"""Routes of instructions (批示): the register, one, from paper, a leader's own, what follows."""

from typing import Any

from flask import Response, flash, redirect, request, url_for

from forms.assigned import AssignForm, CorrectWordsForm, InstructionForm, OwnInstructionForm, SettleForm
from inspect_app.access import Permission, may
from inspect_app.accounts.queries import get_person, unit_choices
from inspect_app.evidence.views import file_response
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid
from inspect_app.projects.actions import assigning, instructing
from inspect_app.projects.models import AssignedTask
from inspect_app.projects.queries import instructions as queries
from inspect_app.projects.queries.assigned import tasks_from
from inspect_app.projects.queries.subjects import find_finding_id, name_of, subjects_of
from inspect_app.projects.queries.tough import project_choices
from inspect_app.projects.rules.instructions import may_replace
from inspect_app.projects.views import blueprint
from inspect_app.projects.views.listing import READERS, Roll, is_office, number_in, sheet, show, work_tabs
from inspect_app.projects.vocabulary.instructions import About, InstructionDraft, InstructionFilter, Origin, Subject
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered


@blueprint.get("/assigned/instructions")
@requires(*READERS)
def instructions() -> Any:
    """List the register of instructions."""
    return show(_roll())


@blueprint.get("/assigned/instructions/export")
@requires(*READERS)
def instructions_export() -> Response:
    """Send the same list as Excel."""
    return sheet(_roll())


@blueprint.route("/assigned/instructions/new", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def new_instruction() -> Any:
    """Register an instruction from paper, with its scan."""
    actor, form = current_actor(), InstructionForm(given_on=clock.today(), finding=request.args.get("finding", ""))
    form.offer(project_choices())

    def deed() -> None:
        instructing.register_from_paper(actor, form.draft(_about(form)))

    if attempt(form, deed):
        flash("批示已登记。要求办理的，请接着交办。")
        return redirect(url_for(".instructions"), 303)
    return rendered("projects/instruction_form.html", form=form, named=_named_in_address())


@blueprint.route("/assigned/instructions/write", methods=["GET", "POST"])
@requires(Permission.INSTRUCT)
def write_instruction() -> Any:
    """Let a leader write an instruction on what the address names."""
    actor = current_actor()
    post = get_person(actor.person_id or 0).title
    form = OwnInstructionForm(post=post)
    words = (form.words.data or "", actor.name, form.post.data or "", clock.today())

    def deed() -> None:
        draft = InstructionDraft(*words, _about_in_address(), asks_action=bool(form.asks_action.data))
        instructing.write_instruction(actor, draft)

    if attempt(form, deed):
        flash("批示已送跑改办。")
        return redirect(url_for(".instructions"), 303)
    return rendered("projects/instruction_own.html", form=form, named=_named_in_address())


@blueprint.get("/assigned/instructions/<int:instruction_id>")
@requires(*READERS)
def instruction(instruction_id: int) -> Any:
    """Show an instruction: its words, what it is on, the work it asks for."""
    return _page(instruction_id)


@blueprint.get("/assigned/instructions/<int:instruction_id>/files/scan")
@requires(*READERS)
def instruction_scan(instruction_id: int) -> Response:
    """Send the scan of an instruction."""
    return file_response(queries.get_scan(instruction_id), "批示扫描件")


@blueprint.route("/assigned/instructions/<int:instruction_id>/correct", methods=["GET", "POST"])
@requires(Permission.TRIAGE, Permission.INSTRUCT)
def correct_instruction(instruction_id: int) -> Any:
    """Put the words of an instruction right."""
    actor, found = current_actor(), queries.get_instruction(instruction_id)
    form = CorrectWordsForm(version=str(found.version), words=found.text.words)

    def deed() -> None:
        instructing.correct_words(actor, instruction_id, form.words.data or "", form.reason.data or "", form.seen)

    if attempt(form, deed):
        flash("原文已更正。")
        return redirect(url_for(".instruction", instruction_id=instruction_id), 303)
    in_place = may_replace(found.text.written_at, found.quoted_at, clock.now())
    return rendered("projects/instruction_correct.html", form=form, instruction=found, in_place=in_place)


@blueprint.post("/assigned/instructions/<int:instruction_id>/settle")
@requires(Permission.TRIAGE)
def settle_instruction(instruction_id: int) -> Any:
    """Settle what follows from an instruction."""
    queries.get_instruction(instruction_id)
    actor, form = current_actor(), SettleForm()

    def deed() -> None:
        flags = {"asks_action": bool(form.asks_action.data), "open_to_units": bool(form.open_to_units.data)}
        instructing.settle_instruction(actor, instruction_id, **flags, version=form.seen)

    if attempt(form, deed):
        flash("已保存。")
        return redirect(url_for(".instruction", instruction_id=instruction_id), 303)
    return _page(instruction_id, form)


@blueprint.route("/assigned/instructions/<int:instruction_id>/assign", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def assign_instruction(instruction_id: int) -> Any:
    """Turn an instruction into work of units."""
    actor, found, form = current_actor(), queries.get_instruction(instruction_id), AssignForm()
    form.offer(unit_choices(clock.today()))
    if attempt(form, lambda: assigning.assign_from_instruction(actor, instruction_id, form.draft())):
        flash("已交办，责任单位联络员会收到消息。")
        return redirect(url_for(".instruction", instruction_id=instruction_id), 303)
    back = url_for(".instruction", instruction_id=instruction_id)
    crumb = [("批示", url_for(".instructions")), (f"{found.leader}批示", back)]
    return rendered("projects/assign.html", form=form, quote=found.text.words, crumb=crumb, back=back)


def _page(instruction_id: int, refused: SettleForm | None = None) -> Any:
    actor, found = current_actor(), queries.get_instruction(instruction_id)
    facts = {"asks_action": found.asks_action, "open_to_units": found.open_to_units}
    mine = found.origin is Origin.PAPER or found.registered_by_id == actor.person_id
    writes = is_office(actor) if found.origin is Origin.PAPER else may(actor, Permission.INSTRUCT)
    return rendered(
        "projects/instruction.html",
        form=refused or SettleForm(formdata=None, version=str(found.version), **facts),
        instruction=found,
        subject=subjects_of(actor, [found]).get(found.id, ("", "")),
        tasks=tasks_from(AssignedTask.instruction_id, [found.id]),
        is_office=is_office(actor),
        may_correct=mine and writes,
    )


def _roll() -> Roll:
    actor, args = current_actor(), request.args
    asked = InstructionFilter(
        Origin.find(args.get("origin")), Subject.find(args.get("subject")), args.get("waits") == "1"
    )  # fmt: skip
    chosen = [asked.origin, asked.subject, asked.waits]
    return Roll(
        title="批示登记簿",
        about="原文照录，只能引用，不能重打",
        columns=queries.COLUMNS,
        read=lambda offset, limit: queries.list_instructions(actor, asked, offset, limit),
        tabs=work_tabs(".instructions"),
        filters=[
            ("办理", "waits", [("1", "待交办")], "1" if asked.waits else None),
            ("批在", "subject", Subject.choices(), asked.subject),
            ("登记方式", "origin", Origin.choices(), asked.origin),
        ],
        new=_new(),
        clear=url_for(".instructions") if any(chosen) else None,
        export=".instructions_export",
        empty=("还没有批示", "收到纸质批示后登记原文、职务、日期和扫描件；领导也可以在问题、通报页面上直接写。"),
    )


def _new() -> tuple[str, str] | None:
    actor = current_actor()
    if is_office(actor):
        return "登记批示", url_for(".new_instruction")
    return ("作批示", url_for(".write_instruction")) if may(actor, Permission.INSTRUCT) else None


def _about(form: InstructionForm) -> About:
    """Return what the form, or else the address, says an instruction is on: one thing at most."""
    number, project, words = form.finding.data or "", form.project_about(), form.about.data or ""
    if bool(number) + bool(project) + bool(words) > 1:
        raise Invalid("批在什么上只填一样：问题编号、攻坚项目或其他。", "about")
    if number:
        return About(Subject.FINDING, find_finding_id(current_actor(), number))
    if words or project:
        return project or About(words=words)
    notice = number_in("notice")
    return About() if notice is None else About(Subject.NOTICE, notice)


def _about_in_address() -> About:
    actor, notice, project = current_actor(), number_in("notice"), number_in("project")
    if number := request.args.get("finding"):
        return About(Subject.FINDING, find_finding_id(actor, number))
    if notice is not None:
        return About(Subject.NOTICE, notice)
    return About() if project is None else About(Subject.PROJECT, project)


def _named_in_address() -> str:
    """Return what the address names, or nothing when it isn't there."""
    try:
        return name_of(current_actor(), _about_in_address())
    except Invalid:
        return ""

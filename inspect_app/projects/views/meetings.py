"""Routes of meetings (座谈): the list, one with its demands, its form; a demand becomes work."""

from typing import Any

from flask import Response, flash, redirect, request, url_for

from forms.assigned import AssignForm, DemandForm, MeetingForm
from inspect_app.access import Permission
from inspect_app.accounts.queries import unit_choices
from inspect_app.foundation import clock
from inspect_app.projects.actions import assigning
from inspect_app.projects.actions import meetings as actions
from inspect_app.projects.models import AssignedTask
from inspect_app.projects.queries import meetings as queries
from inspect_app.projects.queries.assigned import tasks_from
from inspect_app.projects.views import blueprint
from inspect_app.projects.views.listing import READERS, Roll, is_office, sheet, show, work_tabs
from inspect_app.projects.vocabulary.meetings import MeetingKind, ordinal
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered


@blueprint.get("/assigned/meetings")
@requires(*READERS)
def meetings() -> Any:
    """List the meetings."""
    return show(_roll())


@blueprint.get("/assigned/meetings/export")
@requires(*READERS)
def meetings_export() -> Response:
    """Send the same list as Excel."""
    return sheet(_roll())


@blueprint.route("/assigned/meetings/new", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def new_meeting() -> Any:
    """Keep a meeting, after the visit that the address names."""
    actor, form = current_actor(), MeetingForm(held_on=clock.today())
    visit = queries.find_visit(request.args.get("visit", ""))
    made: list[int] = []

    def deed() -> None:
        made.append(actions.add_meeting(actor, form.draft(), visit.id if visit else None).id)

    if attempt(form, deed):
        flash("座谈已记下，请接着记要求。")
        return redirect(url_for(".meeting", meeting_id=made[0]), 303)
    return rendered("projects/meeting_form.html", form=form, meeting=None, visit=visit)


@blueprint.get("/assigned/meetings/<int:meeting_id>")
@requires(*READERS)
def meeting(meeting_id: int) -> Any:
    """Show a meeting: the open findings of its visit, its demands and their work."""
    return _page(meeting_id, DemandForm(formdata=None))


@blueprint.route("/assigned/meetings/<int:meeting_id>/edit", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def edit_meeting(meeting_id: int) -> Any:
    """Change what is kept of a meeting."""
    actor, found = current_actor(), queries.get_meeting(meeting_id)
    form = MeetingForm(obj=found)
    if attempt(form, lambda: actions.change_meeting(actor, meeting_id, form.draft(), form.seen)):
        flash("已保存。")
        return redirect(url_for(".meeting", meeting_id=meeting_id), 303)
    return rendered("projects/meeting_form.html", form=form, meeting=found, visit=found.visit)


@blueprint.post("/assigned/meetings/<int:meeting_id>/demands")
@requires(Permission.TRIAGE)
def note_demand(meeting_id: int) -> Any:
    """Note the next demand."""
    queries.get_meeting(meeting_id)
    actor, form = current_actor(), DemandForm()
    if attempt(form, lambda: actions.note_demand(actor, meeting_id, form.words.data or "")):
        flash("要求已记下。")
        return redirect(url_for(".meeting", meeting_id=meeting_id), 303)
    return _page(meeting_id, form)


@blueprint.route("/assigned/demands/<int:demand_id>/assign", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def assign_demand(demand_id: int) -> Any:
    """Turn a demand into work of units."""
    actor, found = current_actor(), queries.get_demand(demand_id)
    form = AssignForm(demand=found.words)
    form.offer(unit_choices(clock.today()))
    back = url_for(".meeting", meeting_id=found.meeting_id)
    if attempt(form, lambda: assigning.assign_from_demand(actor, demand_id, form.draft())):
        flash("已交办，责任单位联络员会收到消息。")
        return redirect(back, 303)
    crumb = [("座谈", url_for(".meetings")), (found.meeting.title, back)]
    quote = f"{ordinal(found.number)} {found.words}"
    return rendered("projects/assign.html", form=form, quote=quote, crumb=crumb, back=back)


def _page(meeting_id: int, form: DemandForm) -> Any:
    found = queries.get_meeting(meeting_id)
    tasks = tasks_from(AssignedTask.demand_id, [demand.id for demand in found.demands])
    rows = [
        (demand, ordinal(demand.number), [task for task in tasks if task.demand_id == demand.id])
        for demand in found.demands
    ]
    office = is_office(current_actor())
    return rendered(
        "projects/meeting.html",
        form=form,
        meeting=found,
        demands=rows,
        next_word=ordinal(len(rows) + 1),
        is_office=office,
        findings=queries.open_findings_of(found) if office else [],
    )


def _roll() -> Roll:
    kind = MeetingKind.find(request.args.get("kind"))
    return Roll(
        title="座谈",
        about="座谈会、一把手体验督察提的要求，一条一条记，逐条交办",
        columns=queries.COLUMNS,
        read=lambda offset, limit: queries.list_meetings(kind, offset, limit),
        unit="次",
        tabs=work_tabs(".meetings"),
        filters=[("类别", "kind", MeetingKind.choices(), kind)],
        new=("记座谈", url_for(".new_meeting")) if is_office(current_actor()) else None,
        clear=url_for(".meetings") if kind else None,
        export=".meetings_export",
        empty=("还没有座谈", "走访后的座谈会、领导提的一是二是记在这里，再逐条交办。"),
    )

"""Routes of tough projects: list, one, its form, its end."""

from typing import Any

from flask import flash, redirect, request, url_for

from forms.projects import FinishForm, ProjectForm
from inspect_app.access import Permission, may
from inspect_app.accounts.queries import unit_choices
from inspect_app.foundation import clock
from inspect_app.projects.actions import tough as actions
from inspect_app.projects.queries import tough as queries
from inspect_app.projects.views import blueprint
from inspect_app.projects.views.listing import READERS, is_office
from inspect_app.projects.vocabulary import ProjectState
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import Page, page_number
from inspect_app.web.responses import attempt, rendered


@blueprint.get("/projects")
@requires(*READERS)
def projects() -> Any:
    """List the projects with how much waits for each."""
    state, number = ProjectState.find(request.args.get("state")), page_number()
    rows, total = queries.list_projects(state, (number - 1) * queries.PAGE_ROWS)
    waiting = queries.waiting_for(current_actor(), [row.id for row in rows])
    return rendered(
        "projects/projects.html",
        page=Page(rows, number, total),
        late={row.id for row in rows if queries.is_late(row)},
        waiting={project_id: len(works) for project_id, works in waiting.items()},
        states=ProjectState.choices(),
        chosen=state,
        is_office=is_office(current_actor()),
    )


@blueprint.route("/projects/new", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def new_project() -> Any:
    """Add a project."""
    # A page that proposes a project hands its name and unit along.
    form = ProjectForm(data={"name": request.args.get("name", "")[:200], "unit": request.args.get("unit", "")})
    form.offer(unit_choices(clock.today()))
    form.show_rows()
    if attempt(form, lambda: actions.add_project(current_actor(), form.draft())):
        flash(f"已新增攻坚项目：{form.name.data}")
        return redirect(url_for("projects.projects"), 303)
    return rendered("projects/project_form.html", form=form, project=None)


@blueprint.get("/projects/<int:project_id>")
@requires(*READERS)
def project(project_id: int) -> Any:
    """Show a project and what waits for it."""
    return _page(project_id, FinishForm(formdata=None))


@blueprint.route("/projects/<int:project_id>/edit", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def edit_project(project_id: int) -> Any:
    """Change a project."""
    found = queries.get_project(project_id)
    form = ProjectForm(obj=found)
    form.offer(unit_choices())
    if not form.is_submitted():
        form.unit.data = str(found.unit_id)  # its own `unit` is a row
    form.show_rows()
    if attempt(form, lambda: actions.change_project(current_actor(), project_id, form.draft(), form.seen)):
        flash(f"已保存：{form.name.data}")
        return redirect(url_for("projects.project", project_id=project_id), 303)
    return rendered("projects/project_form.html", form=form, project=found)


@blueprint.post("/projects/<int:project_id>/end")
@requires(Permission.TRIAGE)
def finish_project(project_id: int) -> Any:
    """Say that a project is done or given up."""
    queries.get_project(project_id)
    form = FinishForm()

    def deed() -> None:
        actions.finish_project(current_actor(), project_id, form.chosen(), form.progress.data or "", form.seen)

    if attempt(form, deed):
        flash("项目已结束。")
        return redirect(url_for("projects.project", project_id=project_id), 303)
    return _page(project_id, form)


def _page(project_id: int, form: FinishForm) -> Any:
    found = queries.get_project(project_id)
    if not form.is_submitted():
        form.version.data = str(found.version)
    return rendered(
        "projects/project.html",
        form=form,
        project=found,
        running=found.state is ProjectState.RUNNING,
        is_office=is_office(current_actor()),
        may_instruct=may(current_actor(), Permission.INSTRUCT),
        late=queries.is_late(found),
        late_stages=queries.late_stages(found),
        works=queries.waiting_for(current_actor(), [project_id])[project_id],
    )

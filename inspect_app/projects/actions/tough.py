"""Deeds on tough projects: add, change, finish."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from inspect_app.access import Actor, Permission
from inspect_app.accounts.queries import get_unit
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, Refused
from inspect_app.projects.models import ProjectStage, ToughProject
from inspect_app.projects.vocabulary import ProjectDraft, ProjectState, StageDraft

_STALE = "这个项目刚被别人改过，您写的还没有存。两份都留着，请对照后再改。"


def add_project(actor: Actor, draft: ProjectDraft) -> ToughProject:
    """Add a project that runs."""
    _check(draft)
    project = ToughProject(**_own(draft), created_at=clock.now(), stages=_rows(draft.stages))
    db.session.add(project)
    db.session.flush()
    _record(actor, "project.added", project, name=draft.name, due=draft.due_on.isoformat())
    return project


def change_project(actor: Actor, project_id: int, draft: ProjectDraft, version: int | None = None) -> ToughProject:
    """Change a project that runs."""
    project = _take(project_id, version, draft.progress)
    _check(draft, project.id)
    new = _own(draft)
    old = {name: getattr(project, name) for name in new}
    for name, value in new.items():
        setattr(project, name, value)
    changes = {name: (str(old[name]), str(new[name])) for name in new if old[name] != new[name]}
    before, after = _words(project.stages), _words(sorted(draft.stages, key=lambda stage: stage.due_on))
    if before != after:
        project.stages = _rows(draft.stages)
        flag_modified(project, "progress")  # other steps are a new version of the project
        changes["stages"] = (before, after)
    db.session.flush()
    if changes:
        _record(actor, "project.changed", project, **changes)
    return project


def finish_project(
    actor: Actor, project_id: int, state: ProjectState, progress: str, version: int | None = None
) -> ToughProject:
    """Say that a project is done or given up; what came of it stays readable."""
    project = _take(project_id, version, progress)
    if state is ProjectState.RUNNING:
        raise Invalid("请选已完成或已终止。", "state")
    if not progress:
        raise Invalid("请写结果。", "progress")
    project.state, project.progress = state, progress
    project.done_on = clock.today() if state is ProjectState.DONE else None
    db.session.flush()
    _record(actor, "project.finished", project, status=(ProjectState.RUNNING.value, state.value))
    return project


def _take(project_id: int, version: int | None, mine: str) -> ToughProject:
    query = select(ToughProject).where(ToughProject.id == project_id).with_for_update()
    project = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if project is None:
        raise Refused("没有这个攻坚项目。")
    if version is not None and version != project.version:
        raise Conflict(_STALE, mine={"进展": mine}, theirs={"进展": project.progress})
    if project.state is not ProjectState.RUNNING:
        raise Refused(f"这个项目{project.state.label}，不能再改。")
    return project


def _check(draft: ProjectDraft, project_id: int | None = None) -> None:
    for name, words in (("name", "请填项目名称。"), ("leader", "请填领衔领导。")):
        if not getattr(draft, name):
            raise Invalid(words, name)
    get_unit(draft.unit_id)
    for stage in draft.stages:
        _check_stage(stage, draft)
    same = select(ToughProject.id).where(ToughProject.name == draft.name)
    known = db.session.scalar(same)
    if known is not None and known != project_id:
        raise Invalid("已经有这个名称的项目，请改名或到那个项目里改。", "name")


def _check_stage(stage: StageDraft, draft: ProjectDraft) -> None:
    if not stage.text:
        raise Invalid("有时间的这一行还没有写节点。", "stages")
    if stage.due_on > draft.due_on:
        raise Invalid(f"节点“{stage.text}”晚于完成期限，请改在期限内。", "stages")
    if stage.done_on is not None and stage.done_on > clock.today():
        raise Invalid(f"节点“{stage.text}”的完成日期不能晚于今天。", "stages")


def _own(draft: ProjectDraft) -> dict[str, Any]:
    """Return what stands in the project's own row: all but its steps."""
    facts = asdict(draft)
    del facts["stages"]
    return facts


def _rows(stages: Iterable[StageDraft]) -> list[ProjectStage]:
    return [ProjectStage(text=stage.text, due_on=stage.due_on, done_on=stage.done_on) for stage in stages]


def _words(stages: Iterable[ProjectStage | StageDraft]) -> str:
    """Return the steps in one line, as the audit keeps them."""
    return "；".join(
        f"{stage.due_on} {stage.text}" + (f"（{stage.done_on}完成）" if stage.done_on else "") for stage in stages
    )


def _record(actor: Actor, deed: str, project: ToughProject, **changes: Any) -> None:
    record(actor, deed, "project", project.id, permission=Permission.TRIAGE, **changes)

"""Reads of tough projects, and of what waits for one in rooms above."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from inspect_app.access import Actor
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Missing
from inspect_app.projects.models import ToughProject
from inspect_app.projects.vocabulary import ProjectState

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class WaitingWork:
    """Something that waits for a project: what it is called, how far it is, where to read it."""

    ref: str
    title: str
    unit: str
    state: str
    until: date | None
    url: str


Finder = Callable[[Actor, Sequence[int]], dict[int, list[WaitingWork]]]
_finders: list[Finder] = []


def waits_for_project(finder: Finder) -> Finder:
    """Register a reader of what waits for projects: `finder(actor, project_ids)`, by project."""
    if finder not in _finders:
        _finders.append(finder)
    return finder


def waiting_for(actor: Actor, project_ids: Sequence[int]) -> dict[int, list[WaitingWork]]:
    """Return what waits for each of some projects."""
    found: dict[int, list[WaitingWork]] = {project_id: [] for project_id in project_ids}
    for finder in _finders:
        for project_id, works in finder(actor, project_ids).items():
            found[project_id] += works
    return found


def list_projects(state: ProjectState | None, offset: int) -> tuple[Sequence[ToughProject], int]:
    """Return one page of the projects, running ones first, the nearest date first, and their total."""
    wanted = _in_state(state)
    total = db.session.scalar(select(func.count()).select_from(ToughProject).where(*wanted)) or 0
    ended = ToughProject.state != ProjectState.RUNNING
    query = select(ToughProject).where(*wanted).options(joinedload(ToughProject.unit))
    ordered = query.order_by(ended, ToughProject.due_on, ToughProject.id)
    return db.session.scalars(ordered.offset(offset).limit(PAGE_ROWS)).all(), total


def get_project(project_id: int) -> ToughProject:
    """Return a project, or raise Missing."""
    options = [joinedload(ToughProject.unit), selectinload(ToughProject.stages)]
    found = db.session.get(ToughProject, project_id, options=options)
    if found is None:
        raise Missing("没有这个攻坚项目。")
    return found


def project_choices() -> list[tuple[str, str]]:
    """Return (id as text, words) of every running project, for form fields."""
    running = select(ToughProject).where(ToughProject.state == ProjectState.RUNNING)
    rows = db.session.scalars(running.order_by(ToughProject.due_on, ToughProject.id))
    return [(str(row.id), f"{row.name}（{row.leader}领衔）") for row in rows]


def get_running(project_id: int) -> ToughProject:
    """Return a project that runs; raise Invalid when it doesn't any more, or never did."""
    found = db.session.get(ToughProject, project_id)
    if found is None or found.state is not ProjectState.RUNNING:
        raise Invalid("这个攻坚项目已经结束，请另选一个。", "project")
    return found


def is_late(project: ToughProject) -> bool:
    """Say whether a running project has passed its date."""
    return project.state is ProjectState.RUNNING and project.due_on < clock.today()


def late_stages(project: ToughProject) -> set[int]:
    """Return the steps of a running project that have passed their day and were not reached."""
    if project.state is not ProjectState.RUNNING:
        return set()
    return {stage.id for stage in project.stages if stage.done_on is None and stage.due_on < clock.today()}


def _in_state(state: ProjectState | None) -> tuple[ColumnElement[bool], ...]:
    return () if state is None else (ToughProject.state == state,)

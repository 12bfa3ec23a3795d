"""Words about tough projects."""

from dataclasses import dataclass
from datetime import date

from inspect_app.foundation.labels import Labelled


class ProjectState(Labelled):
    """How far a project is."""

    RUNNING = "running", "推进中"
    DONE = "done", "已完成"
    STOPPED = "stopped", "已终止"


@dataclass(frozen=True, slots=True)
class StageDraft:
    """A dated step of a project; `done_on` is the day it was reached."""

    text: str
    due_on: date
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class ProjectDraft:
    """A project as it is entered."""

    name: str
    leader: str
    unit_id: int
    due_on: date
    progress: str = ""
    stages: tuple[StageDraft, ...] = ()

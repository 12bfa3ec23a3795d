"""Words about assigned work (督办事项): what an instruction or a meeting asks a unit to do."""

from dataclasses import dataclass, field
from datetime import date

from inspect_app.foundation.labels import Labelled


class TaskSource(Labelled):
    """What a piece of work stems from."""

    INSTRUCTION = "instruction", "批示"
    DEMAND = "demand", "座谈要求"


class TaskState(Labelled):
    """How far a piece of work is; overdue is derived."""

    OPEN = "open", "办理中"
    ANSWERED = "answered", "待确认"
    DONE = "done", "已办结"
    CANCELLED = "cancelled", "已撤销"


class TaskStep(Labelled):
    """A move of a piece of work; the label is the verb on its button."""

    ASSIGN = "assign", "交办"
    ANSWER = "answer", "报办理情况"
    CONFIRM = "confirm", "确认办结"
    SEND_BACK = "send_back", "退回再办"
    CHANGE_DUE = "change_due", "改期限"
    CANCEL = "cancel", "撤销"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class AssignDraft:
    """What is asked of which units by when; each unit gets work of its own."""

    unit_ids: tuple[int, ...]
    demand: str
    due_on: date


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """What a unit did, and one kind of proof: a file, a link or a document number."""

    text: str
    document: str = ""
    link: str = ""
    uploads: tuple[Upload, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What the list of work is narrowed to; nothing leaves it out."""

    source: TaskSource | None = None
    state: TaskState | None = None
    unit_id: int | None = None
    overdue: bool = False

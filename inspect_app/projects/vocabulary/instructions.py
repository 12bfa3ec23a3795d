"""Words about instructions (批示): a leader's written word, kept verbatim."""

from dataclasses import dataclass
from datetime import date

from inspect_app.foundation.labels import Labelled
from inspect_app.projects.vocabulary.assigned import Upload


class Origin(Labelled):
    """How an instruction came in."""

    PAPER = "paper", "纸质登记"
    WRITTEN = "written", "领导填写"


class Subject(Labelled):
    """On what an instruction was written."""

    FINDING = "finding", "问题"
    NOTICE = "notice", "通报"
    PROJECT = "project", "攻坚项目"
    OTHER = "other", "其他"


@dataclass(frozen=True, slots=True)
class About:
    """What an instruction is on: a thing of the tool by its id, or words."""

    subject: Subject = Subject.OTHER
    thing_id: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class InstructionDraft:
    """An instruction as it is entered; `leader` and `post` are text as of that day."""

    words: str
    leader: str
    post: str
    given_on: date
    about: About = About()
    asks_action: bool = False
    open_to_units: bool = False
    scan: Upload | None = None


@dataclass(frozen=True, slots=True)
class Quotable:
    """An instruction as papers quote it: by reference, never typed again."""

    id: int
    words: str
    leader: str
    post: str
    given_on: date
    text_number: int


@dataclass(frozen=True, slots=True)
class InstructionFilter:
    """What the register is narrowed to; `waits` are those that ask for action and have none assigned."""

    origin: Origin | None = None
    subject: Subject | None = None
    waits: bool = False

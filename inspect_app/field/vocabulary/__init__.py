"""What travels from the author's pages to their templates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from inspect_app.checklists.vocabulary import Item, PartKey
from inspect_app.findings.vocabulary import Category, SourceKind
from inspect_app.foundation.labels import Labelled
from inspect_app.visits.vocabulary import DaySlot, PaperOrigin, VisitWord

Answer = Mapping[str, Any]


class DraftStep(Labelled):
    """What is due for a draft on the server."""

    KEEP = "keep", "保留"
    WARN = "warn", "提醒将删除"
    DELETE = "delete", "删除"


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer as it came from a page; `base` is the digest of what that page had shown, if it told."""

    value: dict[str, Any]
    note: str = ""
    base: str | None = None


@dataclass(frozen=True, slots=True)
class ListedProblem:
    """列为问题 asked for in a page: which item, and the words the author chose."""

    key: str
    pain: str = ""
    window_id: int | None = None
    no_evidence_reason: str = ""


@dataclass(frozen=True, slots=True)
class MyVisit:
    """One line of 我的走访."""

    public_id: str
    place: str
    windows: str
    method: str
    word: VisitWord | None
    planned_on: date
    slot: DaySlot
    is_today: bool
    done: int
    total: int
    started: bool
    remarks: int
    receipt: str | None
    submitted_at: datetime | None
    photos: int
    findings: int


@dataclass(frozen=True, slots=True)
class MyVisits:
    """我的走访: what is to be done, what is handed in, and how many of each word."""

    waiting: tuple[MyVisit, ...]
    handed_in: tuple[MyVisit, ...]
    counts: Mapping[VisitWord, int]


@dataclass(frozen=True, slots=True)
class PhotoView:
    """A photo of an item: shown once its copy is ready."""

    file_id: str
    ready: bool
    unreadable: bool


@dataclass(frozen=True, slots=True)
class FindingView:
    """A problem listed on a visit, as its author sees it."""

    finding_id: int
    title: str
    fact: str
    status: str
    is_draft: bool
    answer_key: str | None
    trial_id: int | None
    interview_id: int | None
    source_ref: str
    gap: str | None = None


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """What the office wants completed at one item."""

    part: PartKey
    key: str
    item: str
    text: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item on a capture page; `folded` shows it as one line, `offers` opens 列为问题."""

    item: Item
    number: int
    answer: Answer
    words: str
    base: str
    shown: bool
    folded: bool
    fails: bool
    offers: bool
    problem: str
    remarks: tuple[str, ...]
    photos: tuple[PhotoView, ...]
    finding: FindingView | None


@dataclass(frozen=True, slots=True)
class PartView:
    """A tab: how many of its items that want an answer have one."""

    key: PartKey
    label: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class CheckProblem:
    """What keeps a visit from being handed in, and where to mend it."""

    text: str
    part: PartKey | None = None
    key: str = ""
    finding_id: int | None = None
    trial_id: int | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """What was announced for a matter; `minutes` where a watch can hold them, `time` in words whatever the unit."""

    item_name: str
    trips: int | None
    id_only: bool
    minutes: int | None
    papers: tuple[str, ...] = ()
    time: str = ""


@dataclass(frozen=True, slots=True)
class TrialFacts:
    """What really happened at the window; `papers` are (name, origin value)."""

    papers_complete: bool | None
    trips: int | None
    handled_minutes: int | None
    papers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A problem a trial, an interview or an answer offers, filled in; `ref` tells two of them apart."""

    ref: str
    source_kind: SourceKind
    title: str
    fact: str
    category: Category
    clause: str = ""
    suggestion: str = ""
    trips_found: int | None = None


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One figure of promise against reality."""

    label: str
    value: int | None
    unit: str
    promised: str
    miss: bool


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of a trial's timeline; `state` is done, bad or now."""

    at: str
    text: str
    state: str


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper asked for beyond the list; `ref` names the problem it offers, `listed` that it is one."""

    name: str
    origin: PaperOrigin
    ref: str
    listed: bool


@dataclass(frozen=True, slots=True)
class TrialWords:
    """The facts of a trial from its form."""

    papers_complete: bool | None
    steps: tuple[tuple[str, str], ...]
    listed: tuple[str, ...]
    beyond: tuple[str, ...]
    told: tuple[tuple[str, bool], ...]
    trips: int | None
    waited_minutes: int | None
    handled_minutes: int | None
    outcome: str
    script_break: str = ""
    persona: str = ""
    fault: str = ""
    accompanied: str = ""
    note: str = ""
    base: str | None = None


@dataclass(frozen=True, slots=True)
class InterviewWords:
    """The facts of an interview from its form."""

    kind: str
    alias: str = ""
    trips: int | None = None
    papers_complete: bool | None = None
    satisfaction: int | None = None
    words: str = ""
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What handing in came to: a receipt, or what is still to be mended."""

    receipt: str | None
    problems: tuple[CheckProblem, ...] = field(default=())

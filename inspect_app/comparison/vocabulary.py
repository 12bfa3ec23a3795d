"""Words about comparing a back office's records with promises (数据比对)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from inspect_app.accounts.vocabulary import SheetProblem
from inspect_app.foundation.labels import Labelled


class Column(Labelled):
    """What a column of a back office can tell; nothing else of its table is kept."""

    CASE = "case", "办件编号"
    MATTER = "matter", "事项编码"
    DAY = "day", "办结日期"
    WINDOW = "window", "窗口编码"
    TRIPS = "trips", "跑动次数"
    MINUTES = "minutes", "办理分钟数"
    WORKDAYS = "workdays", "办理工作日"
    PAPERS = "papers", "收取材料数"
    ONLINE = "online", "能否网上办"


DEMANDED = (Column.CASE, Column.MATTER, Column.DAY)
MEASURED = (Column.TRIPS, Column.MINUTES, Column.WORKDAYS, Column.PAPERS, Column.ONLINE)


class Aspect(Labelled):
    """A side of a promise that records can show to be kept or not."""

    TRIPS = "trips", "跑动次数"
    TIME = "time", "办理时间"
    PAPERS = "papers", "收取材料"
    ONLINE = "online", "网上办理"


class Grouping(Labelled):
    """How cases that were worse than promised become problems."""

    GROUPED = "grouped", "按事项和窗口合并"
    EACH = "each", "每件单列"


class BatchState(Labelled):
    """How far a batch is."""

    WAITING = "waiting", "等待比对"
    COMPARING = "comparing", "正在比对"
    LISTING = "listing", "正在列问题"
    DONE = "done", "已比对"
    UNDONE = "undone", "已撤销"


IN_WORK = (BatchState.WAITING, BatchState.COMPARING, BatchState.LISTING)


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """A back office as its form hands it out."""

    name: str
    unit_id: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One case of a table; matter and window as written there, `row` as Excel counts it."""

    row: int
    case_no: str
    matter: str
    day: date
    window: str = ""
    trips: int | None = None
    minutes: int | None = None
    workdays: int | None = None
    papers: int | None = None
    online: bool | None = None


@dataclass(frozen=True, slots=True)
class CaseTable:
    """What a table says, and every line that can't be read."""

    lines: tuple[CaseLine, ...] = ()
    problems: tuple[SheetProblem, ...] = ()


CaseReader = Callable[[bytes, date], CaseTable]


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised of a matter; nothing where nothing was."""

    trips: int | None = None
    minutes: int | None = None
    workdays: int | None = None
    papers: int | None = None
    online: bool = False


# For each side that could be compared, whether the promise was kept.
Verdict = Mapping[Aspect, bool]


@dataclass(frozen=True, slots=True)
class Tally:
    """Of so many cases compared on a side, so many were worse than promised, and the worst."""

    compared: int = 0
    broken: int = 0
    worst: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The cases of one matter at one window, or a single one of them, as a problem tells them."""

    item_id: int
    window_id: int | None
    matter: str
    place: str
    unit_id: int
    promise: Promise
    cases: int
    broken: int
    tallies: Mapping[Aspect, Tally]
    first: date
    last: date
    examples: tuple[str, ...] = ()
    finding_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialReport:
    """What applying a table would do.

    `known` are cases that were compared before and count once only; `silent` are cases of which nothing could be
    compared, because nothing was promised or nothing recorded; `groups` is how many problems merging would make.
    """

    total: int
    problems: tuple[SheetProblem, ...]
    known: int = 0
    silent: int = 0
    broken: int = 0
    groups: int = 0
    tallies: Mapping[Aspect, Tally]
    by_matter: tuple[tuple[str, int, int], ...] = ()

    @property
    def fresh(self) -> int:
        """Return how many cases would be compared."""
        return self.total - self.known

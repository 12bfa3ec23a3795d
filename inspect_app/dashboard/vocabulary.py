"""What stands on the dashboard: figures, units in their order, weeks, and where problems gather."""

from dataclasses import dataclass, field
from datetime import date

from inspect_app.foundation.labels import Labelled


class Viewer(Labelled):
    """For whom the picture is: everything, one's own units, or one's own visits."""

    ALL = "all", "全部"
    UNIT = "unit", "本单位"
    AUTHOR = "author", "本人"


class What(Labelled):
    """What a number counts; each opens the list of exactly that."""

    DELIVERED = "delivered", "已交办的问题"
    SIGNED = "signed", "已签收的问题"
    ANSWERED = "answered", "已反馈的问题"
    CLOSED = "closed", "已销号的问题"
    OPEN = "open", "未办结的问题"
    TO_SIGN = "to_sign", "待签收的问题"
    IN_HAND = "in_hand", "签收后还没有反馈的问题"
    TO_VERIFY = "to_verify", "已反馈待核验的问题"
    ENDED = "ended", "终止整改的问题"
    DEFERRED = "deferred", "暂缓的问题"
    OVER = "over", "逾期未改的问题"
    NEAR = "near", "临期的问题"
    FOUND_THEN = "found", "这段日期内交办的问题"
    CLOSED_THEN = "struck", "这段日期内销号的问题"
    DUE = "due", "判定时限在这段日期内的问题"
    ON_TIME = "on_time", "按期整改的问题"
    CALLED = "called", "回访到并答复的"
    CONTENT = "content", "评价满意和基本满意的"
    TRIED = "tried", "办成或放弃的具体办"
    ONCE = "once", "一次办结的具体办"
    SCORED = "scored", "有得分的走访"


# What happened in the days asked for; everything else stands as of now.
OF_A_PERIOD = frozenset(
    {
        What.FOUND_THEN, What.CLOSED_THEN, What.DUE, What.ON_TIME, What.CALLED, What.CONTENT, What.TRIED, What.ONCE,
        What.SCORED,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the dashboard with what it is made of, and the lists of its parts."""

    name: str
    value: str
    basis: str
    href: str
    n: int | None = None
    d: int | None = None
    n_href: str = ""
    d_href: str = ""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit: 按期/应改, 逾期未改, 销号/交办, 回访满意; unranked with fewer than three due."""

    unit_id: int
    name: str
    sort_no: int
    is_district: bool
    delivered: int = 0
    closed: int = 0
    due: int = 0
    on_time: int = 0
    over: int = 0
    called: int = 0
    content: int = 0
    rank: int | None = None

    @property
    def percent(self) -> float:
        """Return the share on time, 0 without a denominator."""
        return 100 * self.on_time / self.due if self.due else 0.0


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the trend, from its first day to its last."""

    first: date
    last: date
    found: int
    closed: int


@dataclass(frozen=True, slots=True)
class Stage:
    """How many came to a stage, and how many stand between it and the next."""

    what: What
    name: str
    count: int
    waits: What | None = None
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Heat:
    """How many problems of each category each unit has; shades are 0 to 4."""

    categories: list[tuple[str, str]]
    rows: list[tuple[UnitRow, list[tuple[int, int]], int]]
    sums: list[int]
    total: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole picture of one person."""

    viewer: Viewer
    sentence: str
    figures: list[Figure]
    stages: list[Stage]
    bureaus: list[UnitRow] = field(default_factory=list)
    districts: list[UnitRow] = field(default_factory=list)
    weeks: list[Week] = field(default_factory=list)
    heat: Heat | None = None
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of what a number counts: heads, rows of cells with an address or none, and the total."""

    heads: tuple[str, ...]
    rows: list[tuple[tuple[str, ...], str]]
    total: int

"""Words about telephone tests by list: a batch, its numbers, three tries each, and what comes of a number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from inspect_app.catalogue.vocabulary import HoursKind
from inspect_app.foundation.labels import Labelled

MOST_TRIES = 3
LINE_HEADS = ("责任单位", "窗口", "号码", "承诺接听", "第一次", "第二次", "第三次", "结果", "问题")
UNIT_HEADS = ("责任单位", "号码", "打完", "接通", "办公时间接通", "24小时接通", "应答", "答得好")


class TryResult(Labelled):
    """What happened when a number was dialled."""

    ANSWERED = "answered", "有人接"
    RANG = "rang", "通了没人接"
    BUSY = "busy", "占线、打不进"
    DEAD = "dead", "空号、停机"


class Verdict(Labelled):
    """What the tries of a number come to; nothing while it is not dialled to the end."""

    GOOD = "good", "接通，答得好"
    BADLY = "badly", "接通，答得不好"
    UNANSWERED = "unanswered", "通了没人接"
    UNREACHED = "unreached", "打不通"


THROUGH = (Verdict.GOOD, Verdict.BADLY, Verdict.UNANSWERED)
ANSWERED = (Verdict.GOOD, Verdict.BADLY)
FAULTY = (Verdict.BADLY, Verdict.UNANSWERED, Verdict.UNREACHED)


class Part(Labelled):
    """Which numbers of a batch a list shows: each count of the page opens one."""

    OPEN = "open", "没打完"
    SETTLED = "settled", "打完的"
    THROUGH = "through", "接通的"
    ANSWERED = "answered", "有人接的"
    WELL = "well", "答得好的"
    FAULTY = "faulty", "不合格的"


@dataclass(frozen=True, slots=True)
class Dialled:
    """One try: when, what happened, and when somebody answered whether it was told clearly and politely."""

    at: datetime
    result: TryResult
    told: bool | None = None
    polite: bool | None = None
    words: str = ""
    by: str = ""

    @property
    def well(self) -> bool:
        """Say whether somebody answered as they should."""
        return self.told is True and self.polite is True


@dataclass(frozen=True, slots=True)
class TryDraft:
    """A try as its form hands it out; without a moment it is now."""

    result: TryResult
    told: bool | None = None
    polite: bool | None = None
    words: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BatchDraft:
    """What a batch is made from: whose numbers, of which promise, dialled by whom."""

    title: str
    campaign_id: int
    unit_ids: frozenset[int]
    hours: HoursKind | None = None
    dialler_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class LineFilter:
    """Which numbers of a batch a list shows; nothing leaves it out."""

    unit_id: int | None = None
    hours: HoursKind | None = None
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """n of d, printed with both."""

    n: int = 0
    d: int = 0

    @property
    def words(self) -> str:
        """Return n/d; without a denominator a dash."""
        return f"{self.n}/{self.d}" if self.d else "—"


@dataclass(frozen=True, slots=True)
class Sums:
    """How a batch, or a unit in it, went: numbers, those dialled to the end, and what came of them."""

    total: int = 0
    by_hours: Mapping[HoursKind, Count] = field(default_factory=dict)
    answered_n: int = 0
    well_n: int = 0

    @property
    def settled(self) -> Count:
        """Return dialled to the end / all."""
        return Count(sum(one.d for one in self.by_hours.values()), self.total)

    @property
    def through(self) -> Count:
        """Return 电话接通率: got through / dialled."""
        return Count(sum(one.n for one in self.by_hours.values()), self.settled.n)

    @property
    def answered(self) -> Count:
        """Return 电话应答率: answered / dialled."""
        return Count(self.answered_n, self.settled.n)

    @property
    def well(self) -> Count:
        """Return answered well / answered."""
        return Count(self.well_n, self.answered_n)

    def of(self, kind: HoursKind) -> Count:
        """Return got through / dialled of the numbers of one promise."""
        return self.by_hours.get(kind, Count())


@dataclass(frozen=True, slots=True)
class UnitSums:
    """One row of the table of units."""

    unit_id: int
    unit: str
    sums: Sums

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the row as screen and Excel print it, under UNIT_HEADS."""
        sums = self.sums
        counts = (sums.settled, sums.through, *(sums.of(kind) for kind in HoursKind), sums.answered, sums.well)
        return (self.unit, str(sums.total), *(count.words for count in counts))


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """A number with its tries, as pages and Excel show it; `problem` says what became of it as a problem."""

    id: int
    unit_id: int
    unit: str
    place: str
    number: str
    hours_kind: HoursKind
    hours: str
    tries: tuple[Dialled, ...]
    tried: tuple[str, str, str]
    verdict: Verdict | None
    problem: str = ""
    problem_href: str = ""

    @property
    def state(self) -> str:
        """Return the verdict in words, or how far one is."""
        if self.verdict is not None:
            return self.verdict.label
        return f"打了 {len(self.tries)} 次，没打完" if self.tries else "还没打"

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the row as screen and Excel print it, under LINE_HEADS."""
        return (self.unit, self.place, self.number, self.hours_kind.label, *self.tried, self.state, self.problem or "—")


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch in the list."""

    id: int
    title: str
    campaign: str
    made_at: datetime
    closed: bool
    sums: Sums
    diallers: str

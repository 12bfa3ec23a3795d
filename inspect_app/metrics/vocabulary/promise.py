"""Words of promise against reality (承诺兑现): its lines, and what the league and a matter's page show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from inspect_app.catalogue.vocabulary import HoursKind
from inspect_app.foundation.labels import Labelled

TOO_FEW = "不足3次"
LEAGUE_HEADS = (
    "名次", "事项", "责任单位", "公布批次", "承诺", "兑现", "跑趟", "材料", "取消证明", "身份证", "时间", "一次告知",
    "指南", "电话", "平均跑次", "问题",
)  # fmt: skip


class Reader(Labelled):
    """For whom the page is; only the office opens a visit, and a department sees its own matters."""

    OFFICE = "office", "跑改办"
    LEADER = "leader", "领导"
    UNIT = "unit", "本单位"


class PromiseLine(Labelled):
    """What was promised of a matter, line by line; each is counted as kept / tested."""

    KEPT = "kept", "承诺兑现"
    TRIPS = "trips", "跑趟不多于公布"
    PAPERS = "papers", "只要清单内的材料"
    CANCELLED = "cancelled", "不再要已取消的证明"
    ID_ONLY = "id_only", "仅凭身份证就办"
    TIME = "time", "在承诺时间内办结"
    TOLD = "told", "一次告知"
    GUIDE = "guide", "指南窗口与网上一致"
    PHONE = "phone", "服务电话接通"


class Proposal(Labelled):
    """What a promise that broke in two windows asks for."""

    TARGET = "target", "列为专项督察对象"
    PROJECT = "project", "立为攻坚项目"


@dataclass(frozen=True, slots=True)
class KeptCount:
    """n kept of d tested; `few` when a department may not read so small a number."""

    n: int = 0
    d: int = 0
    few: bool = False

    @property
    def words(self) -> str:
        """Return n/d as it is printed everywhere; without a test a dash."""
        if not self.d:
            return "—"
        return TOO_FEW if self.few else f"{self.n}/{self.d}"

    @property
    def percent(self) -> str:
        """Return the share in words."""
        return f"{100 * self.n / self.d:.1f}%" if self.d and not self.few else "—"

    @property
    def opens(self) -> bool:
        """Say whether a list stands behind the number."""
        return bool(self.d) and not self.few

    @property
    def broken(self) -> int:
        """Return how often it was not kept."""
        return self.d - self.n


@dataclass(frozen=True, slots=True)
class Mean:
    """A sum over so many; printed with both."""

    n: int = 0
    d: int = 0
    few: bool = False

    @property
    def words(self) -> str:
        """Return the mean with what it is made of."""
        if not self.d:
            return "—"
        return TOO_FEW if self.few else f"{self.n / self.d:.1f}（{self.n}/{self.d}）"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a matter stands in the league: what the order goes by, and no more."""

    item_id: int
    code: str
    sort_no: int
    is_district: bool
    kept: KeptCount
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A matter of the league: what was promised, and each line of it as kept / tested."""

    item_id: int
    name: str
    unit: str
    batch: str
    promised: str
    lines: Mapping[PromiseLine, KeptCount]
    trips: Mean
    windows: KeptCount = KeptCount()
    findings: int = 0
    rank: int | None = None

    @property
    def kept(self) -> KeptCount:
        """Return the line the league ranks by."""
        return self.lines[PromiseLine.KEPT]

    @property
    def two_windows(self) -> bool:
        """Say whether the promise broke in two windows."""
        return self.windows.broken >= 2

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the row as screen and Excel print it, under LEAGUE_HEADS."""
        place = "—" if self.rank is None else str(self.rank)
        told = (count.words for count in (self.lines[line] for line in PromiseLine))
        mean = self.trips.words
        return (place, self.name, self.unit, self.batch or "—", self.promised, *told, mean, str(self.findings))


@dataclass(frozen=True, slots=True)
class WindowRow:
    """How a matter's promise held at one window, line by line."""

    window_id: int
    unit_id: int
    name: str
    lines: Mapping[PromiseLine, KeptCount]
    trips: Mean

    @property
    def kept(self) -> KeptCount:
        """Return whether what was promised held here."""
        return self.lines[PromiseLine.KEPT]


@dataclass(frozen=True, slots=True)
class MonthRow:
    """How a promise held in one month."""

    first: date
    last: date
    kept: KeptCount
    trips: Mean


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit behind a number: its day, how it looked, where, what it found and whether the promise held."""

    on: date
    method: str
    place: str
    words: str
    kept: bool
    href: str = ""
    lately: bool = False


PHONE_HEADS = ("责任单位", "接通", "接通率", "办公时间接通", "24小时接通", "应答", "应答率")


@dataclass(frozen=True, slots=True)
class PhoneRow:
    """How the telephones of a unit did, or of all (`unit_id` is nothing); office hours and 24 hours stand apart."""

    unit_id: int | None
    unit: str
    through: KeptCount
    by_hours: Mapping[HoursKind, KeptCount]
    answered: KeptCount

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the row as screen and Excel print it, under PHONE_HEADS."""
        apart = (self.by_hours.get(kind, KeptCount()).words for kind in HoursKind)
        answered = self.answered
        return (self.unit, self.through.words, self.through.percent, *apart, answered.words, answered.percent)

"""Words about plans: what is to be visited, who may go, and why somebody can't."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from inspect_app.access import Role
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.foundation.labels import Labelled
from inspect_app.visits.vocabulary import DaySlot, VisitMode


class RoundKind(Labelled):
    """How people are matched with windows."""

    ROTA = "rota", "轮流分派"
    CROSS = "cross", "交叉互查"


class RoundState(Labelled):
    """How far a round of assignment is; one that is given up leaves no row."""

    DRAFT = "draft", "待确认"
    MADE = "made", "已安排"


class ChiefLayer(Labelled):
    """The three layers of chiefs' visits (seed inventory B1)."""

    CONTACT = "contact", "联系点窗口"
    CROSS = "cross", "交叉体验"
    WEEK = "week", "体验周"

    @property
    def who(self) -> str:
        """Return whose layer it is, and which visit counts."""
        return {
            ChiefLayer.CONTACT: "局领导：去过自己联系点的窗口",
            ChiefLayer.CROSS: "部门一把手：以交叉互查方式去过别的单位",
            ChiefLayer.WEEK: "基层一把手：在体验周专项里走访过",
        }[self]


class Why(Labelled):
    """The rule that keeps somebody from going."""

    OWN = "own", "本单位或上下级"
    KNOWN = "known", "在该单位有熟人"
    LOCKED = "locked", "间隔天数没到"
    AWAY = "away", "当天不在"
    FULL = "full", "那半天已排满"
    NOT_PAIRED = "not_paired", "不是本轮互查单位"


# A half day on which something is visited openly or covertly.
Cell = tuple[date, DaySlot, VisitMode]


@dataclass(frozen=True, slots=True)
class Errand:
    """Windows of one unit at one site that one person visits in one go."""

    unit_id: int
    site_id: int
    window_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Goer:
    """Whoever may be sent: the role taken, the unit, and what keeps them away.

    `looks_for` is the unit whose turn it is in a cross-check. `visited` are the days on which they went, or are
    to go, to each window.
    """

    person_id: int
    role: Role
    unit_id: int | None
    tied_unit_ids: frozenset[int] = frozenset()
    known_unit_ids: frozenset[int] = frozenset()
    away: tuple[tuple[date, date], ...] = ()
    visited: Mapping[int, tuple[date, ...]] = field(default_factory=dict)
    busy: frozenset[tuple[date, DaySlot]] = frozenset()
    looks_for: int | None = None


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """What the office asks for: shares are per cent, `weekdays` by weekday from 0; empty means evenly."""

    kind: RoundKind
    method: VisitMethod
    roles: tuple[Role, ...]
    first: date
    last: date
    lock_days: int = 30
    covert: int = 0
    morning: int = 50
    weekdays: Mapping[int, int] = field(default_factory=dict)
    per_half_day: int = 1
    per_trip: int = 1
    only_open: bool = True
    activity: int | None = None
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Assigned:
    """One errand with who goes and when, or with the rule that made it impossible (`goer` is None)."""

    errand: Errand
    mode: VisitMode
    goer: Goer | None
    day: date | None
    slot: DaySlot
    reason: str
    looker_unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A line of a round as the office reads it; `who` is a name, or a shopper's code."""

    id: int
    unit: str
    site: str
    windows: str
    who: str
    home: str
    day: date | None
    slot: DaySlot
    mode: VisitMode
    reason: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be put on a row by hand: how often this round sends them, and the rule in the way."""

    person_id: int
    name: str
    home: str
    load: int
    why: Why | None


@dataclass(frozen=True, slots=True)
class Placing:
    """Who goes on which half day, as chosen by hand."""

    person_id: int
    day: date
    slot: DaySlot


@dataclass(frozen=True, slots=True)
class RoundSums:
    """What a round comes to: errands with somebody and without, loads, and the shares that came out."""

    made: int
    left: int
    loads: tuple[tuple[str, int], ...]
    shares: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target with what became of it; a matter is done once it was tried."""

    window_id: int
    window: str
    site: str
    unit_id: int
    unit: str
    item: str
    done: bool
    planned: bool


@dataclass(frozen=True, slots=True)
class UnitCoverage:
    """How much of a unit's targets was visited, and what is left."""

    unit: str
    done: int
    planned: int
    total: int
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Targets visited of all targets, by unit in official order."""

    done: int
    planned: int
    total: int
    units: tuple[UnitCoverage, ...]
    targets: tuple[TargetRow, ...]


@dataclass(frozen=True, slots=True)
class ChiefVisit:
    """A chief's visit as it was carried out: days, stops, companions and whom they talked to."""

    public_id: str
    chief: str
    first: date
    last: date
    campaign: str
    stops: tuple[str, ...]
    companions: str
    talks: str
    self_check: bool
    with_petitions: bool


@dataclass(frozen=True, slots=True)
class ChiefRow:
    """A chief with their layer, contact points, and whether they have been."""

    person_id: int
    name: str
    title: str
    unit: str
    layer: ChiefLayer | None
    points: tuple[str, ...]
    been: bool
    visits: int
    last: date | None


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One of the three layers: who has been of all, and the names of those who haven't."""

    layer: ChiefLayer
    done: int
    total: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One of the 四进 with its visits: carried out, and planned."""

    slot: int
    name: str
    done: int
    planned: int

"""What a number is counted from, and a rate with its n/d."""

from dataclasses import dataclass
from datetime import date, datetime

from inspect_app.findings.vocabulary import FindingStatus, PainType
from inspect_app.foundation.labels import Labelled


class MetricGroup(Labelled):
    """Under which heading a metric stands."""

    FIXING = "fixing", "整改"
    LASTING = "lasting", "成效"
    CHECKING = "checking", "办理"
    VISITING = "visiting", "督查"
    PROMISE = "promise", "承诺与实际"
    PEOPLE = "people", "群众评价"
    LEADING = "leading", "批示、承诺、项目和通报"


@dataclass(frozen=True, slots=True)
class Definition:
    """What a metric is: numerator / denominator, and by which date; `missing` says why there is no number yet."""

    key: str
    name: str
    group: MetricGroup
    numerator: str
    denominator: str
    basis: str
    note: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """The few facts of a delivered finding that numbers are made of; `limit` is the date it is judged by."""

    finding_id: int
    unit_id: int
    status: FindingStatus
    delivered_at: datetime
    accepted_at: datetime | None
    auto_accepted: bool
    limit: date | None
    last_feedback_at: datetime | None
    closed_at: datetime | None
    on_time: bool | None
    rework_count: int
    is_recurrence: bool
    self_found: bool
    original_due: date | None = None
    found_again_on: date | None = None
    disputed: bool = False
    feedback_at: datetime | None = None
    passed_at: datetime | None = None
    held_days: int = 0
    extensions: int = 0
    returns: int = 0
    pain_type: PainType | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """Something that happened on a day, and whether it was done as it should."""

    on: date
    done: bool


@dataclass(frozen=True, slots=True)
class CallbackRow:
    """Somebody who was called back; `satisfaction` is 1 to 5, nothing when they did not answer."""

    on: date
    satisfaction: int | None


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both in it."""

    first: date
    last: date

    def covers(self, day: date | None) -> bool:
        """Say whether a day lies in it."""
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Rate:
    """A number with what it is made of; `instead` is said where it can't be told yet."""

    name: str
    n: int
    d: int
    note: str = ""
    instead: str = ""
    is_mean: bool = False
    unit: str = " 次"

    @property
    def words(self) -> str:
        """Return the number as it is printed: `83.3%`, `1.4 次`, or a dash without a denominator."""
        if self.instead:
            return self.instead
        if not self.d:
            return "—"
        return f"{self.n / self.d:.1f}{self.unit}" if self.is_mean else f"{100 * self.n / self.d:.1f}%"

    @property
    def made_of(self) -> str:
        """Return n/d; nothing where the number can't be told."""
        return "—" if self.instead and not self.d else f"{self.n}/{self.d}"

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """Return name, number, n/d and note, as screen, Excel and paper print them."""
        return self.name, self.words, self.made_of, self.note


@dataclass(frozen=True, slots=True)
class Measured:
    """A metric and its number; without one the definition says why."""

    definition: Definition
    rate: Rate | None

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """Return name, number, n/d and note, as screen, Excel and paper print them."""
        if self.rate is None:
            return self.definition.name, self.definition.missing, "—", self.definition.note
        return self.rate.cells


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit as numbers need it: its short official name, its place and whether it ranks with districts."""

    unit_id: int
    name: str
    sort_no: int
    is_district: bool


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """One row of the table of units.

    应整改（到期） = 按期整改 + 逾期整改 + 逾期未改 + 到期而终止整改, by construction: an end without a fix is not done.
    A finding that waits (暂缓) is not due while it waits. `in_review` are those 逾期未改 whose objection waits for a
    ruling: they are counted, and they do not lower the rank.
    """

    unit: str
    is_district: bool
    found: int = 0
    accepted: int = 0
    on_time: int = 0
    late: int = 0
    overdue: int = 0
    not_due: int = 0
    pending: int = 0
    closed: int = 0
    rework: int = 0
    recurrence: int = 0
    terminated: int = 0
    terminated_due: int = 0
    in_review: int = 0
    rank: int | None = None

    @property
    def due(self) -> int:
        """Return 应整改（到期）: what had to be done by now."""
        return self.on_time + self.late + self.overdue + self.terminated_due

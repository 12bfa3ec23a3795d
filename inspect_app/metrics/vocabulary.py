"""What a number is counted from."""

from dataclasses import dataclass
from datetime import date, datetime

from inspect_app.accounts.vocabulary import UnitKind
from inspect_app.findings.vocabulary import FindingStatus


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


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit as numbers need it: its short official name, its place and whether it ranks with districts."""

    unit_id: int
    name: str
    sort_no: int
    kind: UnitKind


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """One row of the table of units. 应整改（到期） = 按期整改 + 逾期整改 + 逾期未改, by construction."""

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
    rank: int | None = None

    @property
    def due(self) -> int:
        """Return 应整改（到期）: what had to be done by now."""
        return self.on_time + self.late + self.overdue

"""Words about the ledger: what it is narrowed to and one of its lines."""

from dataclasses import dataclass, fields
from datetime import date

from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.findings.vocabulary import FindingStatus, Grade, Lamp, PainType
from inspect_app.foundation.labels import Labelled


class LedgerSort(Labelled):
    """By what the ledger is sorted."""

    DELIVERED = "delivered", "交办"
    DUE = "due", "时限"
    UNIT = "unit", "责任单位"
    STATUS = "status", "状态"


class StatusGroup(Labelled):
    """Statuses that are asked for together."""

    OPEN = "open", "未办结"
    HELD = "held", "停表"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFilter:
    """What the ledger is narrowed to; None or empty leaves it out. `covert` and `method` exclude each other.

    `mine` is what waits for the asking person; `instructed` has a leader's instruction (批示件).
    `due_from` and `due_to` bound the day the lamp counts to.
    """

    mine: bool = False
    status: FindingStatus | StatusGroup | None = None
    lamp: Lamp | None = None
    unit_id: int | None = None
    site_id: int | None = None
    campaign_id: int | None = None
    kind: PainType | None = None
    grade: Grade | None = None
    method: VisitMethod | None = None
    covert: bool = False
    instructed: bool = False
    delivered_from: date | None = None
    delivered_to: date | None = None
    due_from: date | None = None
    due_to: date | None = None
    text: str = ""
    sort: LedgerSort = LedgerSort.DELIVERED
    descending: bool = True

    def active(self) -> tuple[str, ...]:
        """Return the names of what narrows the list, in the order above."""
        names = (spec.name for spec in fields(self) if spec.name not in ("sort", "descending"))
        return tuple(name for name in names if getattr(self, name))


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line of the ledger, on the screen and in Excel; `lamp_text` stands after the lamp's word."""

    number: str
    title: str
    unit: str
    place: str
    kind: str
    method: str
    status: FindingStatus
    delivered_on: date
    due: date | None
    lamp: Lamp
    lamp_text: str
    item: str = ""
    source: str = ""
    campaign: str = ""
    original_due: date | None = None
    answered_on: date | None = None
    rework: int = 0
    closed_on: date | None = None

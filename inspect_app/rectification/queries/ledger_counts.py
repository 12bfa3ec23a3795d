"""Totals of the ledger: from the tally where it can answer, counted where it can't."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from inspect_app.access import Actor, Permission, may, units_of
from inspect_app.accounts.queries import subtree_ids
from inspect_app.database import db
from inspect_app.findings.models import Finding, FindingAssist, FindingTally
from inspect_app.findings.rules.clocks import lamp_kind
from inspect_app.findings.vocabulary import FindingStatus, Lamp
from inspect_app.rectification.queries.ledger_conditions import OPEN, conditions, limits_today, statuses_of
from inspect_app.rectification.vocabulary import LedgerFilter

# What the tally knows: these and nothing else may narrow the list for it to answer.
_TALLIED = frozenset({"status", "lamp", "unit_id", "campaign_id"})
_Counts = dict[tuple[FindingStatus, date | None], int]
# Totals ask only on which side of today's limits a date lies: they cost the same however many dates there are.
_SIDE = "side"
_FAR = date.max


@dataclass(frozen=True, slots=True)
class LedgerTotals:
    """How many findings burn under each lamp and stand in each status; `total` heeds the lamp asked for."""

    total: int
    lamps: Mapping[Lamp, int]
    statuses: Mapping[FindingStatus, int] = field(default_factory=dict)

    @property
    def open(self) -> int:
        """Return how many aren't ended."""
        return sum(count for status, count in self.statuses.items() if status in OPEN)

    def in_status(self, value: str) -> int:
        """Return how many stand in one status."""
        return sum(count for status, count in self.statuses.items() if status == value)


def ledger_totals(actor: Actor, asked: LedgerFilter) -> LedgerTotals:
    """Return the totals of a list, exactly those of its rows."""
    limits = limits_today()
    lamps: Counter[Lamp] = Counter()
    statuses: Counter[FindingStatus] = Counter()
    for (status, due), count in _counts(actor, replace(asked, lamp=None)).items():
        burning = lamp_kind(status, due, limits)
        lamps[burning] += count
        if asked.lamp in (None, burning):
            statuses[status] += count
    return LedgerTotals(sum(statuses.values()), lamps, statuses)


def totals_without(actor: Actor, asked: LedgerFilter) -> Iterator[tuple[str, LedgerFilter, int]]:
    """Yield each filter that is set, the list without it, and how many there would be."""
    nothing = LedgerFilter()
    for name in asked.active():
        smaller = replace(asked, **{name: getattr(nothing, name)})
        yield name, smaller, ledger_totals(actor, smaller).total


def _counts(actor: Actor, asked: LedgerFilter) -> _Counts:
    units = _whole_units(actor)
    if units is None or not _TALLIED.issuperset(asked.active()):
        return _counted(conditions(actor, asked))
    counts = _tallied(asked, units)
    return _merged(counts, _assisted(actor, asked, units)) if units else counts


def _whole_units(actor: Actor) -> frozenset[int] | None:
    """Return the units whose findings a person sees whole, empty for all, nothing when it isn't by unit."""
    if actor.is_system or may(actor, Permission.TRIAGE) or may(actor, Permission.READ_ALL_FINDINGS):
        return frozenset()
    units = units_of(actor, Permission.READ_UNIT_FINDINGS)
    return None if may(actor, Permission.VERIFY) or not units else units


def _tallied(asked: LedgerFilter, units: frozenset[int]) -> _Counts:
    due = FindingTally.due
    query = select(FindingTally.status, _side_of_tallied().label(_SIDE), func.sum(FindingTally.count))
    query = query.where((due == "") | (due >= limits_today().today.isoformat())).group_by(FindingTally.status, _SIDE)
    if units:
        query = query.where(FindingTally.lead_unit_id.in_(units))
    if asked.unit_id is not None:
        query = query.where(FindingTally.lead_unit_id.in_(subtree_ids(asked.unit_id)))
    if asked.campaign_id is not None:
        query = query.where(FindingTally.campaign_id == asked.campaign_id)
    if asked.status is not None:
        query = query.where(FindingTally.status.in_([status.value for status in statuses_of(asked.status)]))
    return _with_late(db.session.execute(query).all())


def _with_late(read: Iterable[Any]) -> _Counts:
    """Return counts by date; what is of every date but was not read by its own is late."""
    late = limits_today().today - timedelta(days=1)
    counts: Counter[tuple[FindingStatus, date | None]] = Counter()
    for word, side, count in read:
        status = FindingStatus.find(word) or FindingStatus.DRAFT
        if side == FindingTally.EVERY_DUE:
            counts[status, late] += int(count)
        else:
            counts[status, date.fromisoformat(side) if side else None] += int(count)
            counts[status, late] -= int(count)
    return counts


def _assisted(actor: Actor, asked: LedgerFilter, units: frozenset[int]) -> _Counts:
    """Count what a department only assists in: the tally goes by lead."""
    assisted = select(FindingAssist.finding_id).where(FindingAssist.unit_id.in_(units))
    only = [Finding.id.in_(assisted), Finding.lead_unit_id.not_in(units)]
    return _counted([*conditions(actor, asked), *only])


def _counted(narrowed: Iterable[Any]) -> _Counts:
    query: Select[*tuple[Any, ...]] = select(Finding.status, _side_of_counted().label(_SIDE), func.count())
    rows = db.session.execute(query.where(*narrowed).group_by(Finding.status, _SIDE))
    return {(status, due): count for status, due, count in rows}


def _side_of_counted() -> ColumnElement[Any]:
    limits, due = limits_today(), Finding.lamp_due
    late = limits.today - timedelta(days=1)
    return case((due < limits.today, late), (due <= limits.near_until, limits.near_until), (due.is_not(None), _FAR))


def _side_of_tallied() -> ColumnElement[str]:
    limits, due = limits_today(), FindingTally.due
    whole, near = FindingTally.EVERY_DUE, limits.near_until.isoformat()
    return case((due == "", ""), (due == whole, whole), (due <= near, near), else_=_FAR.isoformat())


def _merged(first: _Counts, second: _Counts) -> _Counts:
    return {key: first.get(key, 0) + second.get(key, 0) for key in first.keys() | second.keys()}

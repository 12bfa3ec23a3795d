"""What of a promise a trial tested and kept, as conditions: written once for sums and for the lists behind them.

Papers and points told are JSON as the one serializer of the app writes it: a quote inside a name is escaped, so
that `"origin": "cancelled"` is never part of a name.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, cast, func, not_, or_

from inspect_app.catalogue.models import ServiceItem
from inspect_app.catalogue.vocabulary import TimeUnit, TripPromise
from inspect_app.metrics.vocabulary import PromiseLine
from inspect_app.visits.models import Trial
from inspect_app.visits.vocabulary import PaperOrigin, TrialOutcome

Condition = ColumnElement[bool]
_PAPERS, _TOLD = cast(Trial.papers, Text), cast(Trial.told, Text)
_NAME = '"name": "'
# A paper whose name begins so is the identity card itself (field.rules.promises says the same of a name).
_ID_CARD = ("身份证", "居民身份证")
PUBLISHED = (TripPromise.ZERO, TripPromise.ONE)


def _times(text: ColumnElement[str], words: str) -> ColumnElement[int]:
    """Count how often words stand in a text."""
    left = func.length(text) - func.length(func.replace(text, words, ""))
    return left // len(words)


def _has(origin: PaperOrigin) -> Condition:
    return _PAPERS.contains(f'"origin": "{origin.value}"', autoescape=True)


_NOTED = _PAPERS != "[]"
_IDS = sum((_times(_PAPERS, _NAME + json.dumps(word)[1:-1]) for word in _ID_CARD[1:]),
           _times(_PAPERS, _NAME + json.dumps(_ID_CARD[0])[1:-1]))  # fmt: skip
# A promise of trips holds for whoever brings all papers.
# What was never promised is said to be so: `NULL IN (…)` is neither true nor false, and neither would be its contrary.
_PROMISED = and_(ServiceItem.trips.is_not(None), ServiceItem.trips.in_(PUBLISHED))
_TRIPS_TESTED = and_(_PROMISED, Trial.trips.is_not(None), Trial.papers_complete.is_not(False))
_TRIPS_KEPT = Trial.trips <= case((ServiceItem.trips == TripPromise.ZERO, 0), else_=1)
# 立等可取 is a promise of the same day, in whatever it is written (catalogue.rules.minutes_promised says the same).
_IN_MINUTES = and_(
    ServiceItem.promised_unit.is_not(None), ServiceItem.promised_unit == TimeUnit.MINUTES,
    ServiceItem.promised_amount.is_not(None), ServiceItem.promised_amount > 0,
)  # fmt: skip
_SAME_DAY = and_(Trial.outcome == TrialOutcome.DONE, func.coalesce(Trial.trips, 1) <= 1)
_MINUTES_TESTED = and_(_IN_MINUTES, Trial.handled_minutes.is_not(None))
_DAYS_TESTED = and_(
    ServiceItem.promised_amount.is_not(None),
    not_(_IN_MINUTES),
    or_(Trial.result_workdays.is_not(None), _SAME_DAY),
)
_TIME_KEPT = case(
    (_MINUTES_TESTED, Trial.handled_minutes <= ServiceItem.promised_amount),
    else_=func.coalesce(Trial.result_workdays, 0) <= ServiceItem.promised_amount,
)

# Each line of a promise: (tested, kept).
_PARTS: dict[PromiseLine, tuple[Condition, Condition]] = {
    PromiseLine.TRIPS: (_TRIPS_TESTED, _TRIPS_KEPT),
    PromiseLine.PAPERS: (_NOTED, not_(_has(PaperOrigin.BEYOND))),
    PromiseLine.CANCELLED: (_NOTED, not_(_has(PaperOrigin.CANCELLED))),
    PromiseLine.ID_ONLY: (and_(ServiceItem.id_only.is_(True), _NOTED), _times(_PAPERS, _NAME) == _IDS),
    PromiseLine.TIME: (or_(_MINUTES_TESTED, _DAYS_TESTED), _TIME_KEPT),
}
_ANY = or_(*(tested for tested, _ in _PARTS.values()))
_ALL = and_(*(or_(not_(tested), kept) for tested, kept in _PARTS.values()))

OF_TRIALS: Mapping[PromiseLine, tuple[Condition, Condition]] = {
    PromiseLine.KEPT: (_ANY, _ALL),
    **_PARTS,
    PromiseLine.TOLD: (_TOLD != "[]", not_(_TOLD.contains('"told": false', autoescape=True))),
}
ENDED: Condition = Trial.outcome.in_((TrialOutcome.DONE, TrialOutcome.ABANDONED))
ONCE: Condition = and_(Trial.outcome == TrialOutcome.DONE, Trial.trips <= 1)
# 公布事项不实率 asks the same of 跑零次 and 最多跑一次: more than one trip.
GAP_TESTED: Condition = _TRIPS_TESTED
GAP: Condition = Trial.trips > 1
FINISHED: Condition = and_(Trial.outcome == TrialOutcome.DONE, Trial.trips.is_not(None))
ZERO: Condition = and_(FINISHED, Trial.trips == 0)


def sums() -> list[ColumnElement[Any]]:
    """Return the columns tested and kept of every line, in its order, then trips and how many finished."""
    found: list[ColumnElement[Any]] = []
    for line, (tested, kept) in OF_TRIALS.items():
        found += [counted(tested).label(f"{line.value}_d"), counted(and_(tested, kept)).label(f"{line.value}_n")]
    return [*found, func.sum(trips_where(FINISHED)).label("trips_sum"), counted(FINISHED).label("finished")]


def counted(condition: Condition) -> ColumnElement[int]:
    """Return how many rows fulfil a condition."""
    return func.sum(one_if(condition))


def one_if(condition: Condition) -> ColumnElement[int]:
    """Return what a row adds to a count."""
    return case((condition, 1), else_=0)


def trips_where(condition: Condition) -> ColumnElement[int]:
    """Return what a row adds to a sum of trips."""
    return case((condition, Trial.trips), else_=0)


def among(column: Any, ids: Collection[int] | None) -> list[Condition]:
    """Return the condition that a column names one of some rows; None is all of them."""
    return [] if ids is None else [column.in_(ids)]

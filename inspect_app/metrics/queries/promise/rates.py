"""公布事项不实率, 一次办结率, 平均跑次, 零跑率, 电话接通率 and their kin: for pages, Excel and notice alike."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, select

from inspect_app.catalogue.models import ServiceItem
from inspect_app.catalogue.vocabulary import HoursKind
from inspect_app.database import db
from inspect_app.metrics.queries.promise.calls import phone_rates, phones_within
from inspect_app.metrics.queries.promise.desk import DeskTests, desk_of
from inspect_app.metrics.queries.promise.expressions import (
    ENDED,
    FINISHED,
    GAP,
    GAP_TESTED,
    OF_TRIALS,
    ONCE,
    ZERO,
    Condition,
    one_if,
    trips_where,
)
from inspect_app.metrics.queries.promise.guides import guide_rate, guide_within
from inspect_app.metrics.queries.promise.scope import PromiseScope, of_trials, of_visits
from inspect_app.metrics.queries.trials import TRIAL_COUNTS
from inspect_app.metrics.rules.definitions import named
from inspect_app.metrics.rules.promise import few_hidden
from inspect_app.metrics.vocabulary import KeptCount, PromiseLine, Rate, Reader
from inspect_app.visits.models import Trial, Visit

_TOLD, _KEPT = OF_TRIALS[PromiseLine.TOLD], OF_TRIALS[PromiseLine.KEPT]
_CANCELLED = OF_TRIALS[PromiseLine.CANCELLED]
_WHOLE, _PART = (and_(FINISHED, Trial.papers_complete.is_(complete)) for complete in (True, False))
# Each rate of trials as columns to add up: what it counts above and below the line.
_ADDED: dict[str, dict[str, ColumnElement[int]]] = {
    "trips": {
        "n": trips_where(FINISHED), "d": one_if(FINISHED),
        "whole_n": trips_where(_WHOLE), "whole_d": one_if(_WHOLE),
        "part_n": trips_where(_PART), "part_d": one_if(_PART),
    },
    "one_trip": {"n": one_if(and_(ENDED, ONCE)), "d": one_if(ENDED)},
    "zero_trip": {"n": one_if(ZERO), "d": one_if(FINISHED)},
    "told_once": {"n": one_if(and_(*_TOLD)), "d": one_if(_TOLD[0])},
    "cancelled_asked": {"n": one_if(and_(_CANCELLED[0], not_(_CANCELLED[1]))), "d": one_if(_CANCELLED[0])},
    "kept": {"n": one_if(and_(*_KEPT)), "d": one_if(_KEPT[0])},
}  # fmt: skip
_GAP = "promise_gap"
_OF_TRIALS = (*_ADDED, _GAP)
_OF_ANSWERS = ("guide", "phone_through", "phone_answered")
ALL_RATES = (*_OF_TRIALS, *_OF_ANSWERS)
_PAPERS = (("材料齐全", "whole"), ("材料不齐", "part"))


def rates_where(
    visits: Sequence[Condition], desk: DeskTests, keys: Collection[str] = ALL_RATES
) -> list[Rate]:
    """Return the rates of the visits of a condition and of the checks made at the desk; only those asked for."""
    found = _of_trials(visits, keys)
    if set(keys) & set(_OF_ANSWERS):
        found += _of_answers(guide_rate(visits, desk), phone_rates(tuple(visits), desk), keys)
    return found


def rates_of(scope: PromiseScope, keys: Collection[str] = ALL_RATES) -> list[Rate]:
    """Return the rates as a page of promises shows them; a small number is hidden from a department.

    What stands in no register counts for the whole city, and for no unit, site or batch.
    """
    if scope.reader is not Reader.UNIT and not (scope.unit_id or scope.batch or scope.site_id):
        return rates_where(of_visits(scope), desk_of(scope), keys)
    found = _of_trials(of_trials(scope), keys)
    if set(keys) & set(_OF_ANSWERS):
        found += _of_answers(guide_within(scope), phones_within(scope), keys)
    return [few_hidden(rate) if scope.hides_few else rate for rate in found]


def _of_trials(conditions: Sequence[Condition], keys: Collection[str]) -> list[Rate]:
    wanted = [key for key in _OF_TRIALS if key in keys]
    row = _sums((*conditions, TRIAL_COUNTS), wanted) if wanted else {}
    told = {name: int(value or 0) for name, value in row.items()}
    return [
        Rate(named(key), told[f"{key}_n"], told[f"{key}_d"], _beside(told) if key == "trips" else "",
             is_mean=key == "trips")
        for key in wanted
    ]  # fmt: skip


def _beside(told: Mapping[str, int]) -> str:
    """Say 平均跑次 for whoever brought all papers, and for whoever didn't."""
    pairs = ((word, told[f"trips_{part}_n"], told[f"trips_{part}_d"]) for word, part in _PAPERS)
    return "，".join(f"{word} {n}/{d}" for word, n, d in pairs if d)


def _sums(conditions: Sequence[Condition], wanted: Sequence[str]) -> Mapping[str, Any]:
    """Add up in one pass, matter by matter: a published matter counts once, as broken when any trial of it was."""
    columns: dict[str, ColumnElement[int]] = {
        f"{key}_{part}": func.sum(value)
        for key in wanted if key in _ADDED for part, value in _ADDED[key].items()
    }  # fmt: skip
    if _GAP in wanted:
        columns[f"{_GAP}_n"] = func.max(one_if(and_(GAP_TESTED, GAP)))
        columns[f"{_GAP}_d"] = func.max(one_if(GAP_TESTED))
    query = select(*(value.label(name) for name, value in columns.items())).select_from(Trial)
    query = query.join(Visit, Visit.id == Trial.visit_id)
    query = query.join(ServiceItem, ServiceItem.id == Trial.item_id, isouter=True)
    matters = query.where(*conditions).group_by(Trial.item_id).subquery()
    sums_of = select(*(func.sum(matters.c[name]).label(name) for name in columns))
    return dict(db.session.execute(sums_of).one()._mapping)


def _of_answers(
    guide: KeptCount, phones: Mapping[HoursKind, tuple[KeptCount, KeptCount]], keys: Collection[str]
) -> list[Rate]:
    found = {
        "guide": Rate(named("guide"), guide.n, guide.d),
        "phone_through": _phone("phone_through", {kind: pair[0] for kind, pair in phones.items()}),
        "phone_answered": _phone("phone_answered", {kind: pair[1] for kind, pair in phones.items()}),
    }
    return [rate for key, rate in found.items() if key in keys]


def _phone(key: str, parts: Mapping[HoursKind, KeptCount]) -> Rate:
    """Return a rate of all calls; windows open in office hours and round the clock stand apart beside it."""
    apart = "，".join(f"{kind.label} {parts[kind].words}" for kind in HoursKind if kind in parts)
    return Rate(named(key), sum(one.n for one in parts.values()), sum(one.d for one in parts.values()), apart)

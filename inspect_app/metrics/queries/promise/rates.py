"""公布事项不实率, 一次办结率, 平均跑次, 零跑率, 电话接通率 and their kin: for pages, Excel and notice alike."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, case, func, select

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
    Condition,
    counted,
)
from inspect_app.metrics.queries.promise.guides import guide_rate, guide_within
from inspect_app.metrics.queries.promise.scope import PromiseScope, of_trials, of_visits
from inspect_app.metrics.queries.trials import TRIAL_COUNTS
from inspect_app.metrics.rules.definitions import named
from inspect_app.metrics.rules.promise import few_hidden
from inspect_app.metrics.vocabulary import KeptCount, PromiseLine, Rate, Reader
from inspect_app.visits.models import Trial, Visit

_CANCELLED = OF_TRIALS[PromiseLine.CANCELLED]
_COUNTED: dict[str, Condition] = {
    "one_trip_n": and_(ENDED, ONCE),
    "one_trip_d": ENDED,
    "zero_trip_n": and_(FINISHED, Trial.trips == 0),
    "zero_trip_d": FINISHED,
    "told_once_n": and_(*OF_TRIALS[PromiseLine.TOLD]),
    "told_once_d": OF_TRIALS[PromiseLine.TOLD][0],
    "cancelled_asked_n": and_(_CANCELLED[0], ~_CANCELLED[1]),
    "cancelled_asked_d": _CANCELLED[0],
    "kept_n": and_(*OF_TRIALS[PromiseLine.KEPT]),
    "kept_d": OF_TRIALS[PromiseLine.KEPT][0],
    "whole_d": and_(FINISHED, Trial.papers_complete.is_(True)),
    "part_d": and_(FINISHED, Trial.papers_complete.is_(False)),
}
_SUMMED = {"trips_n": FINISHED, "whole_n": _COUNTED["whole_d"], "part_n": _COUNTED["part_d"]}
_SHARES = ("one_trip", "zero_trip", "told_once", "cancelled_asked", "kept")


def rates_where(visits: Sequence[Condition], desk: DeskTests) -> list[Rate]:
    """Return the rates of the visits of a condition and of the checks made at the desk."""
    return [*_of_trials(visits), *_of_answers(guide_rate(visits, desk), phone_rates(tuple(visits), desk))]


def rates_of(scope: PromiseScope) -> list[Rate]:
    """Return the rates as a page of promises shows them; a small number is hidden from a department.

    What stands in no register counts for the whole city, and for no unit, site or batch.
    """
    if scope.reader is not Reader.UNIT and not (scope.unit_id or scope.batch or scope.site_id):
        return rates_where(of_visits(scope), desk_of(scope))
    found = [*_of_trials(of_trials(scope)), *_of_answers(guide_within(scope), phones_within(scope))]
    return [few_hidden(rate) if scope.hides_few else rate for rate in found]


def _of_trials(conditions: Sequence[Condition]) -> list[Rate]:
    conditions = (*conditions, TRIAL_COUNTS)
    row = _sums(conditions)
    told = {name: int(row[name] or 0) for name in (*_COUNTED, *_SUMMED)}
    pairs = (("材料齐全", "whole"), ("材料不齐", "part"))
    beside = "，".join(f"{word} {told[f'{key}_n']}/{told[f'{key}_d']}" for word, key in pairs if told[f"{key}_d"])
    return [
        Rate(named("trips"), told["trips_n"], told["zero_trip_d"], beside, is_mean=True),
        *(Rate(named(key), told[f"{key}_n"], told[f"{key}_d"]) for key in _SHARES),
        _gap(conditions),
    ]


def _sums(conditions: Sequence[Condition]) -> Any:
    columns: list[Any] = [counted(condition).label(name) for name, condition in _COUNTED.items()]
    columns += [func.sum(case((condition, Trial.trips), else_=0)).label(name) for name, condition in _SUMMED.items()]
    query = select(*columns).select_from(Trial).join(Visit, Visit.id == Trial.visit_id)
    query = query.join(ServiceItem, ServiceItem.id == Trial.item_id, isouter=True)
    return db.session.execute(query.where(*conditions)).one()._mapping


def _gap(conditions: Sequence[Condition]) -> Rate:
    """Count each published matter once, as broken when any trial of it took more than one trip."""
    query = select(func.max(case((GAP, 1), else_=0)).label("broken")).select_from(Trial)
    query = query.join(Visit, Visit.id == Trial.visit_id).join(ServiceItem, ServiceItem.id == Trial.item_id)
    matters = query.where(GAP_TESTED, *conditions).group_by(Trial.item_id).subquery()
    broken, tested = db.session.execute(select(func.sum(matters.c.broken), func.count()).select_from(matters)).one()
    return Rate(named("promise_gap"), int(broken or 0), int(tested))


def _of_answers(guide: KeptCount, phones: Mapping[HoursKind, tuple[KeptCount, KeptCount]]) -> list[Rate]:
    return [
        Rate(named("guide"), guide.n, guide.d),
        _phone("phone_through", {kind: pair[0] for kind, pair in phones.items()}),
        _phone("phone_answered", {kind: pair[1] for kind, pair in phones.items()}),
    ]


def _phone(key: str, parts: Mapping[HoursKind, KeptCount]) -> Rate:
    """Return a rate of all calls; windows open in office hours and round the clock stand apart beside it."""
    apart = "，".join(f"{kind.label} {parts[kind].words}" for kind in HoursKind if kind in parts)
    return Rate(named(key), sum(one.n for one in parts.values()), sum(one.d for one in parts.values()), apart)

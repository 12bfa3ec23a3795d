"""What each rate of promises was counted from, by id: the conditions are those of the rates.

A matter stands behind 公布事项不实率, a trial behind the rates of trips, a test of a telephone behind 电话接通率.
"""

from typing import Any

from sqlalchemy import Select, and_, select

from inspect_app.catalogue.models import ServiceItem, Window
from inspect_app.database import db
from inspect_app.metrics.queries.promise.calls import PHONE_THROUGH, dialled_lines, phone_answers
from inspect_app.metrics.queries.promise.desk import DeskTests
from inspect_app.metrics.queries.promise.expressions import (
    ENDED,
    FINISHED,
    GAP,
    GAP_TESTED,
    ONCE,
    ZERO,
    Condition,
)
from inspect_app.metrics.queries.trials import TRIAL_COUNTS
from inspect_app.spotchecks.models import PhoneLine
from inspect_app.spotchecks.queries.counting import THROUGH
from inspect_app.visits.models import Answer, Trial, Visit

_OF: dict[str, tuple[Any, Condition]] = {
    "promise_gap": (Trial.item_id, and_(GAP_TESTED, GAP)),
    "promise_tested": (Trial.item_id, GAP_TESTED),
    "one_trip": (Trial.id, and_(ENDED, ONCE)),
    "tried": (Trial.id, ENDED),
    "zero_trip": (Trial.id, ZERO),
    "finished": (Trial.id, FINISHED),
}


def ids_behind(*visits: Condition) -> dict[str, list[int]]:
    """Return the ids behind the rates of the visits of a condition, by the name of the list."""
    return {
        name: _ids(_tried(select(column)).where(wanted, TRIAL_COUNTS, *visits))
        for name, (column, wanted) in _OF.items()
    }


def calls_behind(desk: DeskTests, *visits: Condition) -> dict[str, list[int]]:
    """Return the tests behind 电话接通率: numbers of batches by id, tests on visits by the negative of theirs.

    As the rate counts them: a number two windows publish with different hours is one test of each.
    """
    on_visits = phone_answers(select(-Answer.id, Window.hours_kind).distinct()).where(*visits)
    by_list = dialled_lines(select(PhoneLine.id, PhoneLine.hours_kind)).where(*desk.calls())
    both = ((on_visits, by_list), (on_visits.where(PHONE_THROUGH), by_list.where(THROUGH)))
    dialled, through = (sorted(row[0] for query in pair for row in db.session.execute(query)) for pair in both)
    return {"phone_dialled": dialled, "phone_through": through}


def _tried(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    query = query.select_from(Trial).join(Visit, Visit.id == Trial.visit_id)
    return query.join(ServiceItem, ServiceItem.id == Trial.item_id, isouter=True)


def _ids(query: Select[*tuple[Any, ...]]) -> list[int]:
    return sorted(set(db.session.scalars(query)))

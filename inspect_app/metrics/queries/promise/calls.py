"""电话接通率 and 电话应答率: tests of telephones, by list (电话抽测) and on visits, added up here and nowhere else.

A number of a batch is one test, whatever its tries; a telephone test on a checklist is another. Both go by the
window that publishes the number.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from inspect_app.catalogue.models import ServiceItem, Window, WindowItem
from inspect_app.catalogue.vocabulary import HoursKind
from inspect_app.checklists.models import ChecklistItemKey, ChecklistVersion
from inspect_app.checklists.vocabulary import ItemKind
from inspect_app.database import db
from inspect_app.metrics.queries.promise.desk import DeskTests, desk_of
from inspect_app.metrics.queries.promise.expressions import Condition, among
from inspect_app.metrics.queries.promise.scope import PromiseScope, of_items, of_visits
from inspect_app.metrics.rules.promise import added, kept_count
from inspect_app.metrics.vocabulary import KeptCount
from inspect_app.spotchecks.models import PhoneBatch, PhoneLine
from inspect_app.spotchecks.queries.counting import ANSWERED, THROUGH
from inspect_app.visits.models import Answer, Visit, VisitWindow

Query = Select[*tuple[Any, ...]]
# (through / dialled, answered / dialled)
Pair = tuple[KeptCount, KeptCount]
PHONE_DIALLED: Condition = Answer.value["phone"]["connected"].as_boolean().is_not(None)
PHONE_THROUGH: Condition = Answer.value["phone"]["connected"].as_boolean().is_(True)
PHONE_ANSWERED: Condition = Answer.value["phone"]["answered"].as_boolean().is_(True)
_NUMBER = func.coalesce(Answer.value["phone"]["number"].as_string(), "")


def phone_answers(query: Query) -> Query:
    """Join what a phone test of a visit needs: the window of the number dialled, or the first on the way."""
    query = query.select_from(Answer).join(Visit, Visit.id == Answer.visit_id)
    query = query.join(ChecklistVersion, ChecklistVersion.id == Visit.checklist_version_id)
    same = and_(ChecklistItemKey.checklist_id == ChecklistVersion.checklist_id, ChecklistItemKey.key == Answer.item_key)
    query = query.join(ChecklistItemKey, same)
    query = query.join(VisitWindow, VisitWindow.visit_id == Visit.id).join(Window, Window.id == VisitWindow.window_id)
    elsewhere = and_(VisitWindow.sort_no == 0, _NUMBER.not_in(select(Window.phone)))
    return query.where(
        ChecklistItemKey.kind == ItemKind.PHONE_TEST, PHONE_DIALLED, or_(Window.phone == _NUMBER, elsewhere)
    )


def dialled_lines(query: Query) -> Query:
    """Join what a number of a batch needs: its batch."""
    return query.select_from(PhoneLine).join(PhoneBatch, PhoneBatch.id == PhoneLine.batch_id)


def at_windows(query: Query) -> Query:
    """Join every window that publishes a number of a batch."""
    return query.join(Window, or_(Window.id == PhoneLine.window_id, Window.phone == PhoneLine.number))


def for_items(query: Query) -> Query:
    """Join the matters done at the window that was called."""
    query = query.join(WindowItem, WindowItem.window_id == Window.id)
    return query.join(ServiceItem, ServiceItem.id == WindowItem.item_id)


def called(scope: PromiseScope, *columns: Any) -> Query:
    """Return the tests on visits of the matters of a scope."""
    query = for_items(phone_answers(select(*columns))).where(*of_visits(scope), *of_items(scope))
    return query if scope.site_id is None else query.where(Window.site_id == scope.site_id)


def dialled(scope: PromiseScope, *columns: Any) -> Query:
    """Return the numbers of batches behind the matters of a scope."""
    query = for_items(at_windows(dialled_lines(select(*columns)))).where(*desk_of(scope).calls(), *of_items(scope))
    return query if scope.site_id is None else query.where(Window.site_id == scope.site_id)


def phone_by_item(scope: PromiseScope, item_ids: Collection[int] | None) -> dict[int, KeptCount]:
    """Return telephones that got through / dialled by matter, of the windows where it is done."""
    found: dict[int, KeptCount] = {}
    on_visits = called(scope, WindowItem.item_id, *_of_answers()[:2])
    by_list = dialled(scope, WindowItem.item_id, *_of_lines()[:2])
    for query in (on_visits, by_list):
        narrowed = query.where(*among(WindowItem.item_id, item_ids))
        for key, n, d in db.session.execute(narrowed.group_by(WindowItem.item_id)):
            found[key] = added(found.get(key, KeptCount()), KeptCount(int(n), int(d)))
    return {key: kept_count(one.n, one.d, scope.hides_few) for key, one in found.items()}


def phone_rates(visits: tuple[Condition, ...], desk: DeskTests) -> dict[HoursKind, Pair]:
    """Return (through / dialled, answered / dialled) by when the telephone has to be answered."""
    on_visits = phone_answers(select(Window.hours_kind, *_of_answers())).where(*visits)
    by_list = dialled_lines(select(PhoneLine.hours_kind, *_of_lines())).where(*desk.calls())
    return _by_hours(on_visits.group_by(Window.hours_kind), by_list.group_by(PhoneLine.hours_kind))


def phones_within(scope: PromiseScope) -> dict[HoursKind, Pair]:
    """Return the same of the windows where a matter of this scope is done."""
    on_visits = called(scope, Window.hours_kind, *_of_answers())
    by_list = dialled(scope, PhoneLine.hours_kind, *_of_lines())
    return _by_hours(on_visits.group_by(Window.hours_kind), by_list.group_by(PhoneLine.hours_kind))


def phones_by_unit(visits: tuple[Condition, ...], desk: DeskTests) -> dict[int, dict[HoursKind, Pair]]:
    """Return the same unit by unit: of the windows called."""
    on_visits = phone_answers(select(Window.unit_id, Window.hours_kind, *_of_answers())).where(*visits)
    by_list = dialled_lines(select(PhoneLine.unit_id, PhoneLine.hours_kind, *_of_lines())).where(*desk.calls())
    found: dict[int, dict[HoursKind, Pair]] = {}
    for query in (
        on_visits.group_by(Window.unit_id, Window.hours_kind),
        by_list.group_by(PhoneLine.unit_id, PhoneLine.hours_kind),
    ):
        for unit_id, *row in db.session.execute(query):
            _add(found.setdefault(unit_id, {}), row)
    return found


def _by_hours(*queries: Query) -> dict[HoursKind, Pair]:
    found: dict[HoursKind, Pair] = {}
    for query in queries:
        for row in db.session.execute(query):
            _add(found, row)
    return found


def _add(found: dict[HoursKind, Pair], row: Any) -> None:
    kind, n, d, answered = row
    through, spoken = found.get(kind, (KeptCount(), KeptCount()))
    found[kind] = (added(through, KeptCount(int(n), int(d))), added(spoken, KeptCount(int(answered), int(d))))


def _of_answers() -> tuple[ColumnElement[int], ...]:
    return _counts(Answer.id, PHONE_THROUGH, PHONE_ANSWERED)


def _of_lines() -> tuple[ColumnElement[int], ...]:
    return _counts(PhoneLine.id, THROUGH, ANSWERED)


def _counts(key: Any, through: Condition, answered: Condition) -> tuple[ColumnElement[int], ...]:
    """Return (through, all, answered): what is joined to two rows counts once."""
    return (
        func.count(func.distinct(case((through, key)))), func.count(func.distinct(key)),
        func.count(func.distinct(case((answered, key)))),
    )  # fmt: skip

"""What answers tell of promises: guides held against each other, and telephones called."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.catalogue.models import ServiceItem, Window, WindowItem
from inspect_app.catalogue.vocabulary import HoursKind
from inspect_app.checklists.models import ChecklistItemKey, ChecklistVersion
from inspect_app.checklists.vocabulary import Choice, ItemKind
from inspect_app.database import db
from inspect_app.metrics.queries.promise.expressions import Condition
from inspect_app.metrics.queries.promise.scope import PromiseScope, of_items, of_trials, of_visits
from inspect_app.metrics.rules.promise import kept_count
from inspect_app.metrics.vocabulary import KeptCount
from inspect_app.visits.models import Answer, Trial, Visit, VisitWindow

# The item of the presets that holds the window's guide against the one online; 网上抽查 asks it of the papers.
_SAME_GUIDE, _SAME_PAPERS = "guide_same", "papers"
IS_GUIDE: Condition = or_(
    Answer.item_key == _SAME_GUIDE, and_(Answer.item_key == _SAME_PAPERS, Visit.method == VisitMethod.ONLINE)
)
_CHOICE = Answer.value["choice"].as_string()
GUIDE_CHECKED: Condition = and_(IS_GUIDE, _CHOICE.in_([Choice.YES.value, Choice.NO.value]))
GUIDE_SAME: Condition = Choice.YES.value == _CHOICE
PHONE_DIALLED: Condition = Answer.value["phone"]["connected"].as_boolean().is_not(None)
PHONE_THROUGH: Condition = Answer.value["phone"]["connected"].as_boolean().is_(True)
PHONE_ANSWERED: Condition = Answer.value["phone"]["answered"].as_boolean().is_(True)
_NUMBER = func.coalesce(Answer.value["phone"]["number"].as_string(), "")


def guide_answers(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join what a guide check of a matter needs: the visit on which the matter was tried."""
    query = query.select_from(Answer).join(Visit, Visit.id == Answer.visit_id)
    query = query.join(Trial, Trial.visit_id == Visit.id).join(ServiceItem, ServiceItem.id == Trial.item_id)
    return query.where(GUIDE_CHECKED)


def phone_answers(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join what a phone test needs: the window of the number dialled, or the first on the way."""
    query = query.select_from(Answer).join(Visit, Visit.id == Answer.visit_id)
    query = query.join(ChecklistVersion, ChecklistVersion.id == Visit.checklist_version_id)
    same = and_(ChecklistItemKey.checklist_id == ChecklistVersion.checklist_id, ChecklistItemKey.key == Answer.item_key)
    query = query.join(ChecklistItemKey, same)
    query = query.join(VisitWindow, VisitWindow.visit_id == Visit.id).join(Window, Window.id == VisitWindow.window_id)
    elsewhere = and_(VisitWindow.sort_no == 0, _NUMBER.not_in(select(Window.phone)))
    return query.where(
        ChecklistItemKey.kind == ItemKind.PHONE_TEST, PHONE_DIALLED, or_(Window.phone == _NUMBER, elsewhere)
    )


def for_items(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join the matters done at the window that was called."""
    query = query.join(WindowItem, WindowItem.window_id == Window.id)
    return query.join(ServiceItem, ServiceItem.id == WindowItem.item_id)


def guide_by_item(scope: PromiseScope, item_id: int | None = None) -> dict[int, KeptCount]:
    """Return guides equal / checked by matter; a visit counts once for each matter tried on it."""
    query = guide_answers(select(Trial.item_id, *_distinct(GUIDE_SAME))).where(*of_trials(scope))
    if item_id is not None:
        query = query.where(Trial.item_id == item_id)
    return _counts(scope, query.group_by(Trial.item_id))


def phone_by_item(scope: PromiseScope, item_id: int | None = None) -> dict[int, KeptCount]:
    """Return calls that got through / dialled by matter, of the windows where it is done."""
    query = _called(scope, WindowItem.item_id, *_distinct(PHONE_THROUGH))
    if item_id is not None:
        query = query.where(WindowItem.item_id == item_id)
    return _counts(scope, query.group_by(WindowItem.item_id))


def guide_rate(*visits: Condition) -> KeptCount:
    """Return guides equal / checked of the visits of a condition."""
    query = select(*_distinct(GUIDE_SAME)).select_from(Answer).join(Visit, Visit.id == Answer.visit_id)
    return _one(query.where(GUIDE_CHECKED, *visits))


def guide_within(scope: PromiseScope) -> KeptCount:
    """Return guides equal / checked on the visits where a matter of this scope was tried."""
    return _one(guide_answers(select(*_distinct(GUIDE_SAME))).where(*of_trials(scope)))


def phone_rates(*visits: Condition) -> dict[HoursKind, tuple[KeptCount, KeptCount]]:
    """Return (through / dialled, answered / dialled) by when the window has to answer."""
    return _by_hours(phone_answers(select(Window.hours_kind, *_CALLS)).where(*visits))


def phones_within(scope: PromiseScope) -> dict[HoursKind, tuple[KeptCount, KeptCount]]:
    """Return the same of the windows where a matter of this scope is done."""
    return _by_hours(_called(scope, Window.hours_kind, *_CALLS))


def _called(scope: PromiseScope, *columns: Any) -> Select[*tuple[Any, ...]]:
    query = for_items(phone_answers(select(*columns))).where(*of_visits(scope), *of_items(scope))
    return query if scope.site_id is None else query.where(Window.site_id == scope.site_id)


def _by_hours(query: Select[*tuple[Any, ...]]) -> dict[HoursKind, tuple[KeptCount, KeptCount]]:
    rows = db.session.execute(query.group_by(Window.hours_kind))
    return {kind: (KeptCount(int(n), int(d)), KeptCount(int(answered), int(d))) for kind, n, d, answered in rows}


def _one(query: Select[*tuple[Any, ...]]) -> KeptCount:
    n, d = db.session.execute(query).one()
    return KeptCount(int(n), int(d))


def _distinct(kept: Condition) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Return (kept, all) as counts of answers: what is joined to two rows counts once."""
    return func.count(func.distinct(case((kept, Answer.id)))), func.count(func.distinct(Answer.id))


def _counts(scope: PromiseScope, query: Select[*tuple[Any, ...]]) -> dict[int, KeptCount]:
    return {key: kept_count(int(n), int(d), scope.hides_few) for key, n, d in db.session.execute(query)}


_CALLS = (*_distinct(PHONE_THROUGH), _distinct(PHONE_ANSWERED)[0])

"""What answers tell of guides held against each other."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.catalogue.models import ServiceItem
from inspect_app.checklists.vocabulary import Choice
from inspect_app.database import db
from inspect_app.metrics.queries.promise.expressions import Condition
from inspect_app.metrics.queries.promise.scope import PromiseScope, of_trials
from inspect_app.metrics.rules.promise import kept_count
from inspect_app.metrics.vocabulary import KeptCount
from inspect_app.visits.models import Answer, Trial, Visit

# The item of the presets that holds the window's guide against the one online; 网上抽查 asks it of the papers.
_SAME_GUIDE, _SAME_PAPERS = "guide_same", "papers"
IS_GUIDE: Condition = or_(
    Answer.item_key == _SAME_GUIDE, and_(Answer.item_key == _SAME_PAPERS, Visit.method == VisitMethod.ONLINE)
)
_CHOICE = Answer.value["choice"].as_string()
GUIDE_CHECKED: Condition = and_(IS_GUIDE, _CHOICE.in_([Choice.YES.value, Choice.NO.value]))
GUIDE_SAME: Condition = Choice.YES.value == _CHOICE


def guide_answers(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join what a guide check of a matter needs: the visit on which the matter was tried."""
    query = query.select_from(Answer).join(Visit, Visit.id == Answer.visit_id)
    query = query.join(Trial, Trial.visit_id == Visit.id).join(ServiceItem, ServiceItem.id == Trial.item_id)
    return query.where(GUIDE_CHECKED)


def guide_by_item(scope: PromiseScope, item_id: int | None = None) -> dict[int, KeptCount]:
    """Return guides equal / checked by matter; a visit counts once for each matter tried on it."""
    query = guide_answers(select(Trial.item_id, *_distinct(GUIDE_SAME))).where(*of_trials(scope))
    if item_id is not None:
        query = query.where(Trial.item_id == item_id)
    return _counts(scope, query.group_by(Trial.item_id))


def guide_rate(*visits: Condition) -> KeptCount:
    """Return guides equal / checked of the visits of a condition."""
    query = select(*_distinct(GUIDE_SAME)).select_from(Answer).join(Visit, Visit.id == Answer.visit_id)
    return _one(query.where(GUIDE_CHECKED, *visits))


def guide_within(scope: PromiseScope) -> KeptCount:
    """Return guides equal / checked on the visits where a matter of this scope was tried."""
    return _one(guide_answers(select(*_distinct(GUIDE_SAME))).where(*of_trials(scope)))


def _one(query: Select[*tuple[Any, ...]]) -> KeptCount:
    n, d = db.session.execute(query).one()
    return KeptCount(int(n), int(d))


def _distinct(kept: Condition) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Return (kept, all) as counts of answers: what is joined to two rows counts once."""
    return func.count(func.distinct(case((kept, Answer.id)))), func.count(func.distinct(Answer.id))


def _counts(scope: PromiseScope, query: Select[*tuple[Any, ...]]) -> dict[int, KeptCount]:
    return {key: kept_count(int(n), int(d), scope.hides_few) for key, n, d in db.session.execute(query)}

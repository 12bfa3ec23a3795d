"""指南一致率: guides held together, on visits and by online spot-check, added up here and nowhere else."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.catalogue.models import ServiceItem, Window
from inspect_app.checklists.vocabulary import Choice
from inspect_app.database import db
from inspect_app.metrics.queries.promise.desk import DeskTests, desk_of
from inspect_app.metrics.queries.promise.expressions import Condition, among
from inspect_app.metrics.queries.promise.scope import PromiseScope, of_items, of_trials
from inspect_app.metrics.rules.promise import added, kept_count
from inspect_app.metrics.vocabulary import KeptCount
from inspect_app.spotchecks.models import GuideCheck
from inspect_app.spotchecks.queries.counting import COUNTS_SAME
from inspect_app.visits.models import Answer, Trial, Visit

Query = Select[*tuple[Any, ...]]
# The item of the presets that holds the window's guide against the one online; 网上抽查 asks it of the papers.
_SAME_GUIDE, _SAME_PAPERS = "guide_same", "papers"
IS_GUIDE: Condition = or_(
    Answer.item_key == _SAME_GUIDE, and_(Answer.item_key == _SAME_PAPERS, Visit.method == VisitMethod.ONLINE)
)
_CHOICE = Answer.value["choice"].as_string()
GUIDE_CHECKED: Condition = and_(IS_GUIDE, _CHOICE.in_([Choice.YES.value, Choice.NO.value]))
GUIDE_SAME: Condition = Choice.YES.value == _CHOICE


def guide_answers(query: Query) -> Query:
    """Join what a guide check of a matter needs: the visit on which the matter was tried."""
    query = query.select_from(Answer).join(Visit, Visit.id == Answer.visit_id)
    query = query.join(Trial, Trial.visit_id == Visit.id).join(ServiceItem, ServiceItem.id == Trial.item_id)
    return query.where(GUIDE_CHECKED)


def tried_on(scope: PromiseScope, *columns: Any) -> Query:
    """Return the guide checks on the visits where a matter of a scope was tried."""
    return guide_answers(select(*columns)).where(*of_trials(scope))


def checked(scope: PromiseScope, *columns: Any) -> Query:
    """Return the online spot-checks of the matters of a scope."""
    query = select(*columns).select_from(GuideCheck).join(ServiceItem, ServiceItem.id == GuideCheck.item_id)
    query = query.where(*desk_of(scope).guides(), *of_items(scope))
    if scope.site_id is None:
        return query
    return query.where(GuideCheck.window_id.in_(select(Window.id).where(Window.site_id == scope.site_id)))


def guide_by_item(scope: PromiseScope, item_ids: Collection[int] | None) -> dict[int, KeptCount]:
    """Return guides equal / checked by matter; a visit counts once for each matter tried on it."""
    on_visits, online = tried_on(scope, Trial.item_id, *_OF_ANSWERS), checked(scope, GuideCheck.item_id, *_OF_CHECKS)
    found: dict[int, KeptCount] = {}
    for query, key in ((on_visits, Trial.item_id), (online, GuideCheck.item_id)):
        narrowed = query.where(*among(key, item_ids))
        for item, n, d in db.session.execute(narrowed.group_by(key)):
            found[item] = added(found.get(item, KeptCount()), KeptCount(int(n), int(d)))
    return {item: kept_count(one.n, one.d, scope.hides_few) for item, one in found.items()}


def guide_rate(visits: Sequence[Condition], desk: DeskTests) -> KeptCount:
    """Return guides equal / checked of the visits of a condition and of the online spot-checks."""
    on_visits = select(*_OF_ANSWERS).select_from(Answer).join(Visit, Visit.id == Answer.visit_id)
    online = select(*_OF_CHECKS).select_from(GuideCheck).where(*desk.guides())
    return added(_one(on_visits.where(GUIDE_CHECKED, *visits)), _one(online))


def guide_within(scope: PromiseScope) -> KeptCount:
    """Return the same of the matters of a scope."""
    return added(_one(tried_on(scope, *_OF_ANSWERS)), _one(checked(scope, *_OF_CHECKS)))


def _one(query: Query) -> KeptCount:
    n, d = db.session.execute(query).one()
    return KeptCount(int(n), int(d))


def _distinct(key: Any, kept: Condition) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Return (kept, all): what is joined to two rows counts once."""
    return func.count(func.distinct(case((kept, key)))), func.count(func.distinct(key))


_OF_ANSWERS = _distinct(Answer.id, GUIDE_SAME)
_OF_CHECKS = _distinct(GuideCheck.id, COUNTS_SAME)

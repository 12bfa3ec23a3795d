"""A working group with the power to urge (督促, C7) urges the units that are late with their reform schemes."""

from collections.abc import Iterable

from sqlalchemy import Select, or_, select

from inspect_app.calendar.queries import work_calendar
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.messages.rules import reminder_due
from inspect_app.messages.vocabulary import MessageKind
from inspect_app.projects.actions.scheme_telling import tell_units
from inspect_app.projects.models import SchemeItem, SchemeReview, SchemeReviewUnit, WorkingGroup
from inspect_app.projects.rules.schemes import is_late
from inspect_app.projects.vocabulary.schemes import SchemeStatus


def urge_schemes() -> None:
    """Urge each unit that is late on working day 1, 2, 4, 8 … past its date, in the name of the group.

    Once a day: who was urged today is not urged again. A review without such a group is left to its clerk.
    """
    calendar, today = work_calendar(), clock.today()
    lasts = or_(WorkingGroup.ended_on.is_(None), WorkingGroup.ended_on >= today)
    query = select(SchemeReview, WorkingGroup.name).join(SchemeReview.group).where(WorkingGroup.urges, lasts)
    for review, group in db.session.execute(query.order_by(SchemeReview.id)):
        for word, due, owing in (
            ("一报", review.first_due, _not_handed_in(review.id)),
            ("二报", review.second_due, _given_back(review.id)),
        ):
            over = -calendar.between(today, due)
            if is_late(due, today) and reminder_due(over):
                text = f"{group}催办：已过{word}期限 {over} 个工作日，请尽快报送。"
                tell_units(review, _units(owing), text, f"urged:{due}:{over}", MessageKind.REMIND)


def _not_handed_in(review_id: int) -> Select[int]:
    """Return the units that handed in nothing, or left an item of their list out."""
    items = select(SchemeItem.unit_id).where(SchemeItem.review_id == review_id)
    handed, drafts = items.where(SchemeItem.round > 0), items.where(SchemeItem.status == SchemeStatus.DRAFT)
    unit = SchemeReviewUnit.unit_id
    return select(unit).where(SchemeReviewUnit.review_id == review_id, or_(unit.not_in(handed), unit.in_(drafts)))


def _given_back(review_id: int) -> Select[int]:
    """Return the units that have an item given back once and not handed in again."""
    given = SchemeItem.status == SchemeStatus.RETURNED, SchemeItem.returns == 1
    return select(SchemeItem.unit_id).where(SchemeItem.review_id == review_id, *given).distinct()


def _units(query: Select[int]) -> Iterable[int]:
    return db.session.scalars(query).all()

"""Who is told what in a review of reform schemes: its units that they are asked and answered, its opener what came."""

from collections.abc import Iterable

from inspect_app.access import Role
from inspect_app.accounts.queries.posts import holders_of, nearest, parents_of
from inspect_app.messages.actions import tell, tell_each
from inspect_app.messages.vocabulary import MessageKind, Telling
from inspect_app.projects.models import SchemeReview


def tell_units(
    review: SchemeReview, unit_ids: Iterable[int], text: str, event: str, kind: MessageKind = MessageKind.SYSTEM
) -> None:
    """Tell the liaisons of units something about a review; the same `event` is told once."""
    holders, parents = holders_of([Role.DEPT_LIAISON])[Role.DEPT_LIAISON], parents_of()
    tell_each(
        Telling(person, kind, f"{review.name}：{text}", _unit_page(review.id, unit_id), _key(review, event))
        for unit_id in sorted(unit_ids)
        for person in sorted(nearest(holders, parents, unit_id))
    )


def tell_opener(review: SchemeReview, unit_id: int, text: str, event: str) -> None:
    """Tell whoever opened a review that a unit handed in."""
    if review.opened_by_id is not None:
        link = _unit_page(review.id, unit_id)
        tell([review.opened_by_id], MessageKind.TO_REVIEW, f"{review.name}：{text}", link, _key(review, event))


def _unit_page(review_id: int, unit_id: int) -> str:
    return f"/schemes/{review_id}/units/{unit_id}"


def _key(review: SchemeReview, event: str) -> str:
    return f"schemes:{review.id}:{event}"

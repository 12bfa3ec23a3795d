"""Take items of a review in hand: find them, lock them, see that nobody was faster."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import flag_modified

from inspect_app.access import Actor
from inspect_app.accounts.models import Person
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict
from inspect_app.projects.models import SchemeItem, SchemeReviewUnit
from inspect_app.projects.queries.schemes import draft_of, get_scheme, latest_of

_STALE = "这一项刚被别人办过，您写的还没有存。两份都留着，请对照后再办。"
_STALE_ROUND = "这一轮刚有变动，还没有照您看到的办。请看过现在的再办。"


def take(actor: Actor, scheme_id: int, seen: int | None = None, **mine: str) -> SchemeItem:
    """Return an item locked for change; raise Missing when unseen, Conflict when `seen` is an old version.

    `mine` are the texts just written, kept to be compared.
    """
    get_scheme(actor, scheme_id)
    db.session.execute(select(SchemeItem.id).where(SchemeItem.id == scheme_id).with_for_update())
    # Read anew under the lock: whoever waited for it sees what the other wrote.
    item = get_scheme(actor, scheme_id)
    if seen is not None and seen != item.version:
        raise Conflict(_STALE, mine=mine, theirs={name: _theirs(item, name) for name in mine})
    return item


def items_of(review_id: int, unit_id: int) -> Sequence[SchemeItem]:
    """Return the items of a unit, its place in the review and they themselves locked for change."""
    member = select(SchemeReviewUnit.unit_id).where(
        SchemeReviewUnit.review_id == review_id, SchemeReviewUnit.unit_id == unit_id
    )
    db.session.execute(member.with_for_update())
    items = select(SchemeItem).where(SchemeItem.review_id == review_id, SchemeItem.unit_id == unit_id)
    ordered = items.order_by(SchemeItem.id).with_for_update().options(selectinload(SchemeItem.versions))
    return db.session.scalars(ordered.execution_options(populate_existing=True)).all()


def stamp_of(items: Sequence[SchemeItem]) -> int:
    """Return a number that every deed on one of the items changes."""
    return sum(item.version for item in items)


def seen_or_conflict(items: Sequence[SchemeItem], seen: int | None) -> None:
    """Raise Conflict when a unit's items are not as the page showed them."""
    if seen is None or seen == stamp_of(items):
        return
    now = "；".join(f"{item.number} {item.name}：{item.status.label}" for item in items)
    raise Conflict(_STALE_ROUND, mine={"本轮": "照页面上看到的办理"}, theirs={"本轮": now})


def touch(item: SchemeItem) -> None:
    """Count a change of an item's versions as one of the item."""
    item.changed_at = clock.now()
    flag_modified(item, "changed_at")
    db.session.flush()


def _theirs(item: SchemeItem, name: str) -> str:
    version = draft_of(item) if name == "改革方案" else latest_of(item)
    if version is None:
        return f"现在是“{item.status.label}”。"
    if name == "改革方案":
        return version.text
    by = db.session.get(Person, version.reviewed_by_id) if version.reviewed_by_id else None
    said = f"{by.name}：{version.outcome.label if version.outcome else ''} {version.remark}".strip() if by else ""
    return said or f"现在是“{item.status.label}”。"

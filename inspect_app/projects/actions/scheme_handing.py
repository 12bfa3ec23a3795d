"""A unit's deeds in a review of reform schemes: name its items, write each scheme, hand them in together."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import func, select

from inspect_app.access import Actor, Permission, may
from inspect_app.accounts.queries import subtree_ids
from inspect_app.audit.actions import record
from inspect_app.catalogue.models import ServiceItem
from inspect_app.database import db
from inspect_app.evidence.actions import store_upload
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, NotAllowed, Refused
from inspect_app.projects.actions.scheme_taking import items_of, seen_or_conflict, stamp_of, take, touch
from inspect_app.projects.actions.scheme_telling import tell_opener
from inspect_app.projects.models import SchemeItem, SchemeVersion
from inspect_app.projects.queries.schemes import draft_of, facts_of, get_member, latest_of
from inspect_app.projects.rules.scheme_texts import checked
from inspect_app.projects.rules.schemes import WORKFLOW, refusal
from inspect_app.projects.vocabulary.schemes import (
    MOST_RETURNS,
    Attachment,
    SchemeContent,
    SchemeStatus,
    SchemeStep,
)

MOST_ITEMS = 300
_NOT_YOURS = "只有本单位的联络员和负责人能报送。"
_WRITABLE = (SchemeStatus.DRAFT, SchemeStatus.RETURNED)


def add_schemes(
    actor: Actor, review_id: int, unit_id: int, item_ids: Sequence[int], names: Sequence[str]
) -> list[SchemeItem]:
    """Put items on a unit's list: matters of the catalogue by their ids, others by their names."""
    get_member(actor, review_id, unit_id)
    _must_answer(actor, unit_id)
    items = items_of(review_id, unit_id)
    known = {item.name for item in items}
    wanted: list[tuple[int | None, str]] = [*_matters(unit_id, item_ids), *((None, name) for name in names)]
    fresh: dict[str, int | None] = {}
    for key, name in wanted:
        if name not in known:
            fresh.setdefault(name, key)
    if not fresh:
        raise Invalid("请选事项，或者写一个还没有列入的事项。", "names")
    if len(items) + len(fresh) > MOST_ITEMS:
        raise Invalid(f"一个单位最多列 {MOST_ITEMS} 项。", "names")
    added = _add(review_id, unit_id, [(key, name) for name, key in fresh.items()])
    record(
        actor, "scheme.added", "scheme_review", review_id, permission=Permission.ANSWER, unit_id=unit_id,
        items=len(added),
    )  # fmt: skip
    return added


def save_scheme(
    actor: Actor, scheme_id: int, content: SchemeContent, attachment: Attachment, seen: int | None = None
) -> SchemeVersion:
    """Keep what a unit writes for an item, the first time or after a return; nobody else reads it yet."""
    item = take(actor, scheme_id, seen, 改革方案=content.text)
    _must_answer(actor, item.unit_id)
    if item.status not in _WRITABLE:
        raise Refused(f"这一项现在是“{item.status.label}”，方案不能改。退回后再改。")
    content = checked(content)
    version = draft_of(item) or _begin(actor, item)
    for name, value in asdict(content).items():
        setattr(version, name, value)
    version.written_by_id, version.written_at = _person(actor), clock.now()
    _attach(actor, version, attachment)
    touch(item)
    record(
        actor, "scheme.saved", "scheme", item.id, permission=Permission.ANSWER, unit_id=item.unit_id,
        round=version.round,
    )  # fmt: skip
    return version


def remove_scheme(actor: Actor, scheme_id: int, seen: int | None = None) -> SchemeItem:
    """Take an item off the list that was never handed in."""
    item = take(actor, scheme_id, seen, 事项="删除")
    _must_answer(actor, item.unit_id)
    if item.status is not SchemeStatus.DRAFT:
        raise Refused("已经报送过的事项不能删除。")
    db.session.delete(item)
    db.session.flush()
    record(
        actor, "scheme.removed", "scheme", scheme_id, permission=Permission.ANSWER, unit_id=item.unit_id,
        name=item.name,
    )  # fmt: skip
    return item


def hand_in(actor: Actor, review_id: int, unit_id: int, seen: int | None = None) -> int:
    """Hand in what a unit has written, together; return how many items. None of the returned ones may be missing."""
    review, unit = get_member(actor, review_id, unit_id)
    _must_answer(actor, unit_id)
    items = items_of(review_id, unit_id)
    seen_or_conflict(items, seen)
    ready = [item for item in items if item.status in _WRITABLE and (draft_of(item) or item.returns < MOST_RETURNS)]
    bare = [item for item in ready if draft_of(item) is None]
    if bare:
        named = "、".join(f"{one.number} {one.name}" for one in bare[:3])
        raise Refused(f"还有 {len(bare)} 项没有写方案（{named}{' 等' if len(bare) > 3 else ''}），写好再一并报送。")
    if not ready:
        raise Refused("没有要报送的事项。")
    for item in ready:
        _hand_in(actor, item)
    db.session.flush()
    record(
        actor, "scheme.handed_in", "scheme_review", review_id, permission=Permission.ANSWER, unit_id=unit_id,
        items=len(ready),
    )  # fmt: skip
    words = f"{unit.short_name}报送 {len(ready)} 项，请逐项审核。"
    tell_opener(review, unit_id, words, f"in:{unit_id}:{stamp_of(items)}")
    return len(ready)


def _hand_in(actor: Actor, item: SchemeItem) -> None:
    refused, version = refusal(SchemeStep.HAND_IN, actor, facts_of(item)), draft_of(item)
    row = WORKFLOW.find(item.status, SchemeStep.HAND_IN)
    if refused is not None:
        raise refused
    if row is None or version is None:
        raise Refused("方案还没有写好，写好再报送。")
    version.submitted_by_id, version.submitted_at = actor.person_id, clock.now()
    item.status, item.round = row.target, version.round
    touch(item)


def _begin(actor: Actor, item: SchemeItem) -> SchemeVersion:
    """Begin the next version; the file of the last one stays until another takes its place."""
    last = latest_of(item)
    version = SchemeVersion(
        scheme_id=item.id,
        round=item.round + 1,
        file_id=last.file_id if last else None,
        written_by_id=_person(actor),
        written_at=clock.now(),
        text="",
    )
    db.session.add(version)
    return version


def _attach(actor: Actor, version: SchemeVersion, attachment: Attachment) -> None:
    if attachment.name:
        try:
            version.file_id = store_upload(actor, attachment.data, attachment.name).id
        except Invalid as error:
            raise Invalid(error.message, "file") from error
    elif attachment.drop:
        version.file_id = None


def _matters(unit_id: int, item_ids: Sequence[int]) -> list[tuple[int | None, str]]:
    own = ServiceItem.unit_id.in_(sorted(subtree_ids(unit_id)))
    query = select(ServiceItem.id, ServiceItem.name).where(ServiceItem.id.in_(item_ids), ServiceItem.active, own)
    return [(key, name) for key, name in db.session.execute(query.order_by(ServiceItem.code))]


def _add(review_id: int, unit_id: int, wanted: Sequence[tuple[int | None, str]]) -> list[SchemeItem]:
    last = select(func.max(SchemeItem.number)).where(SchemeItem.review_id == review_id, SchemeItem.unit_id == unit_id)
    begin, now = (db.session.scalar(last) or 0) + 1, clock.now()
    added = [
        SchemeItem(review_id=review_id, unit_id=unit_id, number=number, item_id=key, name=name, changed_at=now)
        for number, (key, name) in enumerate(wanted, start=begin)
    ]
    db.session.add_all(added)
    db.session.flush()
    return added


def _must_answer(actor: Actor, unit_id: int) -> None:
    if not may(actor, Permission.ANSWER, unit_id):
        raise NotAllowed(_NOT_YOURS)


def _person(actor: Actor) -> int:
    if actor.person_id is None:
        raise NotAllowed(_NOT_YOURS)
    return actor.person_id

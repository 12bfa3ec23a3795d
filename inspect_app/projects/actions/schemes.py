"""The office's deeds on reviews of reform schemes: open, change, review, send back, decide, mark as typical."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, select

from inspect_app.access import Actor, Permission
from inspect_app.accounts.queries import get_unit
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, Refused
from inspect_app.projects.actions.scheme_taking import items_of, seen_or_conflict, stamp_of, take, touch
from inspect_app.projects.actions.scheme_telling import tell_units
from inspect_app.projects.models import SchemeItem, SchemeReview, SchemeReviewUnit
from inspect_app.projects.queries.schemes import (
    content_of,
    facts_of,
    get_member,
    get_review,
    latest_of,
    members_of,
)
from inspect_app.projects.rules.scheme_texts import has_process
from inspect_app.projects.rules.schemes import WORKFLOW, refusal
from inspect_app.projects.vocabulary.schemes import (
    DECISIONS,
    MARKS,
    MOST_RETURNS,
    ReviewDraft,
    SchemeStatus,
    SchemeStep,
)

_STALE = "这次审核刚被别人改过，您写的还没有存。两份都留着，请对照后再改。"
_MARKED = (SchemeStatus.PASSING, SchemeStatus.RETURNING)


def open_review(actor: Actor, draft: ReviewDraft) -> SchemeReview:
    """Open a review of reform schemes in which units take part."""
    _check(draft)
    facts = asdict(draft)
    facts.pop("unit_ids")
    review = SchemeReview(**facts, opened_by_id=actor.person_id, opened_at=clock.now())
    db.session.add(review)
    db.session.flush()
    _let_in(review, draft.unit_ids)
    _record(actor, "scheme_review.added", review.id, name=draft.name, items=len(draft.unit_ids))
    return review


def change_review(actor: Actor, review_id: int, draft: ReviewDraft, seen: int | None = None) -> SchemeReview:
    """Change a review; a unit that has items in it stays."""
    get_review(actor, review_id)
    query = select(SchemeReview).where(SchemeReview.id == review_id).with_for_update()
    review = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if seen is not None and seen != review.version:
        raise Conflict(_STALE, mine={"报送内容": draft.asks}, theirs={"报送内容": review.asks})
    _check(draft, review.id)
    for name in ("name", "asks", "first_due", "second_due", "group_id"):
        setattr(review, name, getattr(draft, name))
    _change_members(review, draft.unit_ids)
    db.session.flush()
    _record(actor, "scheme_review.changed", review.id, name=draft.name, items=len(draft.unit_ids))
    return review


def mark(actor: Actor, scheme_id: int, step: SchemeStep, remark: str, seen: int | None = None) -> SchemeItem:
    """Note for one item whether it passes or is returned, with a remark; its unit reads it when the round goes back."""
    if step not in MARKS:
        raise Invalid("请选通过或者退回修改。", "outcome")
    item = take(actor, scheme_id, seen, 意见=remark)
    _judge(actor, item, step, remark)
    _record(actor, "scheme.reviewed", item.review_id, "scheme", item.id, status=item.status.value, text=remark)
    return item


def decide(actor: Actor, scheme_id: int, step: SchemeStep, remark: str, seen: int | None = None) -> SchemeItem:
    """Decide on an item that came back twice: 定稿 or 不采纳; its unit reads it at once."""
    if step not in DECISIONS:
        raise Invalid("请选定稿或者不采纳。", "outcome")
    item = take(actor, scheme_id, seen, 意见=remark)
    old = item.status
    _judge(actor, item, step, remark)
    version = latest_of(item)
    if version is not None:
        version.told_at = version.reviewed_at
    db.session.flush()
    changes = {"status": (old.value, item.status.value), "text": remark}
    tell_units(item.review, [item.unit_id], f"{item.name}{item.status.label}。", f"decided:{item.id}")
    _record(actor, "scheme.decided", item.review_id, "scheme", item.id, Permission.APPROVE_MAJOR, **changes)
    return item


def send_back(actor: Actor, review_id: int, unit_id: int, seen: int | None = None) -> tuple[int, int]:
    """Send a reviewed round back to its unit as a whole; return how many passed and how many are returned."""
    review, unit = get_member(actor, review_id, unit_id)
    items = items_of(review_id, unit_id)
    seen_or_conflict(items, seen)
    marked = [item for item in items if item.status in _MARKED]
    _demand_whole(items, marked)
    returned = sum(item.status is SchemeStatus.RETURNING for item in marked)
    for item in marked:
        _send(actor, item)
    db.session.flush()
    told: dict[str, Any] = {"short_name": unit.short_name, "items": len(marked), "returned": returned}
    _record(actor, "scheme_review.round_sent", review_id, **told)
    passed = len(marked) - returned
    words = f"审核意见已发回，通过 {passed} 项，退回修改 {returned} 项。"
    tell_units(review, [unit_id], words, f"back:{stamp_of(items)}")
    return passed, returned


def mark_typical(actor: Actor, scheme_id: int, typical: bool, seen: int | None = None) -> SchemeItem:
    """Mark a passed item that tells its process before and after as a typical case (典型做法), or take that back."""
    item = take(actor, scheme_id, seen, 典型做法="是" if typical else "否")
    version = latest_of(item)
    if item.status not in (SchemeStatus.APPROVED, SchemeStatus.FINAL):
        raise Refused("通过审核或者定稿的方案，才能列为典型做法。")
    if version is None or not has_process(content_of(version)):
        raise Refused("方案没有写优化前、优化后，不能列为典型做法。")
    item.typical = typical
    touch(item)
    deed = "scheme.listed_typical" if typical else "scheme.unlisted_typical"
    _record(actor, deed, item.review_id, "scheme", item.id, name=item.name)
    return item


def _judge(actor: Actor, item: SchemeItem, step: SchemeStep, remark: str) -> None:
    refused = refusal(step, actor, facts_of(item), remark)
    if refused is not None:
        raise refused
    row, version = WORKFLOW.find(item.status, step), latest_of(item)
    if row is None or version is None:
        raise Refused("这一项还没有报送。")
    item.status = row.target
    version.outcome, version.remark = row.target, remark
    version.reviewed_by_id, version.reviewed_at = actor.person_id, clock.now()
    touch(item)


def _demand_whole(items: Sequence[SchemeItem], marked: Sequence[SchemeItem]) -> None:
    """Refuse to send half a round; what only the director can decide does not hold it up."""
    waits = [one for one in items if one.status is SchemeStatus.SUBMITTED and one.returns < MOST_RETURNS]
    if waits:
        named = "、".join(f"{one.number} {one.name}" for one in waits[:3])
        raise Refused(f"还有 {len(waits)} 项没有审核（{named}{' 等' if len(waits) > 3 else ''}），审完再一并发回。")
    if not marked:
        raise Refused("没有审好的事项，不用发回。")


def _send(actor: Actor, item: SchemeItem) -> None:
    refused = refusal(SchemeStep.SEND, actor, facts_of(item))
    row, version = WORKFLOW.find(item.status, SchemeStep.SEND), latest_of(item)
    if refused is not None:
        raise refused
    if row is None or version is None:
        raise Refused("这一项还没有报送。")
    item.returns += item.status is SchemeStatus.RETURNING
    item.status, version.outcome, version.told_at = row.target, row.target, clock.now()
    touch(item)


def _check(draft: ReviewDraft, review_id: int | None = None) -> None:
    for name, words in (("name", "请填名称。"), ("asks", "请写报送什么。")):
        if not getattr(draft, name):
            raise Invalid(words, name)
    if not draft.unit_ids:
        raise Invalid("请选报送单位。", "unit_ids")
    if draft.second_due < draft.first_due:
        raise Invalid("二报期限不能早于一报期限。", "second_due")
    known = db.session.scalar(select(SchemeReview.id).where(SchemeReview.name == draft.name))
    if known is not None and known != review_id:
        raise Invalid("已经有这个名称的审核，请改名。", "name")


def _change_members(review: SchemeReview, wanted: frozenset[int]) -> None:
    review_id = review.id
    now = members_of(review_id)
    gone = sorted(now - wanted)
    busy = select(SchemeItem.unit_id).where(SchemeItem.review_id == review_id, SchemeItem.unit_id.in_(gone))
    stays = db.session.scalars(busy.limit(1)).first()
    if stays is not None:
        raise Invalid(f"{get_unit(stays).short_name}已经有报送事项，不能去掉。", "unit_ids")
    members = delete(SchemeReviewUnit).where(
        SchemeReviewUnit.review_id == review_id, SchemeReviewUnit.unit_id.in_(gone)
    )
    db.session.execute(members)
    _let_in(review, wanted - now)


def _let_in(review: SchemeReview, unit_ids: frozenset[int]) -> None:
    for unit_id in sorted(unit_ids):
        get_unit(unit_id)
        db.session.add(SchemeReviewUnit(review_id=review.id, unit_id=unit_id))
    db.session.flush()
    if unit_ids:
        tell_units(review, unit_ids, f"请在 {review.first_due:%m-%d} 前报送改革方案。", "opened")


def _record(
    actor: Actor,
    deed: str,
    review_id: int,
    kind: str = "scheme_review",
    ref: int | None = None,
    permission: Permission = Permission.REVIEW_PLAN,
    **changes: Any,
) -> None:
    record(actor, deed, kind, ref or review_id, permission=permission, **changes)

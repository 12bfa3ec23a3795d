"""The office keeps the sentences it offers to who answers (答复模板): add, change, order, remove."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from inspect_app.access import Actor, Permission, may
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Refused
from inspect_app.foundation.text import clean
from inspect_app.rectification.models import ReplyTemplate
from inspect_app.rectification.vocabulary import ReplyKind

MOST_OF_A_KIND = 20
_STALE = "这条答复模板刚被别人改过，您写的还没有存。两份都留着，请对照后再改。"


def add_template(actor: Actor, kind: ReplyKind, text: str, *, active: bool = True) -> ReplyTemplate:
    """Add a sentence behind the others of its kind; raise Invalid on `text` when it is there already."""
    _demand_office(actor)
    others = _of_kind(kind)
    if len(others) >= MOST_OF_A_KIND:
        raise Refused(f"“{kind.label}”已有 {MOST_OF_A_KIND} 条，请先删掉不用的。")
    words = _checked(text, others)
    place = max((row.sort_no for row in others), default=-1) + 1
    row = ReplyTemplate(kind=kind, text=words, active=active, sort_no=place)
    db.session.add(row)
    db.session.flush()
    _record(actor, "reply_template.added", row, text=words)
    return row


def change_template(
    actor: Actor, template_id: int, text: str, *, active: bool, version: int | None = None
) -> ReplyTemplate:
    """Change a sentence, or whether it is offered; raise Conflict with both texts when somebody was faster."""
    row = _take(actor, template_id)
    if version is not None and version != row.version:
        raise Conflict(_STALE, mine={"句子": text}, theirs={"句子": row.text})
    words = _checked(text, [other for other in _of_kind(row.kind) if other.id != row.id])
    before, after = {"text": row.text, "active": row.active}, {"text": words, "active": active}
    row.text, row.active = words, active
    db.session.flush()
    changes = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
    if changes:
        _record(actor, "reply_template.changed", row, **changes)
    return row


def move_template(actor: Actor, template_id: int, step: int) -> None:
    """Let a sentence change places with the one before (-1) or behind (1) it; at the end nothing happens."""
    row = _take(actor, template_id)
    rows = list(_of_kind(row.kind))
    place = rows.index(row)
    goal = place + step
    if step not in (-1, 1) or not 0 <= goal < len(rows):
        return
    rows[place], rows[goal] = rows[goal], rows[place]
    for number, one in enumerate(rows):
        one.sort_no = number
    db.session.flush()
    _record(actor, "reply_template.moved", row, sort_no=(place, goal))


def remove_template(actor: Actor, template_id: int) -> None:
    """Take a sentence away; what was written with it stays as it is."""
    row = _take(actor, template_id)
    _record(actor, "reply_template.removed", row, text=row.text)
    db.session.delete(row)
    db.session.flush()


def _demand_office(actor: Actor) -> None:
    if not may(actor, Permission.TRIAGE):
        raise NotAllowed("答复模板由跑改办维护。")


def _take(actor: Actor, template_id: int) -> ReplyTemplate:
    _demand_office(actor)
    query = select(ReplyTemplate).where(ReplyTemplate.id == template_id).with_for_update()
    row = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise Missing("没有这条答复模板，可能已被同事删除。")
    return row


def _of_kind(kind: ReplyKind) -> Sequence[ReplyTemplate]:
    query = select(ReplyTemplate).where(ReplyTemplate.kind == kind).with_for_update()
    return db.session.scalars(query.order_by(ReplyTemplate.sort_no, ReplyTemplate.id)).all()


def _checked(text: str, others: Sequence[ReplyTemplate]) -> str:
    words = clean(text)
    if not words:
        raise Invalid("请写句子。", "text")
    if any(other.text == words for other in others):
        raise Invalid("已经有这一句了。", "text")
    return words


def _record(actor: Actor, deed: str, row: ReplyTemplate, **changes: Any) -> None:
    record(actor, deed, "reply_template", row.id, permission=Permission.TRIAGE, **changes)

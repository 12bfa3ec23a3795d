"""Sentences offered to who answers (答复模板): what is offered now, and all of them for the office."""

from collections.abc import Sequence

from sqlalchemy import select

from inspect_app.database import db
from inspect_app.foundation.errors import Missing
from inspect_app.rectification.models import ReplyTemplate
from inspect_app.rectification.vocabulary import ReplyKind

_ORDER = (ReplyTemplate.sort_no, ReplyTemplate.id)


def phrases_for(kind: ReplyKind) -> Sequence[str]:
    """Return the sentences offered for an answer, in the office's order."""
    offered = (ReplyTemplate.kind == kind, ReplyTemplate.active)
    return db.session.scalars(select(ReplyTemplate.text).where(*offered).order_by(*_ORDER)).all()


def list_templates(kind: ReplyKind | None = None) -> list[tuple[ReplyKind, list[ReplyTemplate]]]:
    """Return every sentence under its kind, in order; a kind without any stands there empty. One query."""
    wanted = [one for one in ReplyKind if kind in (None, one)]
    rows = db.session.scalars(select(ReplyTemplate).where(ReplyTemplate.kind.in_(wanted)).order_by(*_ORDER)).all()
    return [(one, [row for row in rows if row.kind is one]) for one in wanted]


def get_template(template_id: int) -> ReplyTemplate:
    """Return a sentence, or raise Missing."""
    found = db.session.get(ReplyTemplate, template_id)
    if found is None:
        raise Missing("没有这条答复模板，可能已被同事删除。")
    return found

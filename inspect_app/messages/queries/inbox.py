"""Reads of one's own inbox; nobody reads another's."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select

from inspect_app.access import VISITORS, Actor
from inspect_app.config import current_sealer
from inspect_app.database import db
from inspect_app.foundation.errors import Missing
from inspect_app.messages.models import Message, Outgoing
from inspect_app.messages.vocabulary import Channel, MessageKind


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """What of the inbox is shown: everything or only what is unread, of one kind or of all."""

    unread: bool = False
    kind: MessageKind | None = None


def is_mine(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a message is the actor's own; an author finds theirs under their tag too."""
    if actor.person_id is None:
        raise Missing
    own = Message.person_id == actor.person_id
    if actor.roles & VISITORS:
        return or_(own, Message.author_tag == current_sealer().author_tag(actor.person_id))
    return own


def count_unread(actor: Actor) -> int:
    """Return how many messages of one's own are unread; one count over an index of unread ones."""
    unread = select(func.count()).select_from(Message).where(is_mine(actor), Message.read_at.is_(None))
    return db.session.scalar(unread) or 0


def list_messages(actor: Actor, asked: InboxFilter, offset: int, limit: int) -> tuple[Sequence[Message], int]:
    """Return some messages of one's own, unread ones first, then the newest, and how many match altogether."""
    matching = _matching(actor, asked)
    total = db.session.scalar(select(func.count()).select_from(Message).where(*matching)) or 0
    order = (Message.read_at.is_not(None), Message.at.desc(), Message.id.desc())
    rows = db.session.scalars(select(Message).where(*matching).order_by(*order).offset(offset).limit(limit))
    return rows.all(), total


def kinds_present(actor: Actor) -> list[tuple[str, str]]:
    """Return the kinds of which one has messages, as (value, label), in their order."""
    kinds = set(db.session.scalars(select(Message.kind).where(is_mine(actor)).distinct()))
    return [(kind.value, kind.label) for kind in MessageKind if kind in kinds]


def get_message(actor: Actor, token: str) -> Message:
    """Return a message of one's own, or raise Missing."""
    found = db.session.scalars(select(Message).where(is_mine(actor), Message.token == token)).one_or_none()
    if found is None:
        raise Missing
    return found


def last_digest(actor: Actor) -> Outgoing | None:
    """Return one's latest digest, or nothing."""
    mine = (Outgoing.person_id == actor.person_id, Outgoing.channel == Channel.INBOX)
    return db.session.scalars(select(Outgoing).where(*mine).order_by(Outgoing.day.desc()).limit(1)).one_or_none()


def _matching(actor: Actor, asked: InboxFilter) -> list[ColumnElement[bool]]:
    found = [is_mine(actor)]
    if asked.unread:
        found.append(Message.read_at.is_(None))
    if asked.kind is not None:
        found.append(Message.kind == asked.kind)
    return found

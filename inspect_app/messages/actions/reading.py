"""Mark messages of one's own as read."""

from typing import Any

from sqlalchemy import CursorResult, update

from inspect_app.access import Actor
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.messages.models import Message
from inspect_app.messages.queries import get_message, is_mine


def open_message(actor: Actor, token: str) -> str:
    """Mark one message as read and return where it leads; raise Missing when it is not the actor's own."""
    link = get_message(actor, token).link
    _read(actor, Message.token == token)
    return link


def read_message(actor: Actor, token: str) -> None:
    """Mark one message as read."""
    get_message(actor, token)
    _read(actor, Message.token == token)


def read_all(actor: Actor, up_to: str) -> int:
    """Mark what the page showed, and what is older, as read; return how many that were."""
    return _read(actor, Message.id <= get_message(actor, up_to).id)


def _read(actor: Actor, *which: Any) -> int:
    unread = update(Message).where(is_mine(actor), Message.read_at.is_(None), *which)
    result = db.session.execute(unread.values(read_at=clock.now()), execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)  # noqa: S101  an update has a count
    return result.rowcount

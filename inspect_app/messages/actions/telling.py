"""Put messages into inboxes, inside the transaction of whatever they speak of."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, delete
from sqlalchemy.dialects import postgresql, sqlite

from inspect_app.database import db, is_sqlite
from inspect_app.foundation import clock
from inspect_app.messages.models import Message
from inspect_app.messages.rules import is_inside
from inspect_app.messages.vocabulary import MessageKind, Telling


def tell(
    to: Iterable[int],
    kind: MessageKind,
    text: str,
    link: str,
    key: str,
    at: datetime | None = None,
    *,
    ref: str = "",
) -> None:
    """Tell some people the same thing; who was told under this key already is not told again.

    `text` is a neutral sentence for the inbox: never a shopper, never that a visit is planned. `link` is a path
    inside the installation. Outside it goes only the kind, `ref` (a finding's number) and the link.
    """
    tell_each((Telling(person, kind, text, link, key, ref) for person in sorted(set(to))), at)


def tell_each(tellings: Iterable[Telling], at: datetime | None = None) -> None:
    """Tell many people something each, in one statement; one audit entry is the caller's, none is written here."""
    moment = at or clock.now()
    _insert([_row(one, moment) | {"person_id": one.person_id, "author_tag": None} for one in tellings])


def tell_author(author_tag: str, kind: MessageKind, text: str, link: str, key: str, at: datetime | None = None) -> None:
    """Tell the author of a covert visit something under their keyed tag: it reaches their own inbox only."""
    row = _row(Telling(0, kind, text, link, key), at or clock.now())
    _insert([row | {"person_id": None, "author_tag": author_tag}])


def withdraw(key: str) -> None:
    """Take back what was told under a key and nobody has read: it is no longer so."""
    db.session.connection().execute(delete(Message).where(Message.key == key, Message.read_at.is_(None)))


def _row(one: Telling, moment: datetime) -> dict[str, Any]:
    if not is_inside(one.link):
        raise ValueError(f"a message leads to a path inside the installation, not to {one.link}")
    return {
        "kind": one.kind, "text": one.text, "ref": one.ref, "link": one.link, "key": one.key, "at": moment
    }  # fmt: skip


def _insert(rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.connection().execute(_add(), rows)


def _add() -> Insert:
    if is_sqlite():
        return sqlite.insert(Message).on_conflict_do_nothing()
    return postgresql.insert(Message).on_conflict_do_nothing()

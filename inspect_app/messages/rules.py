"""Decisions about messages: when to remind, when to try again, what a digest says."""

import hashlib
import hmac
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from inspect_app.messages.vocabulary import MessageKind

_FIRST_REMINDERS = frozenset({1, 2, 4})
_THEN_EVERY = 8
# Minutes after the first, second … failure; after the last of them it is given up.
_RETRIES = (1, 5, 25, 125, 625)
_STALE_AFTER = timedelta(hours=24)
_DIGEST_LINES = 20
_PLACE = re.compile(r"\{(\w+)\}")


def reminder_due(days_over: int) -> bool:
    """Say whether a reminder is due so many working days after the deadline: 1, 2, 4, 8, then every 8."""
    return days_over in _FIRST_REMINDERS or (days_over > 0 and days_over % _THEN_EVERY == 0)


def next_try(attempts: int, now: datetime) -> datetime | None:
    """Return when to send again after so many failures; nothing when it is given up."""
    return now + timedelta(minutes=_RETRIES[attempts - 1]) if attempts <= len(_RETRIES) else None


def is_stale(made_at: datetime, now: datetime) -> bool:
    """Say whether a digest is too old to be sent: a newer one has come."""
    return now - made_at > _STALE_AFTER


def is_inside(link: str) -> bool:
    """Say whether a link is a path of this installation."""
    return link.startswith("/") and not link.startswith(("//", "/\\")) and not any(mark in link for mark in "\r\n")


def digest_title(kinds: Iterable[MessageKind]) -> str:
    """Return `待办 3 件：临期提醒 2、逾期提醒 1`, in the order of the kinds."""
    counts = Counter(kinds)
    parts = "、".join(f"{kind.label} {counts[kind]}" for kind in MessageKind if counts[kind])
    return f"待办 {counts.total()} 件：{parts}"


def digest_body(lines: Sequence[tuple[MessageKind, str, str]], address: str) -> str:
    """Return a digest from (kind, number, link): the counts first, then a line each; nothing of a finding's text."""
    told = [f"{kind.label}{' ' + ref if ref else ''} {address}{link}" for kind, ref, link in lines[:_DIGEST_LINES]]
    more = len(lines) - len(told)
    rest = [f"另有 {more} 件，请登录查看：{address}/messages"] if more else []
    return "\n".join([digest_title(kind for kind, *_ in lines), *told, *rest])


def fill(template: object, values: Mapping[str, str]) -> object:
    """Return a JSON body with each `{name}` inside its texts replaced; a value can't break out of its text."""
    if isinstance(template, dict):
        return {name: fill(part, values) for name, part in template.items()}
    if isinstance(template, list):
        return [fill(part, values) for part in template]
    if not isinstance(template, str):
        return template
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), template)


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Return the HMAC-SHA256 of timestamp and body, in hexadecimal."""
    return hmac.new(secret.encode(), timestamp.encode() + body, hashlib.sha256).hexdigest()

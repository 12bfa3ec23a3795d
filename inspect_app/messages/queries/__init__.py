"""Reads of messages: one's own inbox, and the outbox for whoever keeps it running."""

from inspect_app.messages.queries.inbox import (
    InboxFilter,
    count_unread,
    get_message,
    is_mine,
    kinds_present,
    last_digest,
    list_messages,
)
from inspect_app.messages.queries.outbox import OutboxLine, outbox_lines

__all__ = [
    "InboxFilter",
    "OutboxLine",
    "count_unread",
    "get_message",
    "is_mine",
    "kinds_present",
    "last_digest",
    "list_messages",
    "outbox_lines",
]

"""Deeds of messages: telling, reading, gathering digests, sending them."""

from inspect_app.messages.actions.gathering import gather, gather_all
from inspect_app.messages.actions.reading import open_message, read_all, read_message
from inspect_app.messages.actions.sending import send
from inspect_app.messages.actions.telling import tell, tell_author, tell_each, withdraw

__all__ = [
    "gather",
    "gather_all",
    "open_message",
    "read_all",
    "read_message",
    "send",
    "tell",
    "tell_author",
    "tell_each",
    "withdraw",
]

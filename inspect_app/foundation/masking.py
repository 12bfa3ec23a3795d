"""Numbers that tell who somebody is, and how they are shown: 138****5678, the first three and last four of an ID."""

import re
from collections.abc import Container

# Landlines are an office's own and stay as they are.
MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
IDENTITY = re.compile(r"(?<![0-9A-Za-z])(\d{3})\d{11}(\d{3}[\dXx])(?![0-9A-Za-z])")
_EITHER = re.compile(
    r"(?<![0-9A-Za-z])(?:(?P<phone>1[3-9]\d)\d{4}(?P<phone_end>\d{4})|(?P<id>\d{3})\d{11}(?P<id_end>\d{3}[\dXx]))"
    r"(?![0-9A-Za-z])"
)
_SHORTEST = 11


def has_numbers(text: str) -> bool:
    """Say whether a text names somebody's number."""
    return len(text) >= _SHORTEST and _EITHER.search(text) is not None


def mask_numbers(text: str, known: Container[str] = ()) -> str:
    """Return a text with the numbers of people shortened, but for those that whoever reads it has typed themselves.

    A number that is part of a longer word (a code, a hash, an address) is none.
    """
    if len(text) < _SHORTEST:
        return text
    return _EITHER.sub(lambda at: at[0] if at[0] in known else _short(at), text)


def numbers_in(text: str) -> set[str]:
    """Return the numbers of people that a text names."""
    return {at[0] for at in _EITHER.finditer(text)}


def _short(at: re.Match[str]) -> str:
    if at["phone"]:
        return f"{at['phone']}****{at['phone_end']}"
    return f"{at['id']}{'*' * 11}{at['id_end']}"

"""How an entry is chained: HMAC over the entry before and a canonical form of this one."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What the digest of an entry covers; `actor` is an id, or the tag of a sealed author."""

    sequence: int
    at: str
    deed: str
    actor: str
    actor_role: str
    object_kind: str
    object_ref: str
    details_digest: str


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as it stands in the table."""

    facts: EntryFacts
    previous_digest: str
    digest: str
    details: tuple[str, dict[str, Any]] | None


def canonical(value: object) -> bytes:
    """Return the one JSON form of a value that is hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()


def digest_details(salt: str, body: dict[str, Any]) -> str:
    """Return the salted digest of details, so that erased details can't be guessed."""
    return hashlib.sha256(salt.encode() + canonical(body)).hexdigest()


def digest_entry(key: str, previous: str, facts: EntryFacts) -> str:
    """Return the keyed digest that chains an entry to the one before."""
    return hmac.new(key.encode(), previous.encode() + canonical(asdict(facts)), hashlib.sha256).hexdigest()


def first_broken(key_at: Callable[[int], str], links: Iterable[Link], head: tuple[int, str]) -> int | None:
    """Return the sequence of the first link that doesn't hold, or nothing when the chain is whole.

    `key_at` gives the key of an entry. What an earlier key signed stands fast even if that key got out: the first entry
    under the next key covers the digest of the last one before.
    """
    previous, expected = GENESIS, 1
    for link in links:
        if link.facts.sequence != expected or not _holds(key_at(expected), previous, link):
            return expected
        previous, expected = link.digest, expected + 1
    return None if head == (expected - 1, previous) else expected


def _holds(key: str, previous: str, link: Link) -> bool:
    if link.previous_digest != previous or link.digest != digest_entry(key, previous, link.facts):
        return False
    return link.details is None or digest_details(*link.details) == link.facts.details_digest

"""The only maker of random values, so that two worlds can be compared byte by byte."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# No 0/O, 1/I/L: codes are read aloud over the telephone.
_READABLE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

_source: Callable[[int], bytes] = secrets.token_bytes


def token_bytes(count: int) -> bytes:
    """Return `count` random bytes."""
    return _source(count)


def token() -> str:
    """Return a secret of 128 bits as 32 hexadecimal characters."""
    return token_bytes(16).hex()


def readable_code(length: int) -> str:
    """Return a code of characters that nobody confuses when reading aloud."""
    number = int.from_bytes(token_bytes(length + 8), "big")
    letters = []
    for _ in range(length):
        number, index = divmod(number, len(_READABLE))
        letters.append(_READABLE[index])
    return "".join(letters)


@contextmanager
def drawing(source: Callable[[int], bytes]) -> Iterator[None]:
    """Let random values come from another source, for deterministic worlds."""
    global _source
    before, _source = _source, source
    try:
        yield
    finally:
        _source = before

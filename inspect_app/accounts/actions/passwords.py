"""Hashing of passwords and one-time codes: slow on purpose, so only a few at a time."""

from functools import lru_cache

from werkzeug.security import check_password_hash, generate_password_hash

from inspect_app.config import current_settings
from inspect_app.foundation.budgets import HASHING

_METHOD = "scrypt:32768:8:3"
_CHEAP_METHOD = "scrypt:1024:1:1"  # for tests only


def hash_password(password: str) -> str:
    """Return the salted scrypt hash of a password or code; call it outside of transactions."""
    with HASHING.turn():
        return generate_password_hash(password, method=_method())


def is_right(stored: str | None, password: str) -> bool:
    """Compare a password with its hash; without one it takes the same time and is wrong."""
    with HASHING.turn():
        right = check_password_hash(stored or _nobody(_method()), password)
    return right and stored is not None


def _method() -> str:
    return _CHEAP_METHOD if current_settings().testing else _METHOD


@lru_cache(maxsize=2)
def _nobody(method: str) -> str:
    return generate_password_hash("nobody's password", method=method)

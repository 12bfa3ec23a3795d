"""Codes of six digits that a telephone counts by the clock (RFC 6238: SHA-1, 30 seconds)."""

import base64
from datetime import datetime
from urllib.parse import quote

from cryptography.hazmat.primitives.constant_time import bytes_eq
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from inspect_app.foundation import randomness

SECONDS = 30
DIGITS = 6
_SECRET_BYTES = 20
# A telephone whose clock is half a minute off is let in too.
_STEPS_OFF = (0, -1, 1)


def new_secret() -> bytes:
    """Return a secret of 160 bits."""
    return randomness.token_bytes(_SECRET_BYTES)


def code_at(secret: bytes, step: int) -> str:
    """Return the code of a step of 30 seconds."""
    # SHA-1 is what every telephone's app counts with; as an HMAC it is not broken.
    return TOTP(secret, DIGITS, SHA1(), SECONDS).generate(step * SECONDS).decode()  # noqa: S303


def step_of(now: datetime) -> int:
    """Return the number of the step a moment lies in."""
    return int(now.timestamp()) // SECONDS


def matching_step(secret: bytes, code: str, now: datetime, used: int | None) -> int | None:
    """Return the step whose code was given, or nothing; a step is good once, and none before it either."""
    given = code.encode()
    for off in _STEPS_OFF:
        step = step_of(now) + off
        if (used is None or step > used) and bytes_eq(code_at(secret, step).encode(), given):
            return step
    return None


def written(secret: bytes) -> str:
    """Return a secret as people type it: letters and digits in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def address(secret: bytes, username: str, issuer: str) -> str:
    """Return what the QR code of an authenticator holds."""
    name, key = quote(f"{issuer}:{username}"), base64.b32encode(secret).decode()
    return f"otpauth://totp/{name}?secret={key}&issuer={quote(issuer)}&digits={DIGITS}&period={SECONDS}"

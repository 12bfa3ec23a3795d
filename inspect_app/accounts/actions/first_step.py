"""What a browser carries from the first step of signing in to the second, for five minutes."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from inspect_app.accounts.models import Person
from inspect_app.accounts.queries import find_second_step
from inspect_app.accounts.rules import SECOND_WITHIN
from inspect_app.config import current_sealer
from inspect_app.foundation import clock, totp
from inspect_app.foundation.sealing import BrokenSeal

_AHEAD = timedelta(0)


@dataclass(frozen=True, slots=True)
class FirstStep:
    """Who gave the right password, which one, and when; `secret` is offered to whoever has none yet, sealed."""

    person_id: int
    stored: str
    at: datetime
    secret: str = ""

    def to_cookie(self) -> dict[str, Any]:
        """Return plain values for the signed cookie."""
        return {"id": self.person_id, "stored": self.stored, "at": self.at.isoformat(), "secret": self.secret}

    @classmethod
    def from_cookie(cls, values: Any) -> Self | None:
        """Return what a signed cookie holds while it is fresh, or nothing."""
        if not isinstance(values, dict):
            return None
        step = cls(values["id"], values["stored"], datetime.fromisoformat(values["at"]), values["secret"])
        return step if _AHEAD <= clock.now() - step.at < SECOND_WITHIN else None

    def opened_secret(self) -> bytes | None:
        """Return the secret that is offered, or nothing."""
        try:
            return current_sealer().open(base64.b64decode(self.secret), seal_context(self.person_id))
        except (BrokenSeal, ValueError):
            return None


def first_step(person: Person) -> FirstStep:
    """Return the first step somebody just took."""
    secret = "" if find_second_step(person.id) else _sealed(person.id)
    return FirstStep(person.id, digest_stored(person), clock.now(), secret)


def digest_stored(person: Person) -> str:
    """Return which password was given, without telling it: another one makes the step worthless."""
    return hashlib.sha256((person.password_hash or "").encode()).hexdigest()


def seal_context(person_id: int) -> str:
    """Return what a sealed secret is bound to: nobody's can be put into another's row."""
    return f"totp:{person_id}"


def _sealed(person_id: int) -> str:
    return base64.b64encode(current_sealer().seal(totp.new_secret(), seal_context(person_id))).decode()

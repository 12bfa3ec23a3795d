"""Which passwords are taken, and for how long.

Two profiles, because two rule books ask for opposite things: 等保 2.0 (GB/T 22239, 8.1.4.1a) for a mixture and a
regular change, OWASP ASVS 5.0 (6.2) for length, no mixture and no change without a reason.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from inspect_app.foundation.terms import PasswordProfile


@dataclass(frozen=True, slots=True)
class PasswordTerms:
    """What a profile asks; `remembered` earlier passwords may not come back, `days` is None where none runs out."""

    shortest: int
    kinds: int = 1
    remembered: int = 1
    days: int | None = None


TERMS = {
    PasswordProfile.DJB: PasswordTerms(shortest=10, kinds=3, remembered=5, days=90),
    PasswordProfile.ASVS: PasswordTerms(shortest=12),
}
LONGEST = 128
# How long before it runs out a password is spoken of.
SPOKEN_OF = timedelta(days=10)

_SHORTEST_WORD = 4
_FEWEST_SIGNS = 4
_RUN = 6
# Words that anybody who knows the office, or keyboards, would try first.
_WORDS = ("password", "inspect", "paogai", "ducha", "最多跑一次", "跑改", "12345678", "qwerty", "1qaz2wsx")
# Words that are a weak password with a year behind them, and harmless in a whole sentence.
_COMMON = (
    "passw0rd", "admin", "welcome", "letmein", "iloveyou", "woaini", "5201314", "zhejiang", "mima", "guanliyuan",
    "a1b2c3", "changeme", "superman", "football", "dragon", "monkey", "sunshine", "princess", "baseball", "master",
)  # fmt: skip
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_KINDS: tuple[Callable[[str], bool], ...] = (
    str.isupper,
    str.islower,
    str.isdecimal,
    lambda sign: sign.isalpha() and not (sign.isupper() or sign.islower()),
    lambda sign: not sign.isalnum(),
)


def password_problem(password: str, context: Iterable[str], terms: PasswordTerms) -> str | None:
    """Return why a new password is refused, or nothing; `context` are the person's own names."""
    if len(password) < terms.shortest:
        return f"密码至少 {terms.shortest} 个字符。"
    if len(password) > LONGEST:
        return f"密码最多 {LONGEST} 个字符。"
    if len(set(password)) < _FEWEST_SIGNS:
        return "密码不能只用两三个字符反复拼成。"
    if kinds_in(password) < terms.kinds:
        return f"大写字母、小写字母、数字、汉字、符号（含空格）里至少要用 {_SAID[terms.kinds]}。"
    if _is_guessable(password, context):
        return "密码里不要用用户名、单位名、“跑改办”、常见密码或键盘上连着的字符，这些容易猜到。"
    return None


def kinds_in(password: str) -> int:
    """Return how many of the five kinds of signs a password mixes."""
    return sum(any(is_kind(sign) for sign in password) for is_kind in _KINDS)


def hint_of(terms: PasswordTerms) -> str:
    """Return what a page says beside the field, before anybody was refused."""
    mixed = f"，大写、小写、数字、汉字、符号里至少{_SAID[terms.kinds]}" if terms.kinds > 1 else ""
    earlier = f"；不能用最近 {terms.remembered} 次用过的" if terms.remembered > 1 else ""
    return f"至少 {terms.shortest} 个字符{mixed}{earlier}。可以用一句自己记得住的话"


def runs_out(set_at: datetime | None, terms: PasswordTerms) -> datetime | None:
    """Return the moment from which a password must be changed, or nothing."""
    return None if set_at is None or terms.days is None else set_at + timedelta(days=terms.days)


def is_due(set_at: datetime | None, signed_in_at: datetime, terms: PasswordTerms) -> bool:
    """Say whether a password had run out when somebody signed in with it: nobody is interrupted in their work."""
    until = runs_out(set_at, terms)
    return until is not None and signed_in_at >= until


def days_left(set_at: datetime | None, now: datetime, terms: PasswordTerms) -> int | None:
    """Return how many days a password is still good, begun ones too, once it is time to speak of it."""
    until = runs_out(set_at, terms)
    if until is None or not now < until <= now + SPOKEN_OF:
        return None
    return math.ceil((until - now) / timedelta(days=1))


_SAID = {2: "两种", 3: "三种", 4: "四种"}


def _is_guessable(password: str, context: Iterable[str]) -> bool:
    folded = unicodedata.normalize("NFKC", password).casefold()
    own = (word.casefold() for word in context if len(word) >= _SHORTEST_WORD)
    mostly = any(word in folded and 2 * len(word) >= len(folded) for word in _COMMON)
    return mostly or any(word in folded for word in (*_WORDS, *own)) or _has_run(folded)


def _has_run(folded: str) -> bool:
    """Say whether signs stand in it as on a keyboard or in the alphabet, this way or back, or all the same."""
    if re.search(rf"(.)\1{{{_RUN - 1}}}", folded):
        return True
    rows = [*_ROWS, *(row[::-1] for row in _ROWS)]
    return any(row[place : place + _RUN] in folded for row in rows for place in range(len(row) - _RUN + 1))

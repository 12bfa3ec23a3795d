"""Decisions about signing in and about people: lock-out, how long a session lives, who may hold what."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from inspect_app.access import GRANTS, OFFICE, Permission, Role
from inspect_app.accounts.vocabulary import SIGHTS, EndReason, PersonFacts, UnitFacts, UnitKind

_DISTRICT_KINDS = frozenset({UnitKind.DISTRICT, UnitKind.TOWN, UnitKind.VILLAGE})
TRIES = 5
LOCKED_FOR = timedelta(minutes=15)
CODE_LIVES = timedelta(days=3)
SEEN_EVERY = timedelta(minutes=1)
TABLET_CODE_LIVES = timedelta(hours=24)
TABLET_CODE_LENGTH = 20
_DEVICE = re.compile(r"[A-Za-z0-9_-]{16,40}")
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")


@dataclass(frozen=True, slots=True)
class SessionTerms:
    """How long a session lives without being used, and altogether."""

    idle: timedelta
    altogether: timedelta


def fold_username(text: str) -> str:
    """Return a user name as it is stored: half-width, lower case, no outer blanks."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def is_username(text: str) -> bool:
    """Say whether a folded text may be a user name."""
    return _USERNAME.fullmatch(text) is not None


def digest_token(token: str) -> str:
    """Return the form in which a session's token is kept; the token itself is in the cookie only."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_device(text: str) -> bool:
    """Say whether a text may be the random name a tablet gives itself."""
    return _DEVICE.fullmatch(text) is not None


def tablet_cookie(production: bool) -> str:
    """Return the name of the cookie that holds a tablet's token."""
    return "__Host-inspect-field" if production else "inspect-field"


def fold_code(code: str) -> str:
    """Return a code as it was made, however it was typed."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def ended_because(created: datetime, seen: datetime, now: datetime, terms: SessionTerms) -> EndReason | None:
    """Return why a session is over, or nothing while it lives."""
    if now - created >= terms.altogether:
        return EndReason.TOO_OLD
    return EndReason.IDLE if now - seen >= terms.idle else None


def is_locked(locked_until: datetime | None, now: datetime) -> bool:
    """Say whether signing in is refused, whatever the password."""
    return locked_until is not None and now < locked_until


def after_wrong_try(failed: int, now: datetime) -> tuple[int, datetime | None]:
    """Return the count and the end of the lock after one more wrong try."""
    failed += 1
    return (0, now + LOCKED_FOR) if failed >= TRIES else (failed, None)


# Who sees everything, decides or administrates proves themselves twice.
TWO_STEPS = OFFICE | {Role.LEADER, Role.ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR}
# How long the second step may be after the first.
SECOND_WITHIN = timedelta(minutes=5)
RECOVERY_CODES = 10
RECOVERY_LENGTH = 10


def overlapping(starts: date, ends: date, others: Iterable[tuple[date, date]]) -> bool:
    """Say whether a span of days shares a day with another."""
    return any(starts <= end and start <= ends for start, end in others)


# Heads and directors sign; only they have deputies and stand-ins (AB岗).
SIGNERS = frozenset({Role.DEPT_HEAD, Role.OFFICE_DIRECTOR})
# 三员: who runs the system, who keeps it safe and who looks over both (等保 2.0, 8.1.4.2).
ADMINISTRATORS = frozenset({Role.ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})
_SHOPPER_MAY_ALSO = frozenset({Role.SHOPPER, Role.VERIFIER})


def unit_problem(facts: UnitFacts, below: frozenset[int]) -> tuple[str, str] | None:
    """Return (field, sentence) of what is impossible about a unit; `below` is it and all under it."""
    if facts.parent_id is not None and facts.parent_id in below:
        return "parent_id", "上级单位不能是它自己或它的下级。"
    if facts.active_from and facts.active_to and facts.active_to < facts.active_from:
        return "active_to", "停用日期不能早于启用日期。"
    return None


def person_problem(facts: PersonFacts, *, separated: bool = False) -> tuple[str, str] | None:
    """Return (field, sentence) of what is impossible about a person, or nothing.

    `separated` keeps the three administrators (三员) apart.
    """
    if not is_username(facts.username):
        return "username", "用户名用 2 到 32 个小写字母、数字、点、横线，以字母或数字开头。"
    if not facts.name and not facts.shopper_code:
        return "name", "请填写姓名。"
    held = [(held.role, held.unit_id) for held in facts.roles]
    if len(set(held)) < len(held):
        return "roles", "同一个角色和单位填了两遍。"
    if any(held.deputy and held.role not in SIGNERS for held in facts.roles):
        return "roles", "只有部门负责人和跑改办主任才有“分管副职”。"
    if separated and holds_two(held.role for held in facts.roles):
        return "roles", "已开启三员分离：系统管理员、安全管理员、审计员要由不同的人担任。"
    return _shopper_problem(facts)


def holds_two(roles: Iterable[Role]) -> bool:
    """Say whether somebody is more than one of the three administrators."""
    return len(ADMINISTRATORS & set(roles)) > 1


def _shopper_problem(facts: PersonFacts) -> tuple[str, str] | None:
    roles = {held.role for held in facts.roles}
    if Role.SHOPPER in roles and not facts.shopper_code:
        return "shopper_code", "暗访员要有代号，例如“暗访员-07”。"
    if facts.shopper_code and not roles <= _SHOPPER_MAY_ALSO:
        return "roles", "有暗访代号的人只能是暗访员或核验人员，以免身份暴露。"
    if facts.shopper_code and facts.email:
        return "email", "暗访员不留邮箱，以免身份暴露。"
    return None


def stand_in_problem(starts: date, ends: date, today: date) -> tuple[str, str] | None:
    """Return (field, sentence) of what is impossible about the days of a stand-in, or nothing."""
    if ends < starts:
        return "ends_on", "结束日期不能早于开始日期。"
    return ("ends_on", "结束日期已经过去。") if ends < today else None


def of_districts(tree: Iterable[tuple[int, int | None, UnitKind]]) -> frozenset[int]:
    """Return the units that are listed and ranked with the districts: districts, towns, villages, and all below one.

    `tree` is (unit, the unit above, kind). What stands above the reform office itself is its own territory: below it
    are its bureaus.
    """
    rows = {unit: (above, kind) for unit, above, kind in tree}

    def way(unit: int | None) -> list[int]:
        found: list[int] = []
        while unit is not None and unit in rows and unit not in found:
            found.append(unit)
            unit = rows[unit][0]
        return found

    offices = sorted((way(unit) for unit, (_, kind) in rows.items() if kind is UnitKind.REFORM_OFFICE), key=len)
    home = set(offices[0]) if offices else set()
    abroad = {unit for unit, (_, kind) in rows.items() if kind in _DISTRICT_KINDS} - home
    return frozenset(unit for unit in rows if abroad & set(way(unit)))


def sight_rows() -> list[tuple[str, list[bool]]]:
    """Return what there is to see, with the roles that see it, in the order of the roles."""
    return [(words, [power in GRANTS[role] for role in Role]) for power, words in SIGHTS.items()]


def power_rows() -> list[tuple[str, list[bool]]]:
    """Return every power with the roles that have it, in the order of the roles."""
    return [(power.label, [power in GRANTS[role] for role in Role]) for power in Permission]

"""Who may be sent where: the whole rule as a truth table."""

import pytest

from inspect_app.access import Role
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.visits.rules import Candidate, assignment_refusal, is_related, is_self_check
from inspect_app.visits.vocabulary import VisitMode

# 1 市 over 2 公安局 (over 3 出入境窗口) and 4 人社局; 5 跑改办 stands apart.
LINEAGE = {1: (1,), 2: (2, 1), 3: (3, 2, 1), 4: (4, 1), 5: (5,)}
_M, _V = VisitMode, VisitMethod


def candidate(role: Role, unit: int | None, *tied: int, roles: frozenset[Role] | None = None) -> Candidate:
    return Candidate(role, unit, roles or frozenset({role}), frozenset(tied))


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [(2, 2, True), (2, 3, True), (3, 2, True), (1, 3, True), (2, 4, False), (3, 4, False), (5, 2, False)],
)
def test_units_are_related_when_one_stands_above_the_other(left: int, right: int, expected: bool) -> None:
    assert is_related(left, right, LINEAGE) is expected


CASES = [
    # role, home, tied, mode, method, target, allowed
    (Role.INSPECTOR, 5, (), _M.OPEN, _V.ON_SITE, 2, True),
    (Role.INSPECTOR, 2, (), _M.OPEN, _V.ON_SITE, 2, True),
    (Role.INSPECTOR, 2, (), _M.OPEN, _V.CROSS, 2, False),
    (Role.INSPECTOR, 2, (), _M.OPEN, _V.CROSS, 3, False),
    (Role.INSPECTOR, 3, (), _M.OPEN, _V.CROSS, 2, False),
    (Role.INSPECTOR, 1, (), _M.OPEN, _V.CROSS, 3, False),
    (Role.INSPECTOR, 2, (), _M.OPEN, _V.CROSS, 4, True),
    (Role.INSPECTOR, None, (), _M.OPEN, _V.CROSS, 4, True),
    (Role.CHIEF, 2, (), _M.ACCOMPANY, _V.EXPERIENCE, 2, True),
    (Role.CHIEF, 2, (), _M.OPEN, _V.CROSS, 3, False),
    (Role.CHIEF, 2, (), _M.OPEN, _V.CROSS, 4, True),
    (Role.OBSERVER, 4, (), _M.OPEN, _V.CROSS, 2, True),
    (Role.SHOPPER, 5, (), _M.COVERT, _V.ON_SITE, 2, True),
    (Role.SHOPPER, 2, (), _M.COVERT, _V.ON_SITE, 2, False),
    (Role.SHOPPER, 2, (), _M.COVERT, _V.ON_SITE, 3, False),
    (Role.SHOPPER, 5, (2,), _M.COVERT, _V.ON_SITE, 2, False),
    (Role.SHOPPER, 5, (3,), _M.COVERT, _V.ON_SITE, 2, False),
    (Role.SHOPPER, 5, (4,), _M.COVERT, _V.ON_SITE, 2, True),
    (Role.SHOPPER, 5, (), _M.OPEN, _V.ON_SITE, 2, False),
    (Role.CHIEF, 4, (4,), _M.COVERT, _V.ON_SITE, 2, True),
    (Role.CHIEF, 2, (2,), _M.COVERT, _V.ON_SITE, 2, False),
    (Role.CHIEF, 2, (2,), _M.COVERT, _V.ON_SITE, 3, False),
    (Role.CHIEF, None, (1,), _M.COVERT, _V.ON_SITE, 2, False),
    (Role.OBSERVER, 5, (), _M.COVERT, _V.ON_SITE, 2, False),
    (Role.INSPECTOR, 5, (), _M.COVERT, _V.ON_SITE, 2, False),
    (Role.OFFICE_CLERK, 5, (), _M.OPEN, _V.ON_SITE, 2, False),
]


@pytest.mark.parametrize(("role", "home", "tied", "mode", "method", "target", "allowed"), CASES)
def test_who_may_be_sent_where(
    role: Role,
    home: int | None,
    tied: tuple[int, ...],
    mode: VisitMode,
    method: VisitMethod,
    target: int,
    allowed: bool,
) -> None:
    refused = assignment_refusal(candidate(role, home, *tied), mode, method, {target}, LINEAGE)
    assert (refused is None) is allowed


def test_one_own_window_among_many_is_enough() -> None:
    chosen = candidate(Role.INSPECTOR, 2)
    assert assignment_refusal(chosen, _M.OPEN, _V.CROSS, {4, 3}, LINEAGE) is not None


def test_a_role_somebody_does_not_hold_is_refused() -> None:
    chosen = candidate(Role.INSPECTOR, 5, roles=frozenset({Role.OBSERVER}))
    assert assignment_refusal(chosen, _M.OPEN, _V.ON_SITE, {2}, LINEAGE) is not None


@pytest.mark.parametrize(
    ("role", "home", "target", "expected"),
    [(Role.CHIEF, 2, 2, True), (Role.CHIEF, 2, 3, True), (Role.CHIEF, 2, 4, False), (Role.INSPECTOR, 2, 2, False)],
)
def test_a_chief_at_the_own_windows_is_a_self_check(role: Role, home: int, target: int, expected: bool) -> None:
    assert is_self_check(candidate(role, home), {target}, LINEAGE) is expected

"""Two people, half an hour, three days, one day: to the second."""

from datetime import UTC, datetime, timedelta

import pytest

from inspect_app.visits.rules.unsealing import decision_refusal, is_held, minutes_left, unseal_state
from inspect_app.visits.vocabulary import UnsealState

ASKED = datetime(2026, 5, 21, 9, 0, tzinfo=UTC)
_S = UnsealState
_SECOND, _HALF_HOUR = timedelta(seconds=1), timedelta(minutes=30)


@pytest.mark.parametrize(
    ("after", "approved", "expected"),
    [
        (timedelta(0), None, _S.WAITING),
        (timedelta(hours=72) - _SECOND, None, _S.WAITING),
        (timedelta(hours=72), None, _S.LAPSED),
        (timedelta(0), True, _S.OPEN),
        (_HALF_HOUR - _SECOND, True, _S.OPEN),
        (_HALF_HOUR, True, _S.ENDED),
        (timedelta(0), False, _S.REFUSED),
        (_HALF_HOUR, False, _S.REFUSED),
    ],
)
def test_a_request_waits_opens_and_ends(after: timedelta, approved: bool | None, expected: UnsealState) -> None:
    decided = None if approved is None else ASKED
    assert unseal_state(ASKED, decided, approved, ASKED + after) is expected


@pytest.mark.parametrize(
    ("after", "left"), [(0, 30), (1, 30), (60, 29), (61, 29), (1799, 1), (1800, 0), (1801, 0), (90_000, 0)]
)
def test_the_minutes_left_are_rounded_up_and_never_below_nothing(after: int, left: int) -> None:
    assert minutes_left(ASKED, ASKED + timedelta(seconds=after)) == left


@pytest.mark.parametrize(
    ("decider", "stands_in_for", "settled", "held", "refused"),
    [
        (2, None, True, True, ""),
        (2, 3, True, True, ""),
        (1, None, True, True, "自己的申请"),
        (2, 1, True, True, "代岗人"),
        (None, None, True, True, "自己的申请"),
        (2, None, False, True, "重设过口令"),
        (2, None, True, False, "角色授予不满"),
    ],
)
def test_who_may_not_decide_is_told_why(
    decider: int | None, stands_in_for: int | None, settled: bool, held: bool, refused: str
) -> None:
    said = decision_refusal(1, decider, stands_in_for, settled=settled, held=held)
    assert (said is None) if not refused else (said is not None and refused in said)


def test_a_role_is_held_after_a_day_or_when_nobody_knows_since_when() -> None:
    day = timedelta(hours=24)
    assert [is_held(since, ASKED) for since in (None, ASKED - day, ASKED - day + _SECOND)] == [True, True, False]
    assert decision_refusal(1, 2, None, settled=True) is None

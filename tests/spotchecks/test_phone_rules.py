"""When a number may be dialled again, and what its tries come to."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.catalogue.vocabulary import HoursKind
from inspect_app.foundation.workdays import WorkCalendar
from inspect_app.spotchecks.rules.phones import (
    half_day,
    in_office_hours,
    next_moment,
    problem_words,
    refusal,
    verdict_of,
)
from inspect_app.spotchecks.vocabulary.phones import Dialled, TryResult, Verdict
from tests.spotchecks.dialling import DAY, at

OFFICE, ALWAYS = HoursKind.OFFICE, HoursKind.ROUND_THE_CLOCK
R, V = TryResult, Verdict
SATURDAY = date(2026, 5, 23)
TOMORROW = DAY + timedelta(days=1)
CALENDAR = WorkCalendar((), (), (2026,))


def tried(moment: datetime, result: TryResult = R.RANG, *, told: bool = True, polite: bool = True) -> Dialled:
    return Dialled(moment, result, told, polite) if result is R.ANSWERED else Dialled(moment, result)


@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        (at(8, 29), False), (at(8, 30), True), (at(11, 59), True), (at(12), False), (at(13, 30), True),
        (at(17, 30), False), (at(10, day=SATURDAY), False),
    ],
)  # fmt: skip
def test_office_hours_are_those_of_working_days_without_the_noon_rest(moment: datetime, inside: bool) -> None:
    assert in_office_hours(moment, CALENDAR) is inside


def test_the_small_hours_belong_to_the_evening_before() -> None:
    assert half_day(at(7, day=DAY + timedelta(days=1))) == half_day(at(22)) == (DAY, "晚间")


@pytest.mark.parametrize(
    ("past", "kind", "moment", "why"),
    [
        ([], OFFICE, at(9), ""),
        ([], OFFICE, at(12, 15), "承诺办公时间接听"),
        ([], OFFICE, at(10, day=SATURDAY), "承诺办公时间接听"),
        ([], ALWAYS, at(3), ""),
        ([at(9)], OFFICE, at(11, 50), "同一个半天里只算一次，上午已经打过"),
        ([at(9)], OFFICE, at(14), ""),
        ([at(11, 55)], ALWAYS, at(12, 5), "离上一次不到 1 小时"),
        ([at(9)], OFFICE, at(8, 40), "时间早于上一次"),
        ([at(9), at(14)], ALWAYS, at(9, day=TOMORROW), "最后这次请在办公时间以外打"),
        ([at(9), at(14)], ALWAYS, at(20), ""),
        ([at(9), at(20)], ALWAYS, at(9, day=TOMORROW), ""),
        ([at(9), at(14), at(20)], ALWAYS, at(9, day=TOMORROW), "已经打完"),
    ],
)
def test_a_try_counts_at_another_time_only(past: list[datetime], kind: HoursKind, moment: datetime, why: str) -> None:
    said = refusal([tried(one) for one in past], kind, moment, CALENDAR)
    assert (why in said) if why else said == ""


@pytest.mark.parametrize(
    ("kind", "tries", "verdict"),
    [
        (OFFICE, [tried(at(9))], None),
        (OFFICE, [tried(at(9), R.ANSWERED)], V.GOOD),
        (OFFICE, [tried(at(9)), tried(at(14), R.ANSWERED, told=False)], V.BADLY),
        (OFFICE, [tried(at(9)), tried(at(14), R.ANSWERED, polite=False)], V.BADLY),
        (OFFICE, [tried(at(9), R.DEAD)], V.UNREACHED),
        (OFFICE, [tried(at(9), R.BUSY), tried(at(14)), tried(at(9, day=TOMORROW), R.BUSY)], V.UNANSWERED),
        (OFFICE, [tried(at(9), R.BUSY), tried(at(14), R.BUSY), tried(at(20), R.BUSY)], V.UNREACHED),
        (ALWAYS, [tried(at(9), R.ANSWERED)], None),
        (ALWAYS, [tried(at(20), R.ANSWERED)], V.GOOD),
        (ALWAYS, [tried(at(9), R.ANSWERED, told=False), tried(at(20), R.ANSWERED)], V.BADLY),
        (ALWAYS, [tried(at(9), R.ANSWERED), tried(at(14), R.ANSWERED), tried(at(20), R.BUSY)], V.UNREACHED),
    ],
)  # fmt: skip
def test_round_the_clock_is_judged_outside_office_hours(
    kind: HoursKind, tries: list[Dialled], verdict: Verdict | None
) -> None:
    assert verdict_of(tries, kind, CALENDAR) is verdict


def test_the_next_moment_is_the_first_that_counts() -> None:
    assert next_moment([], OFFICE, at(12, 10), CALENDAR) == at(13, 30)
    assert next_moment([tried(at(9))], OFFICE, at(10), CALENDAR) == at(13, 30)
    assert next_moment([tried(at(16))], OFFICE, at(17, 45, date(2026, 5, 22)), CALENDAR) == at(8, 30, date(2026, 5, 25))
    assert next_moment([tried(at(17, 10))], ALWAYS, at(17, 20), CALENDAR) == at(18, 10)
    assert next_moment([tried(at(9)), tried(at(14))], ALWAYS, at(15), CALENDAR) == at(17, 30)
    assert next_moment([tried(at(9), R.ANSWERED)], OFFICE, at(10), CALENDAR) is None


@given(
    st.sampled_from(HoursKind),
    st.lists(st.tuples(st.integers(0, 60 * 24 * 14), st.sampled_from(TryResult)), max_size=9),
)
def test_no_number_is_dialled_more_than_three_times_and_always_comes_to_something(
    kind: HoursKind, dialled: list[tuple[int, TryResult]]
) -> None:
    tries: list[Dialled] = []
    for minutes, result in sorted(dialled):
        moment = at(0) + timedelta(minutes=minutes)
        if not refusal(tries, kind, moment, CALENDAR):
            tries.append(tried(moment, result))
    while verdict_of(tries, kind, CALENDAR) is None:
        moment_ = next_moment(tries, kind, tries[-1].at if tries else at(0), CALENDAR)
        assert moment_ is not None
        tries.append(tried(moment_))
    assert len(tries) <= 3
    assert len({half_day(one.at) for one in tries}) == len(tries)
    if kind is ALWAYS and len(tries) == 3:
        assert any(not in_office_hours(one.at, CALENDAR) for one in tries)


def test_the_fact_names_number_and_exact_times_and_nobody_who_dialled() -> None:
    answered = Dialled(at(14), R.ANSWERED, told=False, polite=True, words="让去窗口问", by="督查员甲")
    tries = [Dialled(at(9, 5), R.BUSY, by="督查员甲"), answered]
    assert problem_words("市民中心 婚姻登记窗口", "0574-81230001", OFFICE, tries) == (
        "市民中心 婚姻登记窗口公布的服务电话 0574-81230001，承诺办公时间接听，拨打 2 次："
        "5月20日 09:05 占线、打不进；5月20日 14:00 有人接，没有讲清，态度好（让去窗口问）。"
    )

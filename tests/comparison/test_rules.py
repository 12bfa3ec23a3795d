"""What is worse than promised, and how it is told."""

from datetime import date

import pytest

from inspect_app.catalogue.vocabulary import TimeUnit, TripPromise
from inspect_app.comparison.rules import added_up, broken_words, fact_of, is_broken, promise_of, title_of, verdict_of
from inspect_app.comparison.vocabulary import Aspect, CaseLine, Group, Promise, Tally

DAY = date(2026, 5, 6)


def case(**real: object) -> CaseLine:
    return CaseLine(row=2, case_no="B1", matter="I0001", day=DAY, **real)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("promise", "real", "verdict"),
    [
        (Promise(trips=1), {"trips": 1}, {Aspect.TRIPS: True}),
        (Promise(trips=1), {"trips": 2}, {Aspect.TRIPS: False}),
        (Promise(trips=0), {"trips": 1}, {Aspect.TRIPS: False}),
        (Promise(trips=1), {}, {}),
        (Promise(), {"trips": 9, "minutes": 900, "papers": 9, "online": False}, {}),
        (Promise(minutes=30), {"minutes": 31}, {Aspect.TIME: False}),
        (Promise(minutes=30), {"workdays": 9}, {}),
        (Promise(workdays=5), {"workdays": 5, "minutes": 9_000}, {Aspect.TIME: True}),
        (Promise(papers=2), {"papers": 3}, {Aspect.PAPERS: False}),
        (Promise(online=True), {"online": False}, {Aspect.ONLINE: False}),
        (Promise(online=False), {"online": False}, {}),
    ],
)
def test_a_side_counts_when_it_was_promised_and_recorded(
    promise: Promise, real: dict[str, object], verdict: dict[Aspect, bool]
) -> None:
    assert verdict_of(case(**real), promise) == verdict
    assert is_broken(verdict) == (False in verdict.values())


def test_promises_become_limits() -> None:
    whole = promise_of(TripPromise.ONE, 5, TimeUnit.WORKDAYS, 3, id_only=False, online=True)
    assert whole == Promise(trips=1, workdays=5, papers=3, online=True)
    only = promise_of(TripPromise.MORE, 30, TimeUnit.MINUTES, 3, id_only=True, online=False)
    assert only == Promise(minutes=30, papers=1)
    assert promise_of(None, None, None, 0, id_only=False, online=False) == Promise()


def test_a_problem_tells_each_broken_side_with_its_count_and_the_cases() -> None:
    group = Group(
        item_id=1, window_id=1, matter="不动产转移登记", place="市民中心登记窗口", unit_id=1,
        promise=Promise(trips=1, workdays=5), cases=20, broken=7, first=DAY, last=date(2026, 5, 20),
        tallies={Aspect.TRIPS: Tally(20, 6, 3), Aspect.TIME: Tally(18, 2, 12), Aspect.PAPERS: Tally(20, 0)},
        examples=("B1", "B2"),
    )  # fmt: skip
    assert title_of(group) == "不动产转移登记：7/20 件没有做到承诺"
    assert fact_of(group, "登记系统").split("\n") == [
        "据“登记系统”办件数据比对，2026-05-06 至 2026-05-20 市民中心登记窗口办理“不动产转移登记” 20 件，7 件比承诺差。",
        "跑动次数：承诺最多跑 1 次，6/20 件没有做到，最多 3 次。",
        "办理时间：承诺 5 个工作日，2/18 件没有做到，最多 12 个工作日。",
        "办件编号如：B1、B2。",
    ]
    online = broken_words(Aspect.ONLINE, Tally(3, 1), Promise(online=True))
    assert online == "网上办理：承诺可以网上办，1/3 件没有做到。"


def test_verdicts_add_up_side_by_side() -> None:
    added = added_up([{Aspect.TRIPS: True}, {Aspect.TRIPS: False, Aspect.TIME: False}, {}])
    assert (added[Aspect.TRIPS], added[Aspect.TIME], added[Aspect.PAPERS]) == (Tally(2, 1), Tally(1, 1), Tally())

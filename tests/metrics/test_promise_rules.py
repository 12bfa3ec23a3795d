"""The order of the league, what two broken windows ask for, and numbers too small to be told."""

from datetime import date
from typing import Any

import pytest

from inspect_app.catalogue.models import ServiceItem
from inspect_app.catalogue.rules import minutes_promised
from inspect_app.catalogue.vocabulary import TimeUnit, TripPromise
from inspect_app.field.queries import promise_of
from inspect_app.field.rules import trial_offers
from inspect_app.field.vocabulary import TrialFacts
from inspect_app.metrics.rules.promise import (
    causes,
    few_hidden,
    kept_count,
    months_until,
    papers_words,
    promised_words,
    proposals,
    ranked,
    time_words,
    told_words,
    units_asked,
    without_ranks,
)
from inspect_app.metrics.vocabulary import (
    LEAGUE_HEADS,
    KeptCount,
    MatterRow,
    Mean,
    PromiseLine,
    Proposal,
    Rate,
    Standing,
    WindowRow,
)

L = PromiseLine
NONE = dict.fromkeys(PromiseLine, KeptCount())


def matter(number: int, n: int, d: int, **values: Any) -> Standing:
    return Standing(number, f"{number}", number, **({"is_district": False, "kept": KeptCount(n, d)} | values))


def window(number: int, **counts: tuple[int, int]) -> WindowRow:
    lines = NONE | {L(line): KeptCount(*pair) for line, pair in counts.items()}
    return WindowRow(number, 10 + number, f"{number}号窗口", lines, Mean())


def test_the_league_begins_with_what_was_kept_least_and_ranks_from_three_tests() -> None:
    rows = [matter(1, 3, 3), matter(2, 0, 2), matter(3, 1, 4), matter(4, 2, 4), matter(5, 4, 4), matter(6, 2, 2)]
    assert [(row.item_id, row.rank) for row in ranked(rows)] == [
        (3, 4), (4, 3), (5, 1), (1, 1), (2, None), (6, None),
    ]  # fmt: skip


def test_bureaus_and_districts_are_ranked_apart() -> None:
    rows = [matter(1, 3, 3), matter(2, 1, 3, is_district=True), matter(3, 0, 3, is_district=True)]
    assert {row.item_id: row.rank for row in ranked(rows)} == {1: 1, 2: 1, 3: 2}


def test_a_department_reads_its_matters_in_the_official_order() -> None:
    rows = without_ranks([matter(2, 0, 9), matter(1, 9, 9)])
    assert [(row.item_id, row.rank) for row in rows] == [(1, None), (2, None)]


def test_a_row_has_a_cell_under_every_head() -> None:
    lines = NONE | {L.KEPT: KeptCount(1, 3)}
    cells = MatterRow(1, "事项1", "市公安局", "", "最多跑一次", lines, Mean(), findings=2, rank=4).cells
    assert len(cells) == len(LEAGUE_HEADS)
    told = dict(zip(LEAGUE_HEADS, cells, strict=True))
    assert (told["兑现"], told["名次"], told["问题"]) == ("1/3", "4", "2")


def test_without_a_test_there_is_a_dash_and_a_department_reads_no_small_number() -> None:
    counts = [kept_count(n, d, True) for n, d in ((0, 0), (0, 1), (2, 2), (2, 3))]
    assert [(one.words, one.opens) for one in counts] == [
        ("—", False), ("不足3次", False), ("不足3次", False), ("2/3", True),
    ]  # fmt: skip
    assert kept_count(0, 1, False).words == "0/1"
    hidden = few_hidden(Rate("一次办结率", 0, 2, "材料齐全 0/2"))
    assert hidden.cells == ("一次办结率", "不足3次", "—", "")
    assert few_hidden(Rate("一次办结率", 0, 3)).made_of == "0/3"


def test_broken_at_one_window_asks_for_nothing() -> None:
    assert proposals([window(1, kept=(0, 3), trips=(0, 3)), window(2, kept=(1, 1), trips=(1, 1))]) == []


def test_broken_at_two_windows_is_a_target() -> None:
    rows = [window(1, kept=(0, 1), trips=(0, 1)), window(2, kept=(1, 2), trips=(1, 2))]
    assert (proposals(rows), causes(rows)) == ([Proposal.TARGET], [])
    assert units_asked(11, [*rows, window(3, kept=(1, 1))]) == [11, 12]


def test_what_no_window_kept_has_its_cause_in_the_rule() -> None:
    rows = [window(1, kept=(0, 1), trips=(0, 1)), window(2, kept=(0, 2), trips=(0, 1), papers=(1, 1)), window(3)]
    assert (proposals(rows), causes(rows)) == ([Proposal.TARGET, Proposal.PROJECT], [L.TRIPS])


def test_the_words_of_a_visit() -> None:
    asked = [{"name": "户口簿", "origin": "listed"}, {"name": "无房证明", "origin": "cancelled"}]
    assert papers_words(asked) == "已取消证明：无房证明"
    assert papers_words(asked, but_id=True) == "清单内：户口簿；已取消证明：无房证明"
    assert papers_words(asked[:1]) == "没有要清单外的材料"
    assert told_words([{"point": "材料", "told": True}, {"point": "多久", "told": False}]) == "没讲：多久"
    minutes, days = TimeUnit.MINUTES, TimeUnit.WORKDAYS
    assert [time_words(9, None, 30, minutes), time_words(9, 4, 5, days), time_words(9, None, 0, minutes)] == [
        "9 分钟", "4 个工作日", "当天办结",
    ]  # fmt: skip
    said = promised_words(TripPromise.ONE, 3, TimeUnit.WORKDAYS, True, 2)
    assert said == "最多跑一次，3 个工作日，仅凭身份证，材料 2 份"
    assert promised_words(None, None, None, False) == "未公布"


@pytest.mark.parametrize(
    ("amount", "unit", "minutes"),
    [
        (30, TimeUnit.MINUTES, 30),
        (0, TimeUnit.MINUTES, None),  # 立等可取: the same day, by whatever minutes
        (0, TimeUnit.WORKDAYS, None),
        (5, TimeUnit.WORKDAYS, None),
        (None, None, None),
    ],
)
def test_only_a_number_of_minutes_is_held_against_a_watch(
    amount: int | None, unit: TimeUnit | None, minutes: int | None
) -> None:
    assert minutes_promised(amount, unit) == minutes
    item = ServiceItem(name="事项", promised_amount=amount, promised_unit=unit, id_only=False, papers=[])
    promise = promise_of(item)
    assert promise is not None
    assert promise.minutes == minutes
    offers = trial_offers(promise, TrialFacts(True, 1, 300))
    assert [offer.ref for offer in offers] == (["minutes"] if minutes else [])


def test_a_trend_is_twelve_whole_months_but_for_the_last() -> None:
    months = months_until(date(2026, 3, 15))
    assert len(months) == 12
    assert (months[0].first, months[0].last) == (date(2025, 4, 1), date(2025, 4, 30))
    assert (months[-1].first, months[-1].last) == (date(2026, 3, 1), date(2026, 3, 15))

"""The order of the league, what two broken windows ask for, and numbers too small to be told."""

from dataclasses import replace
from datetime import date
from typing import Any

from inspect_app.catalogue.vocabulary import TimeUnit, TripPromise
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
    WindowRow,
)

L = PromiseLine
NONE = dict.fromkeys(PromiseLine, KeptCount())


def matter(number: int, n: int, d: int, **values: Any) -> MatterRow:
    row = MatterRow(
        item_id=number, code=f"{number}", name=f"事项{number}", unit="市公安局", sort_no=number, is_district=False,
        batch="", promised="最多跑一次", lines=NONE | {L.KEPT: KeptCount(n, d)}, trips=Mean(),
    )  # fmt: skip
    return replace(row, **values)


def window(number: int, **counts: tuple[int, int]) -> WindowRow:
    lines = NONE | {L(line): KeptCount(*pair) for line, pair in counts.items()}
    return WindowRow(number, f"{number}号窗口", lines, Mean())


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
    cells = matter(1, 1, 3, findings=2).cells
    assert len(cells) == len(LEAGUE_HEADS)
    assert dict(zip(LEAGUE_HEADS, cells, strict=True))["兑现"] == "1/3"


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


def test_what_no_window_kept_has_its_cause_in_the_rule() -> None:
    rows = [window(1, kept=(0, 1), trips=(0, 1)), window(2, kept=(0, 2), trips=(0, 1), papers=(1, 1)), window(3)]
    assert (proposals(rows), causes(rows)) == ([Proposal.TARGET, Proposal.PROJECT], [L.TRIPS])


def test_the_words_of_a_visit() -> None:
    asked = [{"name": "户口簿", "origin": "listed"}, {"name": "无房证明", "origin": "cancelled"}]
    assert papers_words(asked) == "已取消证明：无房证明"
    assert papers_words(asked, but_id=True) == "清单内：户口簿；已取消证明：无房证明"
    assert papers_words(asked[:1]) == "没有要清单外的材料"
    assert told_words([{"point": "材料", "told": True}, {"point": "多久", "told": False}]) == "没讲：多久"
    assert [time_words(9, None, TimeUnit.MINUTES), time_words(9, 4, TimeUnit.WORKDAYS), time_words(9, None, None)] == [
        "9 分钟", "4 个工作日", "当天办结",
    ]  # fmt: skip
    said = promised_words(TripPromise.ONE, 3, TimeUnit.WORKDAYS, True, 2)
    assert said == "最多跑一次，3 个工作日，仅凭身份证，材料 2 份"
    assert promised_words(None, None, None, False) == "未公布"


def test_a_trend_is_twelve_whole_months_but_for_the_last() -> None:
    months = months_until(date(2026, 3, 15))
    assert len(months) == 12
    assert (months[0].first, months[0].last) == (date(2025, 4, 1), date(2025, 4, 30))
    assert (months[-1].first, months[-1].last) == (date(2026, 3, 1), date(2026, 3, 15))

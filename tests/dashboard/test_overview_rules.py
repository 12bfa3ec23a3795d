"""The order of units, the tints and the sentences, written by hand."""

from datetime import date

from inspect_app.dashboard.rules import (
    heat_words,
    lead,
    percent,
    ranked,
    ranking_words,
    shade,
    trend_words,
    weeks_until,
)
from inspect_app.dashboard.vocabulary import UnitRow, Viewer, Week


def row(number: int, on_time: int, due: int, over: int = 0, sort_no: int | None = None) -> UnitRow:
    return UnitRow(
        number, f"第{number}局", sort_no or number, False, delivered=due, due=due, on_time=on_time, over=over
    )


def test_units_rank_from_three_due_on_and_the_others_follow_by_their_sort_number() -> None:
    rows = [row(1, 2, 2), row(2, 3, 4), row(3, 3, 3), row(4, 0, 0, sort_no=1), row(5, 6, 8, over=1), row(6, 3, 4)]
    assert [(one.unit_id, one.rank) for one in ranked(rows)] == [(3, 1), (2, 2), (6, 2), (5, 4), (1, None), (4, None)]


def test_a_share_without_a_denominator_is_a_dash() -> None:
    assert (percent(0, 0), percent(0, 3), percent(2, 3)) == ("—", "0.0%", "66.7%")


def test_tints_go_by_the_largest_number_and_nought_has_none() -> None:
    assert [shade(count, 8) for count in (0, 1, 2, 3, 5, 8)] == [0, 1, 1, 2, 3, 4]


def test_the_trend_has_twelve_weeks_up_to_its_day() -> None:
    weeks = weeks_until(date(2026, 5, 21))
    assert (len(weeks), weeks[0].first, weeks[-1].first, weeks[-1].last) == (
        12, date(2026, 3, 2), date(2026, 5, 18), date(2026, 5, 21),
    )  # fmt: skip


def test_sentences_come_from_the_numbers() -> None:
    rows = [row(1, 2, 4, over=1), row(2, 3, 4, over=3)]
    assert lead(Viewer.ALL, rows, (31, 38), 0) == (
        "累计交办问题 8 个，已销号 0 个；4 个逾期未改，最多的是第2局，3 个。具体办实测 38 件，7 件没有一次办结。"
    )
    assert lead(Viewer.UNIT, rows[:1], None, 2) == "本单位累计收到问题 4 个，已销号 0 个；1 个逾期未改，2 个临期。"
    assert lead(Viewer.AUTHOR, [], None, 0) == "您发现的问题还没有交办的。"
    week = Week(date(2026, 5, 18), date(2026, 5, 24), 5, 2)
    assert trend_words([week]) == "近 1 周交办 5 个，销号 2 个，未销号的多了 3 个。"
    assert heat_words([("a", "告知"), ("b", "材料")], [2, 6]) == "这段日期内交办的问题里，材料 6、告知 2，共占 8/8。"
    assert ranking_words([row(1, 1, 2), row(2, 3, 4)], places=True) == (
        "应改 6 个，按期 4 个，按期整改率 66.7%。1 个单位应改不足 3 个，不排名。"
    )
    assert "不排名" not in ranking_words([row(1, 1, 2)], places=False)

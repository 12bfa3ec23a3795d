"""Two guides line by line: what is the same, what was changed, what stands alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.spotchecks.rules.guides import (
    compare,
    lines_of,
    meaning_of,
    outcome_of,
    problem_title,
    problem_words,
)
from inspect_app.spotchecks.vocabulary.guides import Aspect, Found, Kind, Outcome, Row

URL = "https://example.gov.cn/guide"


def told(rows: list[Row]) -> list[tuple[str, str, Kind | None]]:
    return [(row.window_text, row.online_text, row.kind) for row in rows]


@pytest.mark.parametrize(
    "line",
    [
        "身份证原件", "1. 身份证原件", "（1）身份证原件；", "一、身份证原件。", "  ２、身份证 原件", "- 身份证原件",
        "3）身份证原件",
    ],
)
def test_numbers_ends_widths_and_blanks_are_no_difference(line: str) -> None:
    assert meaning_of(line) == "身份证原件"


def test_a_number_that_says_something_stays() -> None:
    assert (meaning_of("2寸照片3张"), meaning_of("1.5寸照片")) == ("2寸照片3张", "1.5寸照片")
    assert meaning_of("5个工作日") != meaning_of("3个工作日")


def test_the_order_of_papers_is_no_difference() -> None:
    rows = compare("1. 身份证\n2. 户口簿", "户口簿\n\n身份证")
    assert told(rows) == [("1. 身份证", "身份证", None), ("2. 户口簿", "户口簿", None)]


def test_a_changed_line_is_marked_and_strangers_stand_alone() -> None:
    rows = compare("身份证原件及复印件\n户口簿", "1、身份证原件\n无犯罪记录证明")
    assert told(rows) == [
        ("身份证原件及复印件", "1、身份证原件", Kind.CHANGED),
        ("户口簿", "", Kind.WINDOW_ONLY),
        ("", "无犯罪记录证明", Kind.ONLINE_ONLY),
    ]
    assert [(piece.text, piece.differs) for piece in rows[0].window] == [("身份证原件", False), ("及复印件", True)]
    assert [(piece.text, piece.differs) for piece in rows[0].online] == [("1、", False), ("身份证原件", False)]


def test_one_line_on_each_side_is_one_difference_however_unlike() -> None:
    assert told(compare("不收费", "工本费10元", a_list=False)) == [("不收费", "工本费10元", Kind.CHANGED)]
    assert [row.kind for row in compare("户口簿", "介绍信")] == [Kind.WINDOW_ONLY, Kind.ONLINE_ONLY]


def test_a_line_is_paired_with_the_likest() -> None:
    rows = compare("居住证申领表（一式两份）", "居住证\n居住证申领表（一份）")
    assert told(rows) == [
        ("居住证申领表（一式两份）", "居住证申领表（一份）", Kind.CHANGED), ("", "居住证", Kind.ONLINE_ONLY),
    ]  # fmt: skip


@given(st.lists(st.text("身份证户口簿原件复印12 、", max_size=8), max_size=6), st.randoms(use_true_random=False))
def test_a_guide_held_against_itself_in_any_order_is_the_same(lines: list[str], dice: object) -> None:
    shuffled = list(lines)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    rows = compare("\n".join(lines), "\n".join(shuffled))
    assert {row.kind for row in rows} <= {None}
    assert len(rows) == len(lines_of("\n".join(lines)))


@given(
    st.lists(st.text("身份证户口簿原件", max_size=5), max_size=6),
    st.lists(st.text("身份证照片", max_size=5), max_size=6),
)
def test_every_line_of_both_guides_stands_there_once(here: list[str], there: list[str]) -> None:
    rows = compare("\n".join(here), "\n".join(there))
    assert sorted(row.window_text for row in rows if row.window) == sorted(lines_of("\n".join(here)))
    assert sorted(row.online_text for row in rows if row.online) == sorted(lines_of("\n".join(there)))


def test_what_a_check_comes_to() -> None:
    assert outcome_of(Found.FOUND, 0) is Outcome.SAME
    assert outcome_of(Found.FOUND, 2) is Outcome.DIFFERENT
    assert outcome_of(Found.NOT_FOUND, 0) is outcome_of(Found.NOT_OPEN, 0) is Outcome.UNPUBLISHED


def test_the_words_of_a_problem_hold_both_wordings() -> None:
    words = problem_words("居住证申领", URL, Found.FOUND, Aspect.LIMIT, Kind.CHANGED, "5个工作日", "3个工作日")
    said = "窗口写“5个工作日”，网上写“3个工作日”"
    assert words == f"网上抽查“居住证申领”，办理时限窗口与网上不一致：{said}（{URL}）。"
    assert problem_title("居住证申领", Aspect.LIMIT) == "“居住证申领”办理时限窗口与网上不一致"
    closed = problem_words("居住证申领", URL, Found.NOT_OPEN, None, Kind.UNPUBLISHED, "", "")
    assert closed == f"网上抽查“居住证申领”：网址打不开（{URL}）。"

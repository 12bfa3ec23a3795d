"""Numbers on paper, cleaned text, labels, codes."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.access import Permission, Role
from inspect_app.foundation import randomness
from inspect_app.foundation.labels import Labelled
from inspect_app.foundation.numbering import finding_number, issue_label, percentage, ratio
from inspect_app.foundation.text import clean, normalise, tidy


class Grade(Labelled):
    LOW = "low", "低"
    HIGH = "high", "高"


def test_a_label_is_found_by_value_and_by_word() -> None:
    assert Grade.choices() == [("low", "低"), ("high", "高")]
    assert (Grade.find("low"), Grade.find("nothing"), Grade.find(None)) == (Grade.LOW, None, None)
    assert (Grade.named("高"), Grade.named("中")) == (Grade.HIGH, None)
    assert (str(Grade.LOW), f"{Grade.LOW}", Grade.LOW.label) == ("low", "low", "低")


@pytest.mark.parametrize("words", [Role, Permission])
def test_no_two_members_share_a_word(words: type[Labelled]) -> None:
    labels = [member.label for member in words]
    assert len(labels) == len(set(labels))


def test_numbers_read_as_on_paper() -> None:
    assert finding_number(2026, 123) == "2026-0123"
    assert finding_number(2026, 12345) == "2026-12345"
    assert finding_number(2026, 7, "演") == "演2026-0007"
    assert issue_label(12) == "第12期"


@pytest.mark.parametrize(
    ("numerator", "denominator", "said"),
    [(0, 0, "—"), (5, 0, "—"), (0, 3, "0/3（0.0%）"), (1, 3, "1/3（33.3%）"), (52, 61, "52/61（85.2%）")],
)
def test_a_ratio_prints_its_parts_and_nought_prints_a_dash(numerator: int, denominator: int, said: str) -> None:
    assert ratio(numerator, denominator) == said


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_percentage_is_rounded_half_up_to_one_decimal(numerator: int, denominator: int) -> None:
    exact = Fraction(numerator * 1000, denominator)
    assert percentage(numerator, denominator) == f"{int(exact + Fraction(1, 2)) / 10:.1f}%"


def test_text_is_cleaned_of_what_breaks_files() -> None:
    assert clean("\x00 一\x0b二\x7f\t三\n") == "一二\t三"
    assert clean(None) == ""
    assert normalise(" ＡＢ１２　　（甲）\n") == "AB12 (甲)"
    assert tidy(" ＡＢ１２　　（甲）\u200b\n") == "AB12 （甲）"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    for cleaner in (clean, normalise, tidy):
        once = cleaner(text)
        assert cleaner(once) == once


def test_a_code_read_aloud_holds_no_letter_that_is_confused() -> None:
    code = randomness.readable_code(200)
    assert len(code) == 200
    assert not set(code) & set("01IOL")


def test_tokens_have_128_bits_and_differ() -> None:
    tokens = {randomness.token() for _ in range(100)}
    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {32}

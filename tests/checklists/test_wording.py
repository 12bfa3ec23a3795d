"""Conditions are chosen in words, shown in words, and mean the same both ways."""

import pytest

from inspect_app.checklists.rules import condition_from_words, preview, rule_in_words, simple_condition
from inspect_app.checklists.vocabulary import ConditionWord, Item, ItemKind, Rule, RuleError, check_rule
from tests.checklists.making import CHOICE, CHOICES, NUMBER, PHONE, TEXT, TOLD, YES_NO, a_body, an_item

SAID: list[tuple[Item, ConditionWord, str, Rule, str]] = [
    (YES_NO, ConditionWord.IS, "否", ["eq", ["ref", "q"], "no"], "当“窗口有人在岗”是“否”"),
    (YES_NO, ConditionWord.IS_NOT, "不适用", ["ne", ["ref", "q"], "na"], "当“窗口有人在岗”不是“不适用”"),
    (YES_NO, ConditionWord.ANSWERED, "", ["answered", ["ref", "q"]], "当“窗口有人在岗”已经答了"),
    (CHOICE, ConditionWord.IS, "不给办", ["eq", ["ref", "q"], "b"], "当“窗口有人在岗”是“不给办”"),
    (CHOICES, ConditionWord.HAS, "办成了", ["has", ["ref", "q"], "a"], "当“窗口有人在岗”选了“办成了”"),
    (NUMBER, ConditionWord.MORE, "15", ["gt", ["ref", "q"], 15.0], "当“等了多久？”大于 15 "),
    (PHONE, ConditionWord.IS, "没打通", ["eq", ["ref", "q"], "not_connected"], "当“窗口有人在岗”是“没打通”"),
    (TOLD, ConditionWord.HAS, "多久能办好", ["has", ["ref", "q"], "time"], "当“窗口有人在岗”选了“多久能办好”"),
    (TEXT, ConditionWord.IS, "好", ["eq", ["ref", "q"], "好"], "当“窗口有人在岗”是“好”"),
]


@pytest.mark.parametrize(("item", "word", "text", "rule", "sentence"), SAID)
def test_a_condition_survives_words_and_back(
    item: Item, word: ConditionWord, text: str, rule: Rule, sentence: str
) -> None:
    assert condition_from_words(item, word, text) == rule
    check_rule(rule)
    assert rule_in_words(rule, [item]) == sentence
    assert simple_condition(rule, [item]) == ("q", word, text)


@pytest.mark.parametrize(
    ("item", "word", "text", "sentence"),
    [
        (YES_NO, ConditionWord.IS, " ", "请写条件的内容。"),
        (YES_NO, ConditionWord.IS, "也许", "没有“也许”这个答案，可以写：是、否、不适用、没看到。"),
        (NUMBER, ConditionWord.MORE, "多", "的条件请写数字。"),
        (CHOICES, ConditionWord.IS, "办成了", "的条件请用“选了”或“已经答了”。"),
        (YES_NO, ConditionWord.HAS, "是", "“是/否/不适用”请用“是”。"),
    ],
)
def test_a_condition_that_makes_no_sense_is_refused(
    item: Item, word: ConditionWord, text: str, sentence: str
) -> None:
    with pytest.raises(RuleError, match=sentence):
        condition_from_words(item, word, text)


def test_a_tree_is_told_but_not_taken_for_a_simple_condition() -> None:
    rule = ["and", ["not", ["eq", ["ref", "q"], "no"]], ["or", ["answered", ["ref", "gone"]]]]
    assert rule_in_words(rule, [YES_NO]) == "当并非（“窗口有人在岗”是“否”），并且“gone”已经答了"
    compared: list[Rule] = [["eq", "no", ["ref", "q"]], ["eq", ["ref", "q"], ["ref", "r"]], ["eq", ["ref", "q"], True]]
    others: list[Rule] = [[], rule, *compared]
    assert [simple_condition(other or None, [YES_NO]) for other in others] == [None] * 5
    assert simple_condition(["eq", ["ref", "gone"], "no"], [YES_NO]) is None


def test_a_preview_numbers_written_items_through_the_visit() -> None:
    body = a_body(an_item("a"), an_item("s", text=""), do=(an_item("b", ItemKind.TEXT, weight=0.5),))
    parts = preview(body)
    assert [[row.number for row in part.rows] for part in parts] == [[1, None], [2], []]
    assert [part.summary for part in parts] == ["1 项，1 分", "1 项，0.5 分", "0 项，0 分"]

"""Say in Chinese what a rule and a body mean, and make a rule from what was chosen."""

from collections.abc import Sequence
from typing import Any

from inspect_app.checklists.vocabulary import (
    MAX_ITEMS,
    ChecklistBody,
    Choice,
    ConditionWord,
    Item,
    ItemKind,
    Rule,
    RuleError,
)

_PHONE_WORDS = {"answered": "打通有人接", "not_answered": "打通没人接", "not_connected": "没打通"}
_OPERATORS = {word.value: word.label for word in ConditionWord}
_NUMERIC = frozenset({ItemKind.NUMBER, ItemKind.RATING})
_LISTED = frozenset({ItemKind.MULTIPLE, ItemKind.TOLD_LIST})


def condition_from_words(item: Item, word: ConditionWord, text: str) -> Rule:
    """Return the rule that an earlier item's answer is so; raise RuleError with a Chinese sentence."""
    reference = ["ref", item.key]
    if word is ConditionWord.ANSWERED:
        return ["answered", reference]
    if item.kind in _LISTED and word is not ConditionWord.HAS:
        raise RuleError(f"“{item.kind.label}”的条件请用“选了”或“已经答了”。")
    if item.kind not in _LISTED and word is ConditionWord.HAS:
        raise RuleError(f"“选了”只用于多选和告知清单，“{item.kind.label}”请用“是”。")
    return [word.value, reference, _literal(item, text)]


def _literal(item: Item, text: str) -> Any:
    text = text.strip()
    if not text:
        raise RuleError("请写条件的内容。")
    if item.kind in _NUMERIC:
        try:
            return float(text)
        except ValueError:
            raise RuleError(f"“{item.text}”的条件请写数字。") from None
    words = _words_of(item)
    if words is None:
        return text
    found = next((key for key, label in words.items() if text in (key, label)), None)
    if found is None:
        raise RuleError(f"“{item.text}”没有“{text[:20]}”这个答案，可以写：{'、'.join(words.values())}。")
    return found


def _words_of(item: Item) -> dict[str, str] | None:
    """Return answer → label of an item that offers fixed answers, or nothing."""
    if item.kind is ItemKind.YES_NO:
        return {choice.value: choice.label for choice in Choice}
    if item.kind is ItemKind.PHONE_TEST:
        return dict(_PHONE_WORDS)
    if item.kind in (ItemKind.SINGLE, ItemKind.MULTIPLE):
        return {option.key: option.label for option in item.options}
    if item.kind is ItemKind.TOLD_LIST:
        return {point.key: point.label for point in item.points_to_tell}
    return None


def rule_in_words(rule: Rule | None, items: Sequence[Item]) -> str:
    """Return a rule as a sentence, e.g. 当“等了多久？”大于 15."""
    return "" if rule is None else f"当{_in_words(rule, {item.key: item for item in items})}"


def _in_words(rule: Rule, items: dict[str, Item]) -> str:
    name, arguments = rule[0], rule[1:]
    if name == "not":
        return f"并非（{_in_words(arguments[0], items)}）"
    if name in ("and", "or"):
        return ("，并且" if name == "and" else "，或者").join(_in_words(one, items) for one in arguments)
    if name == "answered":
        return f"“{_named(arguments[0][1], items)}”已经答了"
    left, right = arguments
    item = items.get(left[1]) if isinstance(left, list) else None
    return f"{_side(left, None, items)}{_OPERATORS[name]}{_side(right, item, items)}"


def _side(side: Any, other: Item | None, items: dict[str, Item]) -> str:
    if isinstance(side, list):
        return f"“{_named(side[1], items)}”"
    words = (_words_of(other) if other else None) or {}
    if isinstance(side, str):
        return f"“{words.get(side, side)}”"
    return f" {side:g} " if isinstance(side, int | float) and not isinstance(side, bool) else f"“{side}”"


def _named(key: str, items: dict[str, Item]) -> str:
    return items[key].text.rstrip("。") if key in items else key


def body_in_words(body: ChecklistBody) -> dict[str, str]:
    """Return part → numbered lines, for two people to compare their texts."""
    return {part.label: "\n".join(map(_line, range(1, MAX_ITEMS + 1), part.items)) for part in body.parts}


def _line(number: int, item: Item) -> str:
    facts = [
        item.kind.label, f"{item.weight:g} 分", "关键项" if item.critical else "", item.hint, item.suggestion,
        *(option.label for option in item.options), *(point.label for point in item.points_to_tell),
    ]  # fmt: skip
    return f"{number}. {item.text or '（空位）'}（{'；'.join(fact for fact in facts if fact)}）"


def simple_condition(rule: Rule | None, items: Sequence[Item]) -> tuple[str, ConditionWord, str] | None:
    """Return (item key, word, text) of a rule that looks at one item, as the editor shows it, or nothing."""
    word = ConditionWord.find(rule[0]) if rule else None
    if rule is None or word is None or not isinstance(rule[1], list) or isinstance(rule[-1], bool):
        return None
    key = rule[1][1]
    item = next((item for item in items if item.key == key), None)
    if item is None or word is ConditionWord.ANSWERED:
        return (key, word, "") if item else None
    if isinstance(rule[2], list):
        return None
    text = rule[2] if isinstance(rule[2], str) else f"{rule[2]:g}"
    return key, word, (_words_of(item) or {}).get(text, text)

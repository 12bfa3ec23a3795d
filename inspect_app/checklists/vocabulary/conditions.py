"""The shape of a skip rule: a small strict tree in JSON, never evaluated as code.

`["and", ["eq", ["ref", "q1"], "no"], ["gt", ["ref", "wait"], 15]]`

Operators: `ref` (the value of an answer), `and`, `or`, `not`, `eq`, `ne`, `lt`, `le`, `gt`, `ge`, `has`
(a list holds a word), `answered`. A comparison holds references, texts, finite numbers, true or false.
"""

import math
from collections.abc import Callable
from typing import Any, TypeAlias

Rule: TypeAlias = list[Any]

MAX_DEPTH = 8
MAX_BRANCHES = 20
COMPARISONS = frozenset({"eq", "ne", "lt", "le", "gt", "ge", "has"})


class RuleError(ValueError):
    """A tree that is no rule; the message is a Chinese sentence."""


def check_rule(rule: object, depth: int = 1) -> None:
    """Refuse everything that isn't a rule, wherever in the tree it stands."""
    if depth > MAX_DEPTH:
        raise RuleError(f"显示条件嵌套超过 {MAX_DEPTH} 层。")
    if not isinstance(rule, list) or not rule or not isinstance(rule[0], str):
        raise RuleError("显示条件应写成 [运算, …] 的形式。")
    name, arguments = rule[0], rule[1:]
    check = _CHECKS.get(name)
    if check is None:
        raise RuleError(f"显示条件里有不认识的运算“{name[:20]}”。")
    check(arguments, depth)


def references(rule: object) -> frozenset[str]:
    """Return the keys of the items a rule looks at."""
    if not isinstance(rule, list):
        return frozenset()
    if len(rule) == 2 and rule[0] == "ref" and isinstance(rule[1], str):
        return frozenset({rule[1]})
    return frozenset().union(*(references(part) for part in rule[1:]))


def is_reference(node: object) -> bool:
    """Say whether a node is `["ref", "<key>"]`."""
    return (
        isinstance(node, list) and len(node) == 2 and node[0] == "ref"
        and isinstance(node[1], str) and node[1] != ""
    )  # fmt: skip


def _check_branches(arguments: list[Any], depth: int) -> None:
    if not 1 <= len(arguments) <= MAX_BRANCHES:
        raise RuleError(f"“并且”“或者”下面要有 1 到 {MAX_BRANCHES} 个条件。")
    for argument in arguments:
        check_rule(argument, depth + 1)


def _check_not(arguments: list[Any], depth: int) -> None:
    if len(arguments) != 1:
        raise RuleError("“不是”下面要有一个条件。")
    check_rule(arguments[0], depth + 1)


def _check_answered(arguments: list[Any], depth: int) -> None:
    if len(arguments) != 1 or not is_reference(arguments[0]):
        raise RuleError("“已答”后面要写一个检查项。")


def _check_comparison(arguments: list[Any], depth: int) -> None:
    if len(arguments) != 2:
        raise RuleError("比较要有左右两边。")
    if not all(is_reference(side) or _is_plain(side) for side in arguments):
        raise RuleError("比较的两边只能是检查项、文字、数字或者是否。")


def _is_plain(node: object) -> bool:
    if isinstance(node, str | bool):
        return True
    if not isinstance(node, int | float):
        return False
    try:
        return math.isfinite(float(node))
    except OverflowError:
        return False


_CHECKS: dict[str, Callable[[list[Any], int], None]] = {
    "and": _check_branches,
    "or": _check_branches,
    "not": _check_not,
    "answered": _check_answered,
    **dict.fromkeys(COMPARISONS, _check_comparison),
}

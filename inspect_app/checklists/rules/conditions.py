"""Evaluate skip rules. `inspect_app/static/js/checklist-rules.js` says the same in the browser.

An answer that isn't there makes every comparison false, `ne` included. Words compare with words (by code
point) and numbers with numbers; across kinds `eq` is false, `ne` true and an order false. A list is never
equal to anything: `has` looks into it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from inspect_app.checklists.vocabulary import Rule, answer_value, check_rule

Answers = Mapping[str, object]


def evaluate(rule: Rule, answers: Answers) -> bool:
    """Say whether a rule holds for these answers; raise RuleError when it is no rule."""
    check_rule(rule)
    return _holds(rule, answers)


def _holds(rule: Rule, answers: Answers) -> bool:
    name, arguments = rule[0], rule[1:]
    if name == "and":
        return all(_holds(argument, answers) for argument in arguments)
    if name == "or":
        return any(_holds(argument, answers) for argument in arguments)
    if name == "not":
        return not _holds(arguments[0], answers)
    if name == "answered":
        return _value(arguments[0], answers) is not None
    left, right = (_value(argument, answers) for argument in arguments)
    return left is not None and right is not None and _COMPARE[name](left, right)


def _value(node: Any, answers: Answers) -> Any:
    if isinstance(node, list):
        return answer_value(answers.get(node[1]))
    return node if isinstance(node, str | bool) else float(node)


def _equal(left: Any, right: Any) -> bool:
    return type(left) is type(right) and not isinstance(left, list) and bool(left == right)


def _ordered(left: Any, right: Any) -> bool:
    return type(left) is type(right) and isinstance(left, str | float)


def _has(left: Any, right: Any) -> bool:
    return isinstance(left, list) and isinstance(right, str) and right in left


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": _equal,
    "ne": lambda left, right: not _equal(left, right),
    "lt": lambda left, right: _ordered(left, right) and left < right,
    "le": lambda left, right: _ordered(left, right) and left <= right,
    "gt": lambda left, right: _ordered(left, right) and left > right,
    "ge": lambda left, right: _ordered(left, right) and left >= right,
    "has": _has,
}

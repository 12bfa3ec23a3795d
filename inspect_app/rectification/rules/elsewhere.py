"""What is said of looking elsewhere for the same problem (举一反三); pure."""

from collections.abc import Iterable

from inspect_app.rectification.vocabulary import SameElsewhere

_ELSEWHERE = frozenset({SameElsewhere.FIXED, SameElsewhere.FIXING})


def brief_for(number: str, title: str) -> str:
    """Return what whoever goes is told: it reaches the visit's author, so it says nothing but the question."""
    return f"举一反三（{number}）：请看这里有没有同样的问题——{title}"


def said_elsewhere(answers: Iterable[str]) -> str:
    """Return the department's last word on other windows when it is that they have the problem too."""
    last = next((word for text in reversed(list(answers)) if (word := SameElsewhere.find(text))), None)
    return last.label if last in _ELSEWHERE and last is not None else ""

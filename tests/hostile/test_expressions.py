"""No regular expression needs more than a moment for the longest text that somebody may send."""

import re
import time

import pytest

from tests.hostile.expressions import expressions, hostile

# What is linear needs a few milliseconds, what is quadratic seconds.
_SECONDS, _LENGTHS = 0.5, (400, 4_000, 40_000)


def _slow(pattern: re.Pattern[str]) -> str:
    """Return what an expression can't read in time, or nothing; short texts first, since some would never end."""
    for length in _LENGTHS:
        for text in hostile(pattern, length):
            began = time.process_time()
            for _ in pattern.finditer(text):
                pass
            if time.process_time() - began > _SECONDS:
                return f"{length} {text[:8]!r}"
    return ""


@pytest.mark.slow
def test_no_expression_is_slow_on_a_long_hostile_text() -> None:
    found = expressions()
    assert {where: slow for where, pattern in found.items() if (slow := _slow(pattern))} == {}
    assert len(found) > 80


@pytest.mark.slow
@pytest.mark.parametrize("written", [r"[0-9]+x", r"工号\s*[:：]?\s*[A-Z]+"])
def test_a_slow_expression_is_noticed(written: str) -> None:
    assert _slow(re.compile(written)) != ""

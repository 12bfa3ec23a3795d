"""docs/security.md names tests that are there: a line whose test is gone is no longer true."""

import re

from inspect_app.config import PROJECT_ROOT

_DOC = PROJECT_ROOT / "docs" / "security.md"
_NAMED = re.compile(r"`([\w/]+\.py)?::(test_\w+)`")


def test_every_test_that_the_page_on_security_names_is_there() -> None:
    missing, last, count = [], "", 0
    for file, name in _NAMED.findall(_DOC.read_text(encoding="utf-8")):
        last, count = file or last, count + 1
        source = PROJECT_ROOT / "tests" / last
        if not source.is_file() or f"def {name}(" not in source.read_text(encoding="utf-8"):
            missing.append(f"{last}::{name}")
    assert missing == []
    assert count > 60


def test_all_25_channels_have_a_line() -> None:
    rows = re.findall(r"^\| (\d+) \|", _DOC.read_text(encoding="utf-8"), re.MULTILINE)
    assert [int(number) for number in rows] == list(range(1, 26))

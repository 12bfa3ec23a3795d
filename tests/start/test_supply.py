"""What the product leans on: few packages, each with a reason, locked by hash, from nowhere in particular."""

import json
import re
from collections.abc import Iterator

import pytest

from inspect_app.config import PROJECT_ROOT

_MOST = 25
_REQUIREMENT = re.compile(r"[a-z0-9][A-Za-z0-9._-]*(\[[a-z0-9,]+\])?([<>=!~].*)?")
_LOCKS = sorted(path.name for path in PROJECT_ROOT.glob("requirements*.txt"))


def _core() -> Iterator[tuple[str, str]]:
    """Give each direct package of the core with the line before it."""
    text = (PROJECT_ROOT / "setup.cfg").read_text(encoding="utf-8")
    block = text.split("install_requires =\n")[1].split("\n\n")[0]
    before = ""
    for line in block.splitlines():
        if not line.startswith("    "):
            return
        if _REQUIREMENT.fullmatch(line.strip()):
            yield line.strip(), before.strip()
        before = line


def test_the_core_leans_on_few_packages() -> None:
    names = [name for name, _ in _core()]
    assert "flask>=3.1,<3.2" in names
    assert 10 < len(names) <= _MOST


def test_each_of_them_has_a_line_that_says_why() -> None:
    assert [name for name, why in _core() if not re.fullmatch(r"# .{10,}", why)] == []


@pytest.mark.parametrize("lock", _LOCKS)
def test_a_lock_pins_hashes_and_names_no_place(lock: str) -> None:
    text = (PROJECT_ROOT / lock).read_text(encoding="utf-8")
    pins = re.findall(r"^[a-z0-9].*?==[^ \\]+", text, re.M)
    assert pins and text.count("--hash=sha256:") >= len(pins)
    assert re.findall(r"(https?|file)://|--(extra-)?index-url|--find-links", text) == []


def test_the_lock_of_browser_libraries_names_no_place_either() -> None:
    lock = json.loads((PROJECT_ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: facts for name, facts in lock["packages"].items() if name}
    assert packages
    assert [name for name, facts in packages.items() if "resolved" in facts or "integrity" not in facts] == []

"""R7: the names under which a department is told anything, each declared; who adds one writes it down."""

import pytest

from inspect_app.config import PROJECT_ROOT
from tests.hostile.opened import pages
from tests.hostile.seeing import SECTION, Written, nothing_kept
from tests.hostile.telling import names_told
from tests.hostile.world import World

_TABLE = PROJECT_ROOT / "tests" / "vectors" / "names_told.txt"
_DEPARTMENT = ("dept_liaison", "dept_head", SECTION)


def _declared() -> dict[str, set[str]]:
    """Return the names of each route; a line that is indented goes on with the route above it."""
    found: dict[str, set[str]] = {}
    latest: set[str] = set()
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        head, words = ("", line) if line.startswith(" ") else line.split(":", 1)
        if head:
            latest = found.setdefault(head, set())
        latest |= set(words.split())
    return found


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_department_is_told_nothing_under_a_name_that_is_not_declared(full_world: World) -> None:
    """Read what departments open, thing by thing and condition by condition."""
    table, told = _declared(), dict[str, set[str]]()
    frame = table.pop("*")
    with nothing_kept():
        for endpoint, who, path in pages(full_world, _DEPARTMENT):
            told.setdefault(endpoint, set()).update(_told(full_world, who, path) - frame)
    assert _beyond(told, table) == {}
    assert _beyond(table, told) == {}


def _beyond(one: dict[str, set[str]], other: dict[str, set[str]]) -> dict[str, set[str]]:
    """Return the names of each route that the other table doesn't have."""
    more = {route: names - other.get(route, set()) for route, names in one.items()}
    return {route: names for route, names in more.items() if names}


def _told(world: World, who: str, path: str) -> set[str]:
    try:
        return names_told(world.client(who).get(path))
    except Written:  # a first look signs for it; what comes after is another condition
        return set()

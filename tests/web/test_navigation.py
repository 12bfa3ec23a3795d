"""The menu marks the one line that leads furthest to the page."""

import pytest

from inspect_app.web.navigation import NavGroup, NavItem, mark_current

GROUPS = (
    NavGroup((NavItem("等我处理", "/", "home", 3), NavItem("问题台账", "/findings", "list"))),
    NavGroup((NavItem("核验", "/findings/verify", "verify"),)),
)


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", ["等我处理"]),
        ("/findings", ["问题台账"]),
        ("/findings/2026-0104", ["问题台账"]),
        ("/findings/verify/2", ["核验"]),
        ("/findings-other", []),
    ],
)
def test_one_line_is_current(path: str, current: list[str]) -> None:
    marked = [item.label for group in mark_current(GROUPS, path) for item in group.items if item.current]
    assert marked == current

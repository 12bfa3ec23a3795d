"""The menu marks the one line that leads furthest to the page."""

import pytest

from inspect_app.web.navigation import NavGroup, NavItem, fold, mark_current

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


def _long(current: str = "") -> tuple[NavGroup, ...]:
    def group(name: str) -> NavGroup:
        lines = (NavItem(f"{name}{number}", f"/{name}/{number}", "list") for number in range(8))
        return NavGroup(tuple(lines), name)

    return mark_current((NavGroup((NavItem("首页", "/", "home"),)), group("a"), group("b")), current)


def test_a_short_menu_stands_open() -> None:
    assert all(group.open for group in fold(GROUPS))


@pytest.mark.parametrize(
    ("path", "open_groups"), [("/b/3", ["", "b"]), ("/a/1/rows", ["", "a"]), ("/", ["", "a"]), ("/else", ["", "a"])]
)
def test_a_long_menu_opens_the_group_one_is_in(path: str, open_groups: list[str]) -> None:
    assert [group.label for group in fold(_long(path)) if group.open] == open_groups

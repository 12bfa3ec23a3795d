"""Navigation as data: what a shell draws around a page, without knowing whose page it is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class NavItem:
    """One line of the menu; `count` is shown only where something waits."""

    label: str
    url: str
    icon: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class NavGroup:
    """Lines of the menu that belong together under a word; a group without one always stands open."""

    items: tuple[NavItem, ...]
    label: str = ""
    open: bool = True


@dataclass(frozen=True, slots=True)
class TopLine:
    """What stands above every desk page: the day, the person, their unit and where to search or leave."""

    today: date
    day_kind: str
    person: str
    unit: str
    sign_out_url: str
    account_url: str | None = None
    search_url: str | None = None
    search_text: str = ""
    messages_url: str | None = None
    unread: int = 0


# A menu of more lines than this shows only the group of the page one is on.
_MOST_AT_ONCE = 16


def fold(groups: Iterable[NavGroup]) -> tuple[NavGroup, ...]:
    """Close the groups of a long menu, but for the one of the current page; elsewhere the first stays open."""
    kept = tuple(groups)
    if sum(len(group.items) for group in kept) <= _MOST_AT_ONCE:
        return kept
    named = [group for group in kept if group.label]
    shown = next((group for group in named if any(item.current for item in group.items)), named[0] if named else None)
    return tuple(replace(group, open=not group.label or group is shown) for group in kept)


def mark_current(groups: Iterable[NavGroup], path: str) -> tuple[NavGroup, ...]:
    """Return the groups with the line whose address leads furthest to `path` marked as current."""
    kept = tuple(groups)
    matches = [item.url for group in kept for item in group.items if _leads_to(item.url, path)]
    longest = max(matches, key=len, default=None)
    return tuple(
        replace(group, items=tuple(replace(item, current=item.url == longest) for item in group.items))
        for group in kept
    )


def _leads_to(url: str, path: str) -> bool:
    base = url.split("#", 1)[0].split("?", 1)[0].rstrip("/")
    return path.rstrip("/") == base or (bool(base) and path.startswith(base + "/"))

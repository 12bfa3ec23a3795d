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
    """Lines of the menu that belong together; a gap divides groups."""

    items: tuple[NavItem, ...]


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


def mark_current(groups: Iterable[NavGroup], path: str) -> tuple[NavGroup, ...]:
    """Return the groups with the line whose address leads furthest to `path` marked as current."""
    kept = tuple(groups)
    matches = [item.url for group in kept for item in group.items if _leads_to(item.url, path)]
    longest = max(matches, key=len, default=None)
    return tuple(
        NavGroup(tuple(replace(item, current=item.url == longest) for item in group.items)) for group in kept
    )


def _leads_to(url: str, path: str) -> bool:
    base = url.split("#", 1)[0].split("?", 1)[0].rstrip("/")
    return path.rstrip("/") == base or (bool(base) and path.startswith(base + "/"))

"""What the journeys of this room share: signing in, and looking at a page at several widths."""

import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browsers import LiveServer, pixels_too_wide

Audit = Callable[[Page], list[str]]
PASSWORD = "Spotchecks-2026!"  # noqa: S105 - of people of a test
DESK = ((768, 1024), (1280, 800), (360, 800))
HAND = ((360, 800),)


def enter(page: Page, server: LiveServer, name: str) -> None:
    """Sign in as somebody."""
    page.context.clear_cookies()
    page.goto(f"{server.url}/login")
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="登录").first.click()
    expect(page.locator("[name=password]")).to_have_count(0)


def look_at(page: Page, axe: Audit, name: str, sizes: tuple[tuple[int, int], ...] = DESK) -> None:
    """Measure a page at several widths, keep its pictures when asked, let axe look at it."""
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        assert pixels_too_wide(page) <= 0, (name, width)
        if os.environ.get("PICTURES"):
            page.screenshot(path=Path(os.environ["PICTURES"], f"{name}-{width}.png"), full_page=True)
    assert axe(page) == [], name

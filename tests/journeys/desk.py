"""One browser that passes from hand to hand in a story; it looks at each page it stops at."""

import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from inspect_app.accounts.models import Person
from inspect_app.database import db
from tests.browsers import LiveServer, pixels_too_wide
from tests.factories import sign_in

Audit = Callable[[Page], list[str]]
PHONE, TABLET, DESK = (360, 800), (768, 1024), (1280, 800)


class Desk:
    """A browser with whoever sits at it; a page is looked at once it shows what it should."""

    def __init__(self, page: Page, server: LiveServer, axe: Audit, story: str) -> None:
        self.page, self.server, self.axe, self._story, self._stops = page, server, axe, story, 0
        self.resize(DESK)

    def resize(self, size: tuple[int, int]) -> None:
        """Take up another device."""
        self.size = size
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def become(self, person_id: int | None) -> None:
        """Let the browser be signed in as somebody, or as nobody."""
        self.page.context.clear_cookies()
        if person_id is None:
            return
        client = self.server.app.test_client()
        with self.server.app.app_context():
            sign_in(client, db.session.get_one(Person, person_id))
        cookie = client.get_cookie("inspect")
        assert cookie is not None
        self.page.context.add_cookies([{"name": "inspect", "value": cookie.value, "url": self.server.url}])

    def open(self, path: str, shows: str) -> None:
        """Open an address and look at it."""
        self.page.goto(self.server.url + path)
        self.look(shows)

    def follow(self, label: str, shows: str) -> None:
        """Follow a link of the page."""
        self.page.get_by_role("link", name=label, exact=True).first.click()
        self.look(shows)

    def press(self, label: str, shows: str, *, asked: bool = False) -> None:
        """Press a button, and the one of the question it asks."""
        self.page.get_by_role("button", name=label, exact=True).first.click()
        if asked:
            self.page.get_by_role("dialog").get_by_role("button", name=label).click()
        self.look(shows)

    def seen(self, words: str) -> Locator:
        """Return where the page shows some words."""
        return self.page.get_by_text(words).filter(visible=True).first

    def look(self, shows: str) -> None:
        """Wait for what the page should show; no size scrolls sideways, axe finds nothing."""
        expect(self.seen(shows)).to_be_visible()
        self._stops += 1
        sizes = (self.size,) if self.size == PHONE else (self.size, TABLET, PHONE)
        for width, height in sizes:
            self.page.set_viewport_size({"width": width, "height": height})
            assert pixels_too_wide(self.page) <= 0, (self.page.url, width)
            if folder := os.environ.get("PICTURES"):
                name = f"{self._story}-{self._stops:02d}-{width}.png"
                self.page.screenshot(path=Path(folder, name), full_page=True)
        self.resize(self.size)
        assert self.axe(self.page) == []

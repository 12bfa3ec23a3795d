"""A tablet of its own beside the desk of a story: somebody signs in to the app, answers, hands in."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browsers import LiveServer, pixels_too_wide
from tests.field.app_pages import PASSWORD, choose, go, ready
from tests.journeys.desk import Audit

PHRASE = "夜里走过三条街去看雨"


class Tablet:
    """The app in somebody's hands, on its one visit."""

    def __init__(self, page: Page, axe: Audit, story: str) -> None:
        self.page, self.axe, self._story, self._stops, self.visit = page, axe, story, 0, ""

    def take(self) -> None:
        """Open the only visit there is."""
        self.page.locator("#todo .visit").first.click()
        expect(self.page.locator(".parts")).to_be_visible()
        self.visit = self.page.url.split("#/v/")[1].split("/")[0]

    def part(self, name: str) -> None:
        """Go to a part of the visit."""
        go(self.page, self.visit, name)

    def say(self, **answers: str) -> None:
        """Answer items of the part that is open."""
        for key, value in answers.items():
            choose(self.page, key, value)

    def look(self) -> None:
        """Look at the page as it stands."""
        self._stops += 1
        assert pixels_too_wide(self.page) <= 0, self.page.url
        if folder := os.environ.get("PICTURES"):
            self.page.screenshot(path=Path(folder, f"{self._story}-tablet-{self._stops:02d}.png"), full_page=True)
        assert self.axe(self.page) == []

    def hand_in(self) -> None:
        """Hand the visit in and wait until the office has it."""
        self.part("check")
        self.look()
        self.page.get_by_role("button", name="提交走访").click()
        expect(self.page.locator(".receipt-no")).to_be_visible()


@contextmanager
def holding(
    browser: Browser, server: LiveServer, axe: Audit, username: str, story: str, *, covert: bool = False
) -> Iterator[Tablet]:
    """Sign in on a fresh tablet; a covert one is sealed with a phrase first."""
    size = {"width": 768, "height": 1024}
    context = browser.new_context(
        locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce", viewport=size  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto(f"{server.url}/field/app")
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    if covert:
        page.locator("[name=first]").fill(PHRASE)
        page.locator("[name=second]").fill(PHRASE)
        page.get_by_role("button", name="设好").click()
    ready(page)
    yield Tablet(page, axe, story)
    context.close()

"""Every page and state of the tablet's app: axe, sizes of targets, widths, 200 % text, 300 items."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import LiveServer, pixels_too_wide
from tests.field.app_pages import choose, enter, go, item, prepare, turn
from tests.field.making import every_kind, tiny_photo

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
Audit = Callable[[Page], list[str]]
WIDTHS = ((360, 800), (768, 1024), (1024, 768), (1280, 800), (1920, 1080))
SMALL = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter((one) => one.checkVisibility() && !one.closest(".skip") && !one.classList.contains("visually-hidden"))
  .map((one) => (one.matches("input[type=radio], input[type=checkbox]") ? one.closest("label") : one))
  .map((one) => [one, one.getBoundingClientRect(), one.closest(".answers") ? 60 : 44])
  .filter(([, box, least]) => box.width > 0 && (box.height < least - 0.5 || box.width < 43.5))
  .map(([one, box]) => `${one.outerHTML.slice(0, 80)} ${box.width}×${box.height}`)"""
STILL = "() => document.getAnimations().every((one) => one.playState !== 'running')"


class Look:
    """Looks at a page as it stands: axe, targets, five widths, text twice as large."""

    def __init__(self, page: Page, axe: Audit) -> None:
        self.page, self.axe, self.faults = page, axe, list[str]()

    def at(self, name: str) -> None:
        """Note what is wrong here."""
        self.page.wait_for_function(STILL)
        self.faults += [f"{name}: {fault}" for fault in self.axe(self.page)]
        self.faults += [f"{name}: small {one}" for one in self.page.evaluate(SMALL)]
        for width, height in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": height})
            if pixels_too_wide(self.page) > 0:
                self.faults.append(f"{name}: sideways at {width}")
        self.page.set_viewport_size({"width": 768, "height": 1024})
        self.page.evaluate("document.documentElement.style.fontSize = '200%'")
        if pixels_too_wide(self.page) > 0:
            self.faults.append(f"{name}: sideways at 200 %")
        self.page.evaluate("document.documentElement.style.fontSize = ''")

    def hash(self, to: str) -> None:
        """Go somewhere and look."""
        turn(self.page, to)
        self.at(to)


@pytest.fixture
def look(page: Page, axe: Audit) -> Iterator[Look]:
    """Give something to look with; in the end nothing may be wrong."""
    one = Look(page, axe)
    yield one
    assert one.faults == []


@pytest.mark.parametrize(
    "theme", ["light", *(pytest.param(name, marks=pytest.mark.slow) for name in ("dark", "contrast"))]
)
def test_every_page_is_whole(theme: str, live_server: LiveServer, page: Page, look: Look, tmp_path: Path) -> None:
    page.add_init_script(f"localStorage.setItem('inspect-theme', '{theme}')")
    with live_server.app.app_context():
        visit = prepare(live_server, every_kind())
    page.goto(f"{live_server.url}/field/app")
    expect(page.locator("[name=username]")).to_be_visible()
    page.get_by_text("有登记码").click()
    page.get_by_text("在这台设备上用过").click()
    look.at("sign in")
    enter(live_server, page)
    look.at("list")
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(tiny_photo())
    go(page, visit, "look")
    choose(page, "q1", "no")
    item(page, "q1").locator("input[type=file]").set_input_files(photo)
    expect(item(page, "q1").locator("figure .cap")).to_contain_text("已存")
    item(page, "phone").locator("input[value=answered]").check()
    item(page, "single").locator("input[value=na]").check()
    item(page, "multi").locator("[name$='.skip'][value=na]").check()
    look.at("items")
    item(page, "q1").get_by_role("button", name="列为问题").click()
    look.hash(f"#/v/{visit}/check")
    page.locator(".listed-row a").first.click()
    expect(page.locator("[name=fact]")).to_be_visible()
    look.at("problem")
    page.get_by_role("button", name="撤掉问题").click()
    look.at("question")
    page.keyboard.press("Escape")
    for rest in ("do", "ask", "trial/new", "talk/new"):
        look.hash(f"#/v/{visit}/{rest}")
    for to in ("#/sync", "#/me", "#/pin", "#/device", "#/hide"):
        look.hash(to)


def test_the_sheet_over_a_form_keeps_what_is_below(live_server: LiveServer, page: Page, look: Look) -> None:
    with live_server.app.app_context():
        visit = prepare(live_server, every_kind())
    go(enter(live_server, page), visit, "look")
    page.context.clear_cookies()
    item(page, "words").locator("textarea").first.fill("大厅很整洁")
    page.get_by_role("button", name="现在登录").click(timeout=30_000)
    look.at("sheet")
    page.locator("dialog [name=username]").fill("captain")
    page.locator("dialog [name=password]").fill("wrong")
    page.locator("dialog").get_by_role("button", name="登录", exact=True).click()
    expect(page.locator("dialog .err")).to_be_visible()
    page.locator("dialog [name=password]").fill("mingzhou-2026")
    page.locator("dialog").get_by_role("button", name="登录", exact=True).click()
    expect(page.locator("dialog")).to_have_count(0)
    expect(item(page, "words").locator("textarea").first).to_have_value("大厅很整洁")
    expect(page.locator("[data-saved-server]")).to_contain_text("服务器已存")


def test_text_grows_and_stays_so_without_a_server(live_server: LiveServer, page: Page) -> None:
    with live_server.app.app_context():
        prepare(live_server)
    enter(live_server, page)
    page.get_by_role("button", name="字大一点").first.click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.text") == "larger"

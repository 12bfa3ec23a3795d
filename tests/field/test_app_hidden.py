"""快速隐藏, Chinese input, and who may look: the tablet lies open in a hall."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.config import current_sealer
from inspect_app.database import db, transaction
from inspect_app.visits.models import Visit
from inspect_app.visits.vocabulary import VisitMode
from tests.browsers import LiveServer
from tests.field.app_pages import choose, go, item, no_network, prepare, ready
from tests.field.dying import until
from tests.field.making import every_kind
from tests.field.tablet_pages import dump

pytestmark = pytest.mark.browser
SECRET = "暗访"
FRAME = "() => new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); })"
# From the third Shift to a page that no longer shows the item: the next frame is another one already.
HIDE = """() => {
  const press = () => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "Shift", bubbles: true }));
  press(); press(); press();
  return new Promise((done) => { requestAnimationFrame(() => done(!document.querySelector("#q1"))); });
}"""


def test_three_times_shift_shows_a_neutral_page_at_once_and_nothing_is_lost(page: Page, visit: str) -> None:
    item(page, "words").locator("textarea").first.fill("大厅很整洁")
    assert page.evaluate(HIDE)
    expect(page.locator("body")).to_contain_text("今天没有记事")
    expect(page).to_have_title("记事")
    page.go_back()
    page.evaluate(FRAME)
    expect(page.locator("body")).to_contain_text("今天没有记事")
    page.reload()
    expect(page.locator("body")).to_contain_text("今天没有记事")
    page.get_by_role("button", name="返回").click()
    expect(page.locator("#words")).to_contain_text("大厅很整洁")


def test_the_button_hides_a_sheet_too(page: Page, visit: str) -> None:
    go(page, visit, "trial/new")
    page.get_by_role("button", name="开始记经过").click()
    page.get_by_role("button", name="删去").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#main")).to_contain_text("今天没有记事")


def test_enter_in_a_composition_never_sends(page: Page, visit: str) -> None:
    go(page, visit, "trial/new")
    page.get_by_role("button", name="开始记经过").click()
    words = page.locator("[name=step_text]")
    words.focus()
    devtools = page.context.new_cdp_session(page)
    devtools.send("Input.imeSetComposition", {"text": "quhao", "selectionStart": 5, "selectionEnd": 5})
    devtools.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "windowsVirtualKeyCode": 229, "key": "Enter"})
    expect(page.locator(".chain li")).to_have_count(0)
    devtools.send("Input.insertText", {"text": "取号"})
    expect(words).to_have_value("取号")
    words.press("Enter")
    expect(page.locator(".chain li")).to_contain_text("取号")


def test_a_shopper_sets_a_passphrase_first_and_nothing_says_what_it_is(live_server: LiveServer, page: Page) -> None:
    with live_server.app.app_context():
        prepare(live_server, every_kind(), Role.SHOPPER)
        row = db.session.scalars(select(Visit)).one()
        assert row.author_id is not None
        sealer, author_id = current_sealer(), row.author_id
        with transaction():
            row.mode, row.author_id = VisitMode.COVERT, None
            row.author_seal, row.author_tag = sealer.seal_author(author_id), sealer.author_tag(author_id)
    page.goto(f"{live_server.url}/field/app")
    page.locator("[name=username]").fill("captain")
    page.locator("[name=password]").fill("mingzhou-2026")
    page.get_by_role("button", name="登录").click()
    page.locator("[name=first]").fill("今天天气真的很好")
    page.locator("[name=second]").fill("今天天气真的很好")
    page.get_by_role("button", name="设好").click()
    page.locator("#todo .visit").first.click()
    choose(page, "q1", "yes")
    assert SECRET not in page.content()
    ready(_list(page))
    no_network(page)
    page.reload()
    page.locator("[name=word]").fill("不是这一句话啊")
    page.get_by_role("button", name="打开").click()
    expect(page.get_by_role("alert").first).to_contain_text("不对")
    until(lambda: dump(page)["owners"][0]["until"] <= page.evaluate("Date.now()"), page)
    page.locator("[name=word]").fill("今天天气真的很好")
    page.get_by_role("button", name="打开").click()
    expect(page.locator("#todo .visit")).to_contain_text("草稿")
    page.get_by_role("button", name="快速隐藏").click()
    page.get_by_role("button", name="返回").click()
    expect(page.get_by_role("textbox", name="本机口令")).to_be_visible()


def _list(page: Page) -> Page:
    page.get_by_role("link", name="返回我的走访").click()
    return page

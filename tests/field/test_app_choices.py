"""What only the person decides: a newer app, a newer checklist, a new PIN, what becomes of a refused visit."""

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browsers import LiveServer
from tests.field.app_pages import choose, enter, go, item, no_network, prepare

pytestmark = pytest.mark.browser
PIN = "246813"
PROBLEM = {"text": "第 1 项 还没有答。", "part": "look", "key": "look1", "finding": None, "trial": None}
INCOMPLETE = {"error": "incomplete", "message": "还差 1 处", "problems": [PROBLEM]}
NEW_APP = (
    """import("/static/vendor/field/tablet.js")
    .then(({ tablet, emit }) => { tablet.newVersion = true; emit("update"); })"""
)
NEWER = """import("/static/vendor/field/tablet.js").then(({ tablet }) => {
  const [visit] = tablet.visits;
  const old = tablet.meta.versions[visit.version];
  const parts = JSON.parse(JSON.stringify(old.body.parts));
  parts[0].items = parts[0].items.filter((item) => item.key !== "words");
  parts[0].items.push({ ...parts[0].items[0], key: "q9", text: "新加的一项" });
  tablet.meta.versions.newer = { ...old, id: "newer", body: { ...old.body, parts } };
  visit.newer_version = "newer";
})"""


def test_a_newer_app_waits_until_it_is_asked_for(page: Page, visit: str) -> None:
    item(page, "words").locator("textarea").first.fill("写了一半")
    page.evaluate(NEW_APP)
    expect(page.get_by_text("有新版本，填完再换")).to_be_visible()
    expect(item(page, "words").locator("textarea").first).to_have_value("写了一半")
    expect(page.get_by_role("button", name="现在换")).to_be_visible()


def test_a_newer_checklist_shows_what_changes_before_one_moves(page: Page, visit: str) -> None:
    choose(page, "q1", "yes")
    no_network(page)
    page.evaluate(NEWER)
    go(page, visit, "check")
    page.get_by_role("button", name="看看改了什么").click()
    expect(page.get_by_role("dialog")).to_contain_text("新加的一项")
    expect(page.get_by_role("dialog")).to_contain_text("words做到了")
    page.get_by_role("dialog").get_by_role("button", name="先不办").click()
    page.get_by_role("button", name="看看改了什么").click()
    page.get_by_role("dialog").get_by_role("button", name="换到新的").click()
    expect(page.get_by_role("button", name="看看改了什么")).to_have_count(0)
    go(page, visit, "look")
    expect(item(page, "q9")).to_be_visible()
    expect(page.locator("#q1")).to_contain_text("是")


def test_a_forgotten_pin_costs_nothing(page: Page, visit: str) -> None:
    choose(page, "q1", "yes")
    page.evaluate("location.hash = '#/pin'")
    _set_pin(page, PIN)
    page.get_by_role("link", name="本机和账号").click()
    page.get_by_role("button", name="锁定").click()
    page.locator("[name=word]").fill("000000")
    page.get_by_role("button", name="打开").click()
    expect(page.get_by_role("alert").first).to_contain_text("不对")
    page.get_by_role("button", name="忘了").click()
    page.get_by_role("dialog").get_by_role("button", name="重设").click()
    _set_pin(page, PIN[::-1])
    go(page, visit, "look")
    expect(page.locator("#q1")).to_contain_text("是")


def test_a_refused_visit_goes_back_to_a_draft_with_everything_in_it(live_server: LiveServer, page: Page) -> None:
    with live_server.app.app_context():
        visit = prepare(live_server, factories.make_version(items=1))
    go(enter(live_server, page), visit, "look")
    no_network(page)
    choose(page, "look1", "yes")
    go(page, visit, "check")
    page.get_by_role("button", name="提交走访").click()
    expect(page.locator(".state-waiting")).to_be_visible()
    page.route("**/api/field/submissions/**", lambda route: route.fulfill(status=422, json=INCOMPLETE))
    page.context.set_offline(False)
    expect(page.get_by_text("没有被接受")).to_be_visible()
    page.get_by_role("link", name="同步").click()
    expect(page.get_by_text("第 1 项 还没有答。")).to_be_visible()
    page.get_by_role("button", name="改回草稿").click()
    expect(page.get_by_role("button", name="提交走访")).to_be_visible()
    go(page, visit, "look")
    expect(page.locator("#look1")).to_contain_text("是")


def _set_pin(page: Page, pin: str) -> None:
    page.locator("[name=first]").fill(pin)
    page.locator("[name=second]").fill(pin)
    page.get_by_role("button", name="设好").click()
    expect(page.get_by_role("heading", name="我的走访")).to_be_visible()

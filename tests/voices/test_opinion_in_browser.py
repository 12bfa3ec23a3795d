"""The public page in Chromium at 360×800: with and without scripts, on a slow phone, weighed, looked at by axe."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from inspect_app.database import db
from inspect_app.voices.models import Opinion
from tests.browsers import LiveServer, pixels_too_wide
from tests.factories import sign_in
from tests.voices.opinions import Hall, make_hall, speak

pytestmark = pytest.mark.browser
Audit = Callable[[Page], list[str]]
PHONE = {"width": 360, "height": 800}
WECHAT = (
    "Mozilla/5.0 (Linux; Android 10; PPA-AL20) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/90.0.4430.210"
    " Mobile Safari/537.36 MicroMessenger/8.0.30.2260 WeChat/arm64 Language/zh_CN"
)
_MOST_BYTES = 80 * 1024
_SMALL_TARGETS = """() => [...document.querySelectorAll(
  "button, a, input:not([type=hidden]), textarea, summary, .answer, .tick")]
  .filter((one) => one.offsetParent && !one.closest(".trap") && !one.matches(".answer input, .callback > input"))
  .map((one) => [one.tagName, one.textContent.trim(), Math.min(one.offsetHeight, one.offsetWidth)])
  .filter((one) => one[2] < 60)"""
_SMALL_TEXT = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.offsetParent && !one.closest(".trap")
  && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .map((one) => [one.tagName, parseFloat(getComputedStyle(one).fontSize)]).filter((one) => one[1] < 18)"""


@pytest.fixture
def hall(live_server: LiveServer) -> Hall:
    """Make a window with an open form on the server's database."""
    with live_server.app.app_context():
        return make_hall()


@pytest.fixture
def plain_page(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """Give a page on which no script runs."""
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False, "viewport": PHONE})
    yield context.new_page()
    context.close()


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=str(Path(folder, f"{name}.png")), full_page=True)


def send_until(page: Page, words: str) -> None:
    """Press the button again and again, as an impatient person does, until the page says something."""
    for _ in range(1000):
        page.get_by_role("button", name="交意见").click()
        if page.get_by_text(words).count():
            return
    pytest.fail(f"never said {words}")


def kept(server: LiveServer) -> list[tuple[str | None, str | None, str | None, str]]:
    with server.app.app_context():
        return [(row.trips, row.papers, row.satisfied, row.words) for row in db.session.query(Opinion)]


def look_at(page: Page, axe: Audit, name: str) -> None:
    picture(page, name)
    assert pixels_too_wide(page) <= 0, name
    assert page.evaluate(_SMALL_TARGETS) == [], name
    assert page.evaluate(_SMALL_TEXT) == [], name
    assert axe(page) == [], name


@pytest.mark.slow
def test_four_questions_are_answered_on_a_slow_phone(
    page: Page, live_server: LiveServer, hall: Hall, axe: Audit
) -> None:
    weight: list[int] = []

    def weigh(response: Response) -> None:
        weight.append(len(response.body()))

    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.set_extra_http_headers({"User-Agent": WECHAT})
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    page.on("response", weigh)
    page.goto(f"{live_server.url}/o/{hall.code}")
    page.get_by_text("跑了 2 趟").check()
    assert sum(weight) <= _MOST_BYTES, weight
    look_at(page, axe, "opinion-1")
    for answer, name in (("没人讲清要带什么", "opinion-2"), ("不满意", "opinion-3")):
        page.get_by_role("button", name="下一题").click()
        page.get_by_text(answer, exact=True).check()
        look_at(page, axe, name)
    page.get_by_role("button", name="下一题").click()
    page.get_by_label("哪里不方便").fill("让我回家拿户口簿复印件，跑了两趟。")
    page.get_by_text("希望有人给我回电话").check()
    page.get_by_label("手机号码").fill("138 0000 1234")
    look_at(page, axe, "opinion-4")
    page.get_by_role("button", name="字大一点").click()
    page.get_by_role("button", name="字大一点").click()
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == pytest.approx(30, abs=0.5)
    look_at(page, axe, "opinion-4-large")
    page.get_by_role("button", name="返回上一题").click()
    expect(page.get_by_label("不满意")).to_be_checked()
    page.get_by_role("button", name="下一题").click()
    page.get_by_role("button", name="交意见").click()
    expect(page.get_by_text("收到了，谢谢您")).to_be_visible()
    look_at(page, axe, "opinion-thanks")
    assert kept(live_server) == [("two", "untold", "bad", "让我回家拿户口簿复印件，跑了两趟。")]
    code = page.locator(".code").inner_text()
    page.get_by_role("link", name="查办理情况").click()
    page.get_by_label("回执码").fill(code.lower())
    look_at(page, axe, "opinion-receipt-form")
    page.get_by_role("button", name="查").click()
    expect(page.get_by_text("已经收到")).to_be_visible()
    look_at(page, axe, "opinion-receipt")
    page.get_by_role("button", name="删除这份意见").click()
    page.get_by_role("button", name="确认删除这份意见").click()
    expect(page.get_by_text("已经删除")).to_be_visible()
    assert kept(live_server) == []


@pytest.mark.slow
def test_without_scripts_the_same_four_questions_stand_on_one_page(
    plain_page: Page, live_server: LiveServer, hall: Hall
) -> None:
    page = plain_page
    page.goto(f"{live_server.url}/o/{hall.code}")
    page.get_by_text("还没办好").check()
    page.get_by_role("button", name="字大一点").click()
    expect(page.get_by_label("还没办好")).to_be_checked()
    expect(page.locator("html")).to_have_attribute("data-text", "larger")
    picture(page, "opinion-plain")
    page.get_by_label("哪里不方便").fill("叫号机坏了")
    send_until(page, "再点“交意见”")
    picture(page, "opinion-wait")
    assert kept(live_server) == []
    send_until(page, "收到了，谢谢您")
    assert kept(live_server) == [("not_yet", None, None, "叫号机坏了")]


@pytest.mark.slow
def test_the_office_prints_reads_and_hands_over(page: Page, live_server: LiveServer, hall: Hall, axe: Audit) -> None:
    client = live_server.app.test_client()
    with live_server.app.app_context():
        sign_in(client, hall.person)
        speak(hall, times=3)
        number = db.session.query(Opinion).first().id  # type: ignore[union-attr]
    cookie = client.get_cookie("inspect")
    assert cookie is not None
    page.context.add_cookies([{"name": "inspect", "value": cookie.value, "url": live_server.url}])
    for path in (
        "/voices/opinions", f"/voices/opinions/{number}", "/voices/opinions/gaps", "/voices/forms",
        "/voices/forms/new", f"/voices/forms/{hall.form_id}", f"/voices/forms/{hall.form_id}/enter",
        f"/voices/forms/{hall.form_id}/poster", "/voices/forms/labels", f"/voices/forms/{hall.form_id}/paper",
        "/voices/hand-over",
    ):  # fmt: skip
        page.goto(live_server.url + path)
        name = "desk" + path.replace("/", "-").replace(str(number), "n")
        for width, height in ((1280, 800), (768, 1024), (360, 800)):
            page.set_viewport_size({"width": width, "height": height})
            picture(page, f"{name}-{width}")
            assert pixels_too_wide(page) <= 0, f"{path} at {width}"
        assert axe(page) == [], path
    page.get_by_label("哪一张意见征集表").select_option(index=1)
    page.get_by_label("归还时的数字密码").fill("2468")
    page.get_by_role("button", name="交给群众填写").click()
    page.goto(f"{live_server.url}/ledger")
    expect(page.get_by_role("heading", name="这件事您一共跑了几趟？")).to_be_visible()
    look_at(page, axe, "opinion-handed-over")
    page.get_by_role("link", name="归还平板").click()
    look_at(page, axe, "opinion-hand-back")
    page.get_by_label("数字密码").fill("2468")
    page.get_by_role("button", name="归还").click()
    expect(page.get_by_text("平板已归还。")).to_be_visible()

"""Who uses the tablet: a one-time code, two tablets, two people, a full one, and 设备自检 without network."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.accounts.actions import make_tablet_code
from inspect_app.accounts.models import Person
from inspect_app.database import db, transaction
from inspect_app.field.models import Draft
from tests import factories
from tests.browsers import LiveServer
from tests.field.app_pages import choose, enter, go, item, no_network, prepare, ready
from tests.field.dying import until
from tests.field.making import every_kind

pytestmark = pytest.mark.browser
# One worker serves /field/, the other 设备自检.
BOTH_SERVE = """() => navigator.serviceWorker.getRegistrations()
  .then((all) => all.length === 2 && all.every((one) => one.active))"""


def revision(server: LiveServer) -> int:
    """Return how often the one draft was saved on the server."""
    with server.app.app_context():
        return db.session.scalars(select(Draft.rev)).one()


def test_a_lent_tablet_is_enrolled_by_its_code_which_stays_nowhere(live_server: LiveServer, page: Page) -> None:
    with live_server.app.app_context():
        prepare(live_server, role=Role.OBSERVER)
        clerk = factories.actor_of(factories.make_person(Role.OFFICE_CLERK))
        author = db.session.scalars(select(Person).where(Person.username == "captain")).one()
        with transaction():
            code = make_tablet_code(clerk, author.id).code
    page.goto(f"{live_server.url}/field/app#/enrol/{code}")
    expect(page.locator("#todo .visit")).to_be_visible()
    assert code not in page.evaluate("location.href")
    page.goto(f"{live_server.url}/device-check")
    page.goto(f"{live_server.url}/field/app#/enrol/{code}")
    expect(page.get_by_text("没有登记上")).to_be_visible()


def test_another_tablet_offers_what_the_first_one_wrote(
    live_server: LiveServer, page: Page, browser: Browser, browser_context_args: dict[str, Any]
) -> None:
    with live_server.app.app_context():
        visit = prepare(live_server, every_kind())
    go(enter(live_server, page), visit, "look")
    item(page, "words").locator("textarea").first.fill("先写的")
    expect(page.locator("[data-saved-server]")).to_contain_text("服务器已存")
    context = browser.new_context(**browser_context_args)
    second = enter(live_server, context.new_page())
    second.get_by_role("button", name="立即同步").click()
    go(second, visit, "look")
    second.get_by_role("button", name="用那边的").click()
    second.get_by_role("dialog").get_by_role("button", name="用那边的").click()
    expect(second.locator("#words")).to_contain_text("先写的")
    second.locator("#words [data-deed=unfold]").click()
    before = revision(live_server)
    second.locator("#words textarea").first.fill("后写的")
    until(lambda: revision(live_server) > before, second)
    context.close()
    choose(page, "q1", "yes")
    go(page, visit, "check")
    expect(page.get_by_text("这次走访在别的设备上也填过")).to_be_visible()
    expect(page.get_by_role("button", name="提交走访")).to_be_disabled()
    page.get_by_role("button", name="留本机的").click()
    expect(page.get_by_text("这次走访在别的设备上也填过")).to_have_count(0)


def test_signing_out_with_unsent_work_says_so_and_the_next_person_sees_only_a_count(
    live_server: LiveServer, page: Page
) -> None:
    with live_server.app.app_context():
        visit = prepare(live_server, every_kind())
    go(enter(live_server, page), visit, "look")
    no_network(page)
    choose(page, "q1", "yes")
    expect(page.locator("[data-saved-device]")).to_contain_text("本机已存")
    page.evaluate("location.hash = '#/me'")
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("dialog")).to_contain_text("还有 1 份没有上传")
    page.get_by_role("dialog").get_by_role("button", name="仍要退出").click()
    expect(page.get_by_text("这台设备上另有 1 份别人的内容等着上传")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("q1做到了")


def test_a_full_tablet_says_so_in_red(live_server: LiveServer, page: Page) -> None:
    with live_server.app.app_context():
        visit = prepare(live_server, every_kind())
    go(enter(live_server, page), visit, "look")
    page.evaluate(
        "() => { IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    choose(page, "q1", "yes")
    expect(page.locator("#alarm")).to_contain_text("没有存上")


def test_device_check_says_what_still_works_without_network_too(live_server: LiveServer, page: Page) -> None:
    with live_server.app.app_context():
        prepare(live_server)
    page.goto(f"{live_server.url}/device-check")
    expect(page.get_by_role("heading", name="设备自检")).to_be_visible()
    expect(page.locator("#main")).to_contain_text("可用空间")
    ready(enter(live_server, page))
    until(lambda: page.evaluate(BOTH_SERVE), page)
    no_network(page)
    page.goto(f"{live_server.url}/device-check")
    expect(page.locator("#main")).to_contain_text("可离线打开")

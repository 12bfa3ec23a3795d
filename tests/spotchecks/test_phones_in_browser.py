"""电话抽测 in Chromium: made at a desk, dialled on a telephone of 360 pixels, one tap to a problem."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from inspect_app.access import Role
from inspect_app.accounts.actions import hash_password
from inspect_app.catalogue.vocabulary import HoursKind
from tests.browsers import LiveServer
from tests.factories import make_campaign, make_office, make_person, make_unit, make_window
from tests.spotchecks.browsing import HAND, PASSWORD, enter, look_at

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
Audit = Callable[[Page], list[str]]


def _world(server: LiveServer) -> None:
    with server.app.app_context():
        office, unit = make_office(), make_unit("市公安局")
        # Round the clock and out of service: what the journey sees depends on no hour of the day.
        make_window(unit, name="户籍窗口", phone="0574-81230002", hours_kind=HoursKind.ROUND_THE_CLOCK)
        make_window(unit, name="出入境窗口", phone="0574-81230003", hours_kind=HoursKind.ROUND_THE_CLOCK)
        make_campaign((unit,))
        secret = hash_password(PASSWORD)
        make_person(Role.OFFICE_CLERK, office, username="clerk", password_hash=secret)
        make_person(Role.INSPECTOR, office, username="dialler", name="何景川", password_hash=secret)


@pytest.mark.slow
def test_a_batch_is_made_dialled_on_a_telephone_and_listed(page: Page, live_server: LiveServer, axe: Audit) -> None:
    _world(live_server)
    page.set_viewport_size({"width": 1280, "height": 800})
    enter(page, live_server, "clerk")
    page.goto(f"{live_server.url}/phone-tests")
    page.get_by_role("link", name="新建电话抽测").first.click()
    page.get_by_label("市公安局 2").check()
    page.get_by_label("何景川").check()
    look_at(page, axe, "batch-new")
    page.get_by_role("button", name="生成拨打单").click()
    expect(page.get_by_text("拨打单已生成")).to_be_visible()

    enter(page, live_server, "dialler")
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{live_server.url}/phone-tests")
    page.get_by_role("link", name="电话抽测").last.click()
    expect(page.locator('a[href="tel:057481230002"]')).to_be_visible()
    look_at(page, axe, "dial", HAND)
    page.get_by_role("link", name="记第 1 次").first.click()
    page.get_by_label("空号、停机").check()
    page.get_by_label("记录", exact=False).first.fill("提示音：您拨打的号码是空号")
    look_at(page, axe, "line", HAND)
    page.get_by_role("button", name="记下").click()
    look_at(page, axe, "line-faulty", HAND)
    page.get_by_role("button", name="列为问题").click()
    expect(page.get_by_text("已列为问题，待立项交办。")).to_be_visible()

    enter(page, live_server, "clerk")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{live_server.url}/phone-tests")
    look_at(page, axe, "batches")
    page.get_by_role("link", name="电话抽测").last.click()
    look_at(page, axe, "batch")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("region", name="各单位").get_by_label("接通的 0 个").first.click()
    expect(page.get_by_text("没有符合条件的号码")).to_be_visible()
    page.go_back()
    page.get_by_role("region", name="号码").locator('a[href^="/findings/"]').click()
    expect(page.get_by_role("heading", name="服务电话打不通").first).to_be_visible()
    page.goto(f"{live_server.url}/metrics/phones")
    look_at(page, axe, "phones")
    expect(page.get_by_role("region").get_by_role("link", name="打完的 1 个").first).to_be_visible()

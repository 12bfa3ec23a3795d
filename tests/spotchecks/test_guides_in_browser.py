"""网上抽查 in Chromium: both guides typed in, the differences marked, one tap to a problem."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from inspect_app.access import Role
from inspect_app.accounts.actions import hash_password
from tests.browsers import LiveServer
from tests.factories import make_campaign, make_item, make_office, make_person, make_unit, make_window
from tests.spotchecks.browsing import PASSWORD, enter, look_at

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
Audit = Callable[[Page], list[str]]


def _world(server: LiveServer) -> None:
    with server.app.app_context():
        office, unit = make_office(), make_unit("市公安局")
        window = make_window(unit, name="户籍窗口")
        make_item(unit, window=window, name="居住证申领", papers=("身份证原件及复印件", "居住登记证明", "近期照片"))
        make_campaign((unit,))
        make_person(Role.OFFICE_CLERK, office, username="clerk", password_hash=hash_password(PASSWORD))


@pytest.mark.slow
def test_two_guides_are_held_together_and_a_difference_is_listed(
    page: Page, live_server: LiveServer, axe: Audit
) -> None:
    _world(live_server)
    page.set_viewport_size({"width": 1280, "height": 800})
    enter(page, live_server, "clerk")
    page.goto(f"{live_server.url}/online-checks")
    page.get_by_role("link", name="新做一次").first.click()
    page.locator("[name=item_id]").select_option(label="居住证申领")
    page.locator("[name=window_id]").select_option(index=1)
    page.locator("[name=url]").fill("https://example.gov.cn/guide/jzz")
    page.get_by_label("打得开，找得到指南").check()
    window, online = page.get_by_role("group", name="窗口"), page.get_by_role("group", name="网上", exact=True)
    window.get_by_label("材料清单").fill("1. 身份证原件及复印件\n2. 居住登记证明\n3. 近期照片")
    window.get_by_label("办理时限").fill("5个工作日")
    online.last.get_by_label("材料清单").fill("近期照片\n身份证原件\n租房合同")
    online.last.get_by_label("办理时限").fill("5 个工作日。")
    look_at(page, axe, "guide-form")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("button", name="存下并对照").click()
    expect(page.get_by_text("有 3 处不一致。")).to_be_visible()
    look_at(page, axe, "guide")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("button", name="意思一样：1. 身份证原件及复印件").click()
    expect(page.get_by_text("有 2 处不一致。")).to_be_visible()
    page.get_by_role("button", name="列为问题：租房合同").click()
    expect(page.get_by_text("已列为问题，待立项交办。")).to_be_visible()
    look_at(page, axe, "guide-listed")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{live_server.url}/online-checks")
    look_at(page, axe, "guide-checks")

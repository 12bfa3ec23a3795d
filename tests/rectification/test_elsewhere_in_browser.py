"""举一反三 in Chromium: ticks counted in the question before the deed, at three widths, with axe."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from inspect_app.access import Role
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.rectification.vocabulary import SameElsewhere
from tests.browsers import LiveServer
from tests.factories import make_campaign, make_person, make_version, make_window
from tests.rectification.making import feed_back, make_case
from tests.rectification.test_case_in_browser import become
from tests.rectification.test_supervision_in_browser import look_at

pytestmark = pytest.mark.browser
Audit = Callable[[Page], list[str]]


@pytest.mark.slow
def test_ticked_windows_become_visits_after_a_counted_question(page: Page, live_server: LiveServer, axe: Audit) -> None:
    with live_server.app.app_context():
        case = make_case(FindingStatus.RECTIFYING, campaign=make_campaign(version=make_version()))
        for name in ("社保窗口", "医保窗口", "综合窗口"):
            make_window(case.unit, name=name)
        make_person(Role.INSPECTOR, name="周督查")
        feed_back(case, same_elsewhere=SameElsewhere.FIXED)
    become(page, live_server, case, "clerk")
    page.goto(f"{live_server.url}/case/{case.number}")
    look_at(page, axe, "elsewhere-said")
    page.get_by_role("link", name="到别的窗口看看").click()
    look_at(page, axe, "siblings")
    for name in ("社保窗口", "医保窗口"):
        page.get_by_role("row", name=name).get_by_role("checkbox").check()
    who = page.get_by_label("谁去", exact=True)
    who.select_option(label=who.locator("option", has_text="周督查").inner_text())
    look_at(page, axe, "siblings-ticked")
    page.get_by_role("button", name="给勾选的窗口安排走访").click()
    expect(page.get_by_role("dialog")).to_contain_text("给 2 个窗口安排走访？")
    page.get_by_role("dialog").get_by_role("button", name="安排 2 次走访").click()
    expect(page.get_by_text("已安排 2 次走访")).to_be_visible()
    expect(page.get_by_role("region", name="举一反三")).to_contain_text("社保窗口")
    look_at(page, axe, "elsewhere-planned")
    page.get_by_role("link", name="举一反三", exact=True).click()
    expect(page.get_by_role("row", name="社保窗口").get_by_role("checkbox")).to_have_count(0)
    look_at(page, axe, "siblings-planned")

"""A department asks for more time, its head signs, the office grants it: in Chromium, with axe."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import LiveServer, pixels_too_wide
from tests.rectification.making import Case
from tests.rectification.test_case_in_browser import become, case  # noqa: F401 - the fixture of one case

pytestmark = pytest.mark.browser
Audit = Callable[[Page], list[str]]


def test_more_time_is_asked_for_signed_and_granted(
    page: Page,
    live_server: LiveServer,
    case: Case,  # noqa: F811
    axe: Audit,
) -> None:
    address = f"{live_server.url}/case/{case.number}"
    become(page, live_server, case, "liaison")
    page.goto(address)
    page.get_by_role("link", name="申请延期").click()
    page.get_by_role("button", name="报负责人审签").click()
    expect(page.get_by_role("alert")).to_contain_text("请写延期理由")
    assert axe(page) == []
    page.get_by_label("延期到哪天").fill("2099-01-05")
    page.get_by_label("延期理由").fill("系统改造要等省厅排期。")
    page.get_by_label("目前进展").fill("已报需求。")
    page.get_by_role("button", name="报负责人审签").click()
    expect(page.get_by_role("heading", name="待负责人签发")).to_be_visible()

    become(page, live_server, case, "head")
    page.goto(address)
    expect(page.get_by_text("系统改造要等省厅排期。").first).to_be_visible()
    page.get_by_role("button", name="签发").click()

    become(page, live_server, case, "clerk")
    page.goto(address)
    assert axe(page) == []
    page.get_by_role("link", name="批复延期").click()
    assert axe(page) == []
    page.get_by_role("button", name="同意延期", exact=True).click()
    expect(page.get_by_text("已同意延期").first).to_be_visible()
    expect(page.get_by_role("heading", name="延期 1/2")).to_be_visible()
    assert axe(page) == []


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_small_pages_fit_every_screen(
    page: Page,
    live_server: LiveServer,
    case: Case,  # noqa: F811
    axe: Audit,
    width: int,
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for name, paths in (
        ("liaison", ("/deferral/request", "/extension/request")),
        ("director", ("/extension", "/termination", "/reassignment")),
    ):
        become(page, live_server, case, name)
        for path in paths:
            page.goto(f"{live_server.url}/case/{case.number}{path}")
            assert pixels_too_wide(page) <= 0, path
            assert axe(page) == [], path

"""The ledger's ticks, columns, views and calendar in Chromium, with axe, on every screen."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from inspect_app.access import Role
from inspect_app.calendar.actions import seed_from_library
from inspect_app.database import transaction
from inspect_app.findings.vocabulary import FindingStatus, Grade, PainType
from inspect_app.foundation import clock
from tests import factories
from tests.browsers import LiveServer, pixels_too_wide

pytestmark = pytest.mark.browser
Audit = Callable[[Page], list[str]]
S = FindingStatus
_TITLES = ("商品房合同备案注销须到场三次", "综合窗口两类号混叫，等候超过一小时", "户口市内迁移被要求另交居住证明")


@pytest.fixture
def clerk(page: Page, live_server: LiveServer) -> Page:
    """Give a clerk's browser before a ledger of two pages."""
    client = live_server.app.test_client()
    with live_server.app.app_context():
        with transaction():
            seed_from_library()
        units = [factories.make_unit(name) for name in ("市公安局", "市住建局", "市人力社保局")]
        windows = [factories.make_window(unit, name="综合受理窗口") for unit in units]
        campaign = factories.make_campaign()
        for place in range(56):
            status = (S.RECTIFYING, S.ACCEPTED, S.PENDING_VERIFICATION, S.CLOSED, S.DISPATCHED)[place % 5]
            factories.make_finding(
                status,
                unit=units[place % 3],
                window=windows[place % 3],
                campaign=campaign,
                due=clock.today() + timedelta(days=place % 19 - 6),
                title=_TITLES[place % 3],
                grade=Grade.MAJOR if place % 7 == 0 else Grade.ORDINARY,
                pain_type=list(PainType)[place % 3],
            )
        factories.sign_in(client, factories.make_person(Role.OFFICE_CLERK, factories.make_office()))
    cookie = client.get_cookie("inspect")
    assert cookie is not None
    page.context.add_cookies([{"name": "inspect", "value": cookie.value, "url": live_server.url}])
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{live_server.url}/ledger")
    return page


def test_ticked_rows_are_reminded_of_and_the_list_is_where_it_was(clerk: Page, axe: Audit) -> None:
    clerk.goto(clerk.url + "?status=rectifying&sort=due&dir=asc")
    expect(clerk.get_by_role("region", name="批量办理")).to_be_hidden()
    clerk.get_by_label("选中本页").check()
    bar = clerk.get_by_role("region", name="批量办理")
    expect(bar).to_contain_text("已选 12 条")
    clerk.locator("[data-tick]").first.uncheck()
    expect(bar).to_contain_text("已选 11 条")
    assert axe(clerk) == []
    bar.get_by_role("button", name="催办").click()
    expect(clerk.get_by_role("heading", name="批量催办")).to_be_visible()
    assert axe(clerk) == []
    clerk.get_by_label("催办意见").fill("周五前请报进展")
    clerk.get_by_role("button", name="催办 11 条").click()
    expect(clerk.get_by_text("已催办 11 条")).to_be_visible()
    assert axe(clerk) == []
    clerk.get_by_role("link", name="回问题台账").click()
    assert clerk.url.endswith("/ledger?status=rectifying&sort=due&dir=asc")


def test_the_whole_filter_is_taken_and_what_is_left_is_said(clerk: Page, axe: Audit) -> None:
    clerk.locator("[data-tick]").first.check()
    clerk.get_by_label("选中全部 56 条").check()
    expect(clerk.get_by_role("region", name="批量办理")).to_contain_text("已选全部")
    clerk.get_by_role("button", name="延期").click()
    expect(clerk.get_by_text("选中 56 条：")).to_be_visible()
    clerk.get_by_role("button", name="延期").click()
    expect(clerk.get_by_role("alert")).to_contain_text("请选延到哪一天")
    assert axe(clerk) == []


def test_columns_density_and_a_view_are_kept(clerk: Page, axe: Audit) -> None:
    clerk.get_by_role("link", name="列", exact=True).click()
    assert axe(clerk) == []
    clerk.get_by_label("网点窗口", exact=True).check()
    clerk.get_by_label("“网点窗口”的位置").fill("1")
    clerk.locator("label", has_text="紧凑").click()
    clerk.get_by_role("button", name="按这样显示").click()
    expect(clerk.locator("thead th").nth(2)).to_have_text("网点窗口")
    expect(clerk.locator("table.tight")).to_be_visible()
    clerk.locator("summary", has_text="存为视图").click()
    clerk.get_by_label("名称").fill("窗口优先")
    assert axe(clerk) == []
    clerk.get_by_role("button", name="存为视图").click()
    expect(clerk.get_by_role("link", name="窗口优先")).to_have_attribute("aria-current", "page")
    clerk.locator("summary", has_text="存为视图").click()
    clerk.get_by_role("link", name="管理我的视图").click()
    assert axe(clerk) == []
    clerk.get_by_role("button", name="删除").click()
    expect(clerk.get_by_text("“窗口优先”已删除")).to_be_visible()
    clerk.get_by_role("button", name="恢复").click()
    expect(clerk.get_by_role("link", name="窗口优先")).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_the_calendar_is_walked_with_the_keyboard(clerk: Page, axe: Audit, live_server: LiveServer, theme: str) -> None:
    clerk.context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
    clerk.get_by_role("link", name="日历", exact=True).click()
    assert axe(clerk) == []
    day = clerk.locator(".day-due").first
    day.focus()
    count = day.inner_text().split()[-2]
    clerk.keyboard.press("Enter")
    expect(clerk.get_by_text(f"共 {count} 条", exact=True)).to_be_visible()
    clerk.get_by_role("link", name="日历", exact=True).click()
    clerk.get_by_role("link", name="下月").click()
    assert axe(clerk) == []


@pytest.mark.slow
@pytest.mark.parametrize("size", [(360, 800), (768, 1024), (1280, 800), (1920, 1080)])
def test_the_lists_fit_every_screen(clerk: Page, axe: Audit, live_server: LiveServer, size: tuple[int, int]) -> None:
    clerk.set_viewport_size({"width": size[0], "height": size[1]})
    for path in ("/ledger", "/ledger/calendar", "/ledger/columns", "/ledger/views"):
        clerk.goto(f"{live_server.url}{path}")
        assert pixels_too_wide(clerk) <= 0, path
        assert axe(clerk) == [], path

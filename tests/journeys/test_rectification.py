"""Rectification as the people of it do it, in Chromium, with axe at every stop: down to the window and up again,
and what only the director decides."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from inspect_app.access import Role
from inspect_app.database import transaction
from inspect_app.findings.vocabulary import DisputeState, FindingStatus, Level
from inspect_app.foundation import clock
from inspect_app.rectification.actions.escalating import escalate_all
from inspect_app.rectification.actions.signatures import request_return
from tests.browsers import LiveServer, pixels_too_wide
from tests.factories import make_person, make_unit
from tests.rectification.making import Case, make_case
from tests.rectification.test_case_in_browser import become

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
Audit = Callable[[Page], list[str]]
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


class Journey:
    """One browser that goes from hand to hand with one case."""

    def __init__(self, page: Page, server: LiveServer, axe: Audit, case: Case) -> None:
        self.page, self.server, self.axe, self.case = page, server, axe, case

    def open_as(self, name: str, path: str = "") -> Page:
        """Open the case, or a page below it, as somebody."""
        become(self.page, self.server, self.case, name)
        self.page.goto(f"{self.server.url}/case/{self.case.number}{path}")
        self.stop()
        return self.page

    def follow(self, label: str) -> Page:
        """Follow a link of the page."""
        self.page.get_by_role("link", name=label, exact=True).first.click()
        self.page.wait_for_load_state()
        self.stop()
        return self.page

    def press(self, label: str) -> Page:
        """Press a button, and the same one of the question it may ask."""
        self.page.get_by_role("button", name=label, exact=True).first.click()
        dialog = self.page.get_by_role("dialog")
        if dialog.count() and dialog.first.is_visible():
            dialog.first.get_by_role("button", name=label).click()
        self.page.wait_for_load_state()
        self.stop()
        return self.page

    def stop(self) -> None:
        """Look at the page as it stands."""
        assert self.axe(self.page) == [], self.page.url
        wide = pixels_too_wide(self.page)
        assert wide <= 0, f"{self.page.url} scrolls sideways"

    @property
    def status(self) -> FindingStatus:
        """Return how the case stands."""
        with self.server.app.app_context():
            return self.case.finding.status


@pytest.fixture
def journey(page: Page, live_server: LiveServer, axe: Audit) -> Journey:
    """Give a case of a district that has a bureau, and the bureau a window."""
    with live_server.app.app_context():
        now = clock.now()
        case = make_case(FindingStatus.RECTIFYING, delivered_at=now, due=clock.today() + timedelta(days=9))
        bureau = make_unit("东湖区行政审批局", parent=case.unit)
        window = make_unit("区审批局综合窗口", parent=bureau)
        case.people["bureau"] = make_person(Role.DEPT_LIAISON, bureau)
        case.people["window"] = make_person(Role.DEPT_LIAISON, window)
    return Journey(page, live_server, axe, case)


def test_it_goes_down_to_the_window_and_comes_up_to_the_deputys_signature(journey: Journey) -> None:
    for name, unit, words in (
        ("liaison", "东湖区行政审批局", "请今天办。"),
        ("bureau", "区审批局综合窗口", "请马上改。"),
    ):
        page = journey.open_as(name)
        journey.follow("转办")
        page.get_by_label("转给哪个单位").select_option(label=unit)
        page.get_by_label("交代几句").fill(words)
        journey.press("转办")
        expect(page.get_by_text("已转办")).to_be_visible()
    page = journey.page
    page.set_viewport_size(PHONE)
    journey.open_as("window")
    journey.follow("交回办理情况")
    expect(page.get_by_text("请马上改。")).to_be_visible()
    page.get_by_label("办理情况").fill("新告知单已摆上窗口。")
    journey.press("交回")
    expect(page.get_by_text("办理情况已交回")).to_be_visible()
    page.set_viewport_size(DESK)
    journey.open_as("bureau", "/pass-up")
    page.get_by_label("办理情况").fill("分局三个窗口都换了新告知单。")
    journey.press("交回")
    journey.open_as("liaison", "/feedback")
    expect(page.locator("[name=work_done]")).to_have_value("分局三个窗口都换了新告知单。")
    page.get_by_label("填文号").fill("东审批〔2026〕12号")
    page.get_by_label("没有", exact=True).first.check(force=True)
    journey.press("报负责人审签")
    assert journey.status is FindingStatus.RECTIFYING
    journey.open_as("deputy")
    expect(page.get_by_text("分局三个窗口都换了新告知单。").first).to_be_visible()
    journey.press("签发")
    assert journey.status is FindingStatus.PENDING_VERIFICATION


@pytest.mark.slow
def test_the_office_gives_more_time_and_the_director_lets_it_wait(journey: Journey) -> None:
    page = journey.open_as("liaison", "/extension/request")
    later = clock.today() + timedelta(days=16)
    page.get_by_label("延期到哪天").fill(later.isoformat())
    page.get_by_label("延期理由").fill("设备到货要十天。")
    page.get_by_label("目前进展").fill("已下单。")
    journey.press("报负责人审签")
    journey.open_as("head")
    journey.press("签发")
    journey.open_as("clerk", "/extension")
    expect(page.get_by_text("设备到货要十天。").first).to_be_visible()
    journey.press("同意延期")
    journey.open_as("head", "/deferral/request")
    page.get_by_label("暂缓理由").fill("省级系统的接口没有开放。")
    page.get_by_label("缺什么").fill("省级接口。")
    page.get_by_label("暂缓期间的措施").fill("窗口人工代办。")
    page.get_by_label("暂缓到哪天").fill((clock.today() + timedelta(days=60)).isoformat())
    page.get_by_label("攻坚项目，或已上报的单位").fill("省跑改办")
    page.locator("form.panel button.btn-primary").click()
    page.wait_for_load_state()
    journey.open_as("director", "/deferral")
    expect(page.get_by_text("窗口人工代办。").first).to_be_visible()
    journey.press("批准暂缓")
    assert journey.status is FindingStatus.DEFERRED
    journey.open_as("liaison")
    expect(page.get_by_text("停表").first).to_be_visible()
    with journey.server.app.app_context():
        finding = journey.case.finding
        assert (finding.due, finding.extension_count) == (later, 1)


@pytest.mark.slow
def test_the_director_rules_on_an_objection_and_on_a_return_and_issues_a_slip(
    page: Page, live_server: LiveServer, axe: Audit
) -> None:
    with live_server.app.app_context():
        now, today = clock.now(), clock.today()
        case = make_case(
            FindingStatus.RECTIFYING, delivered_at=now - timedelta(days=30), due=today - timedelta(days=10),
            accepted_at=now,
        )  # fmt: skip
        back, other = make_case(delivered_at=now, due=today + timedelta(days=9)), make_unit()
        with transaction():
            request_return(back.actor("head"), back.number, "职责不在本单位。", other.id)
        with transaction():
            escalate_all()
    journey = Journey(page, live_server, axe, case)
    journey.open_as("head", "/dispute/request")
    page.get_by_label("异议理由").fill("二号窗口当天停电。")
    journey.press("报负责人审签")
    expect(page.get_by_text("（部门有异议，正在复核）")).to_be_visible()
    journey.open_as("director", "/dispute")
    expect(page.get_by_text("二号窗口当天停电。").first).to_be_visible()
    page.get_by_label("裁定意见").fill("现场照片为证，窗口当天照常收件。")
    journey.press("异议不成立")
    expect(page.get_by_text(f"{case.number} 异议已裁定。")).to_be_visible()
    expect(page.get_by_text("（部门有异议，正在复核）")).to_have_count(0)
    page.goto(f"{live_server.url}/slips")
    page.get_by_role("link", name="待编号").first.click()
    expect(page.get_by_role("heading", name="发出督办单")).to_be_visible()
    journey.press("发出")
    expect(page.get_by_text("督办单已发")).to_be_visible()
    page.goto(f"{live_server.url}/findings/returns/{back.number}")
    expect(page.get_by_text("职责不在本单位。")).to_be_visible()
    page.get_by_label("裁定意见").fill("按三定方案，由原单位承办。")
    journey.press("驳回退单")
    expect(page.get_by_text(f"{back.number} 退单已驳回，由原单位承办。")).to_be_visible()
    with live_server.app.app_context():
        assert (case.finding.level, case.finding.dispute) == (Level.RED, DisputeState.REJECTED)
        assert back.finding.status is FindingStatus.ACCEPTED


def test_what_came_too_late_is_refused_with_its_date(page: Page, live_server: LiveServer, axe: Audit) -> None:
    with live_server.app.app_context():
        due = clock.today() - timedelta(days=3)
        case = make_case(FindingStatus.RECTIFYING, delivered_at=clock.now() - timedelta(days=12), due=due)
    journey = Journey(page, live_server, axe, case)
    journey.open_as("liaison", "/extension/request")
    expect(page.get_by_text(f"{due.month}月{due.day}日").first).to_be_visible()
    expect(page.get_by_text("延期要在时限").first).to_be_visible()

"""二报二回 as its people go through it in Chromium, with axe at every stop; and a grid of forty units on a tablet."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from inspect_app.access import Role
from inspect_app.accounts.models import Person
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.projects.actions import schemes
from inspect_app.projects.models import SchemeItem
from inspect_app.projects.vocabulary.schemes import ReviewDraft, SchemeStatus
from tests.browsers import LiveServer, pixels_too_wide
from tests.factories import actor_of, keep, make_item, make_office, make_person, make_unit, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
Audit = Callable[[Page], list[str]]
NAME = "公民个人事项改革方案"


class Journey:
    """One browser that goes from hand to hand with one review."""

    def __init__(self, page: Page, server: LiveServer, axe: Audit) -> None:
        self.page, self.server, self.axe = page, server, axe
        with server.app.app_context():
            office, unit = make_office(), make_unit("市人社局")
            make_item(unit, name="失业登记")
            self.people = {
                "clerk": make_person(Role.OFFICE_CLERK, office).id,
                "liaison": make_person(Role.DEPT_LIAISON, unit).id,
            }

    def become(self, name: str, path: str = "/schemes") -> Page:
        """Sign in as somebody and open the reviews."""
        with self.server.app.app_context():
            client = self.server.app.test_client()
            sign_in(client, db.session.get_one(Person, self.people[name]))
            cookie = client.get_cookie("inspect")
        assert cookie is not None
        self.page.context.clear_cookies()
        self.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.server.url}])
        self.page.goto(self.server.url + path)
        self.stop()
        return self.page

    def follow(self, label: str) -> None:
        """Follow a link of the page."""
        self.page.get_by_role("main").get_by_role("link", name=label, exact=True).first.click()
        self.page.wait_for_load_state()
        self.stop()

    def press(self, label: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=label, exact=True).first.click()
        self.page.wait_for_load_state()
        self.stop()

    def judge(self, outcome: str, remark: str) -> None:
        """Note what becomes of the item that is shown."""
        self.page.get_by_label(outcome, exact=True).check(force=True)
        self.page.get_by_label("意见").fill(remark)
        self.press("记下这一项")

    def stop(self) -> None:
        """Look at the page as it stands."""
        assert self.axe(self.page) == [], self.page.url
        wide = pixels_too_wide(self.page)
        assert wide <= 0, f"{self.page.url} scrolls sideways"


@pytest.fixture
def journey(page: Page, live_server: LiveServer, axe: Audit) -> Journey:
    return Journey(page, live_server, axe)


@pytest.mark.slow
def test_a_review_goes_from_hand_to_hand_until_it_is_through(journey: Journey) -> None:
    page = journey.become("clerk")
    journey.follow("发起审核")
    page.get_by_label("名称").fill(NAME)
    page.get_by_label("报送什么").fill("每个事项一份改革方案。")
    page.get_by_label("一报期限").fill(clock.today().isoformat())
    page.get_by_label("二报期限").fill(clock.today().isoformat())
    page.get_by_label("市人社局").check()
    journey.press("发起审核")
    journey.become("liaison")
    journey.follow(NAME)
    journey.follow("市人社局")
    journey.follow("列入事项")
    page.get_by_label("失业登记").check()
    page.get_by_label("其他事项").fill("参保登记")
    journey.press("列入")
    for place, text in enumerate(("全城通办。改为承诺。", "取消参保证明。")):
        page.get_by_role("link", name="写方案").first.click()
        page.get_by_label("改革方案", exact=True).fill(text)
        if place == 0:
            page.get_by_label("优化前环节").fill("先到社区盖章。")
            page.get_by_label("优化后环节").fill("部门事后核查。")
        journey.press("存下方案")
    journey.press("报送 2 项")
    expect(page.get_by_text("已报送 2 项")).to_be_visible()
    journey.become("clerk")
    journey.follow(NAME)
    journey.follow("市人社局")
    journey.follow("失业登记")
    journey.judge("退回修改", "承诺的依据请写明。")
    expect(page.get_by_role("heading", name="参保登记")).to_be_visible()
    journey.judge("通过", "同意。")
    journey.press("一并发回")
    expect(page.get_by_text("通过 1 项，退回修改 1 项")).to_be_visible()
    journey.become("liaison")
    journey.follow(NAME)
    journey.follow("市人社局")
    page.get_by_role("link", name="修改方案").first.click()
    expect(page.get_by_text("承诺的依据请写明。")).to_be_visible()
    page.get_by_label("改革方案", exact=True).fill("全城通办。依据省条例改为承诺。")
    journey.press("存下方案")
    journey.press("报送 1 项")
    journey.become("clerk")
    journey.follow(NAME)
    journey.follow("市人社局")
    journey.follow("失业登记")
    expect(page.locator("del")).to_have_text("改为承诺。")
    expect(page.locator("ins")).to_have_text("依据省条例改为承诺。")
    journey.judge("通过", "同意。")
    journey.press("一并发回")
    journey.follow("失业登记")
    journey.press("列为典型做法")
    journey.become("clerk", "/schemes/typical")
    expect(page.get_by_text("部门事后核查。")).to_be_visible()
    with journey.server.app.app_context():
        found = {item.name: (item.status, item.round) for item in db.session.query(SchemeItem)}
    assert found == {"失业登记": (SchemeStatus.APPROVED, 2), "参保登记": (SchemeStatus.APPROVED, 1)}


@pytest.mark.parametrize("size", [(768, 1024), (360, 800), (1280, 800)])
def test_a_grid_of_forty_units_and_thirty_items_can_be_read(journey: Journey, size: tuple[int, int]) -> None:
    with journey.server.app.app_context():
        units = [make_unit() for _ in range(40)]
        clerk = actor_of(db.session.get_one(Person, journey.people["clerk"]))
        today = clock.today()
        with transaction():
            draft = ReviewDraft(NAME, "每项一份。", today, today, frozenset(unit.id for unit in units))
            review_id = schemes.open_review(clerk, draft).id
        keep(
            *(
                SchemeItem(
                    review_id=review_id, unit_id=unit.id, number=number, name=f"第{number}项公共服务事项的办理",
                    changed_at=clock.now(),
                )
                for unit in units
                for number in range(1, 31)
            )
        )  # fmt: skip
        last = units[39].name
    page = journey.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    journey.become("clerk", f"/schemes/{review_id}/grid?page=8")
    expect(page.get_by_role("columnheader", name=last)).to_be_visible()
    grid = page.get_by_role("region", name="事项和单位对照")
    grid.evaluate("box => { box.scrollTop = box.scrollHeight; box.scrollLeft = box.scrollWidth }")
    head, box = page.get_by_role("columnheader", name=last).bounding_box(), grid.bounding_box()
    assert head is not None
    assert box is not None
    assert abs(head["y"] - box["y"]) < 4
    side = page.get_by_role("rowheader", name="30", exact=True).bounding_box()
    assert side is not None
    assert abs(side["x"] - box["x"]) < 4
    assert page.locator(".scheme-cell").count() == 150

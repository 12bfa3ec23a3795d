"""The daily notice as its people go through it in Chromium: draft with chips, check, sign in three clicks, correct."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from inspect_app.accounts.models import Person
from inspect_app.database import db
from inspect_app.notices.models import Notice
from inspect_app.notices.queries.facts import facts_of
from inspect_app.notices.vocabulary import NoticeState
from tests.browsers import LiveServer, pixels_too_wide
from tests.factories import sign_in
from tests.notices.test_issuing import Office

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
Audit = Callable[[Page], list[str]]


class Hands:
    """One browser that passes from hand to hand."""

    def __init__(self, page: Page, server: LiveServer, axe: Audit) -> None:
        self.page, self.server, self.axe = page, server, axe
        with server.app.app_context():
            self.office = Office()
            self.notice_id = self.office.draft().id
        self.people = {"clerk": self.office.clerk, "second": self.office.second, "director": self.office.director}

    def become(self, name: str, path: str) -> None:
        """Sign in as somebody and open a page."""
        with self.server.app.app_context():
            client = self.server.app.test_client()
            sign_in(client, db.session.get_one(Person, self.people[name].person_id))
            cookie = client.get_cookie("inspect")
        assert cookie is not None
        self.page.context.clear_cookies()
        self.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.server.url}])
        self.open(path)

    def open(self, path: str) -> None:
        """Open a page and look at it."""
        self.page.goto(self.server.url + path)
        self.look()

    def look(self) -> None:
        """Let axe see the page; it doesn't scroll sideways."""
        assert self.axe(self.page) == [], self.page.url
        wide = pixels_too_wide(self.page)
        assert wide <= 0, f"{self.page.url} scrolls sideways"

    def press(self, label: str) -> None:
        """Press a button and look at what comes."""
        self.page.get_by_role("button", name=label, exact=True).first.click()
        self.page.wait_for_load_state()
        self.look()


@pytest.fixture
def hands(page: Page, live_server: LiveServer, axe: Audit) -> Hands:
    return Hands(page, live_server, axe)


def _stored(hands: Hands) -> Notice:
    with hands.server.app.app_context():
        return db.session.get_one(Notice, hands.notice_id)


def test_a_number_is_a_chip_that_cannot_be_retyped_and_pasted_text_is_mended_by_a_click(hands: Hands) -> None:
    page = hands.page
    hands.become("clerk", f"/notices/{hands.notice_id}/edit")
    before = _stored(hands).prose
    overview = page.get_by_role("textbox", name="一、总体情况")
    expect(overview.locator(".token-chip").first).to_have_text("本期走访")
    assert overview.locator(".token-chip").first.get_attribute("contenteditable") == "false"
    hands.press("存文字，看预览")
    assert _stored(hands).prose == before, "what nobody touched is the same to the last sign"
    hands.open(f"/notices/{hands.notice_id}/edit")
    page.get_by_role("textbox", name="四、典型做法").click()
    page.keyboard.insert_text("满意率98 5个百分点，据台账，截至今日，")
    page.get_by_role("button", name="【累计发现】").click()
    page.keyboard.insert_text("个。")
    hands.press("检查粘贴")
    expect(page.locator("mark")).to_have_text("98 5")
    assert _stored(hands).prose == before
    hands.press("改为 98.5")
    expect(page.locator("mark")).to_have_count(0)
    hands.press("存文字，看预览")
    assert _stored(hands).prose["practices"] == ["满意率98.5个百分点，据台账，截至今日，【累计发现】个。"]


@pytest.mark.slow
def test_without_scripts_the_prose_is_a_plain_text_field(hands: Hands) -> None:
    hands.become("clerk", "/notices")
    cookies = hands.page.context.cookies()
    browser = hands.page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{hands.server.url}/notices/{hands.notice_id}/edit")
    page.locator("textarea[name=practices]").fill("据台账，【累计发现】个。\n２０２６年")
    page.get_by_role("button", name="检查粘贴").click()
    page.get_by_role("button", name="改为 2026").click()
    page.get_by_role("button", name="存文字，看预览").click()
    context.close()
    assert _stored(hands).prose["practices"] == ["据台账，【累计发现】个。", "2026年"]


def test_the_signer_needs_three_clicks_and_a_number_opens_its_list(hands: Hands) -> None:
    page, path = hands.page, f"/notices/{hands.notice_id}"
    hands.become("clerk", path)
    hands.press("送核稿")
    hands.become("second", path)
    hands.press("核稿无误，送签")
    hands.become("director", "/")
    clicks = 0
    for step in (
        page.get_by_role("link", name="通报待签发"),
        page.get_by_role("button", name="签发"),
        page.get_by_role("dialog").get_by_role("button", name="签发"),
    ):
        step.click()
        clicks += 1
        page.wait_for_load_state()
    expect(page.get_by_text("第1期").first).to_be_visible()
    assert clicks == 3
    assert _stored(hands).state is NoticeState.ISSUED
    hands.look()
    expect(page.get_by_text("已送单位")).to_be_visible()
    with hands.server.app.app_context():
        told = facts_of(db.session.get_one(Notice, hands.notice_id)).figures
    for figure in sorted(set(page.locator("a.gw-n").evaluate_all("all => all.map(a => a.getAttribute('href'))"))):
        name = figure.rsplit("/", 1)[1]
        if name in told:
            hands.open(figure)
            expect(page.locator("main")).to_contain_text(f" {told[name]} 条")


@pytest.mark.slow
def test_the_next_issue_prints_the_correction(hands: Hands) -> None:
    with hands.server.app.app_context():
        hands.notice_id = hands.office.issue().id
    hands.become("clerk", f"/notices/{hands.notice_id}")
    hands.page.get_by_label("原文").fill("市公安局")
    hands.page.get_by_label("更正为").fill("市人社局")
    hands.press("记下更正")
    with hands.server.app.app_context():
        draft = hands.office.draft()
    hands.open(f"/notices/{draft.id}")
    expect(hands.page.get_by_text("第1期中“市公安局”应为“市人社局”。")).to_be_visible()


@pytest.mark.slow
def test_paper_and_lists_are_set_on_pages_that_fit_a_phone(hands: Hands) -> None:
    page = hands.page
    campaign_id = hands.office.campaign.id
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        hands.become("clerk", "/notices/lists")
        for path in (
            "/notices/lists/new",
            f"/notices/{hands.notice_id}/paper",
            f"/campaigns/{campaign_id}/paper",
        ):
            hands.open(path)
    page.get_by_label("文种").select_option("red_head")
    hands.press("保存")
    expect(page.get_by_text("请填机关代字").first).to_be_visible()
    page.get_by_label("机关代字").fill("明跑改办")
    hands.press("保存")
    hands.open("/notices/lists/new")
    page.get_by_label("名单名称").fill("总名单")
    page.get_by_label("成员").fill("市公安局\n市委办公室")
    hands.press("保存")
    expect(page.get_by_role("link", name="总名单")).to_be_visible()

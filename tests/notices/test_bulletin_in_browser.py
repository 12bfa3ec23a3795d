"""The bulletin as its people go through it in Chromium: two articles drafted, checked by another, signed."""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.notices.models import Bulletin
from inspect_app.notices.vocabulary import NoticeState
from inspect_app.projects.actions import registering
from inspect_app.projects.vocabulary.registers import PraiseDraft, PraiseSource
from tests.browsers import LiveServer
from tests.factories import make_unit
from tests.notices.editors import Editors
from tests.notices.test_in_browser import Hands

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
Audit = Callable[[Page], list[str]]


class Desk(Hands):
    """One browser that passes from editor to editor."""

    def __init__(self, page: Page, server: LiveServer, axe: Audit) -> None:
        self.page, self.server, self.axe = page, server, axe
        with server.app.app_context():
            editors, unit = Editors(), make_unit("市公安局")
            praise = PraiseDraft(
                unit_id=unit.id, praised_on=clock.today(), source=PraiseSource.CITIZEN, words="当场办好",
                paper_words="户籍窗口逐项理清材料，老人落户立等可取", typical=True,
            )  # fmt: skip
            with transaction():
                registering.add_entry(editors.clerk, praise)
        self.people = {"clerk": editors.clerk, "second": editors.second, "director": editors.director}

    def look(self) -> None:
        """Let axe see the page, and keep a picture where one is wanted."""
        super().look()
        if folder := os.environ.get("PICTURES"):
            self.count = getattr(self, "count", 0) + 1
            for width, height in ((1280, 800), (768, 1024), (360, 800)):
                self.page.set_viewport_size({"width": width, "height": height})
                self.page.screenshot(path=f"{folder}/bulletin-{self.count:02d}-{width}.png", full_page=True)
            self.page.set_viewport_size({"width": 1280, "height": 800})

    def stored(self) -> Bulletin:
        """Return the one issue, read anew."""
        with self.server.app.app_context():
            return db.session.query(Bulletin).one()


@pytest.mark.slow
def test_two_articles_are_drafted_checked_by_another_and_signed_in_three_clicks(
    page: Page, live_server: LiveServer, axe: Audit
) -> None:
    desk = Desk(page, live_server, axe)
    desk.become("clerk", "/bulletins")
    desk.press("开始编")
    page.get_by_role("link", name="点赞", exact=True).click()
    desk.press("用它起稿")
    body = page.get_by_role("textbox", name="正文")
    body.click()
    page.keyboard.press("End")
    page.keyboard.insert_text("３天后，身份证寄到家里。")
    desk.press("检查粘贴")
    desk.press("改为 3")
    desk.press("存文章，看预览")
    page.get_by_role("link", name="加文章").first.click()
    desk.press("从空白写起")
    page.get_by_label("标题", exact=True).fill("编委办召开改革研讨会")
    page.get_by_role("textbox", name="正文").click()
    page.keyboard.insert_text("会议对前一阶段工作进行总结。")
    desk.press("存文章，看预览")
    expect(page.locator(".jb-contents li")).to_have_count(2)
    desk.press("下移")
    expect(page.locator(".jb-contents li").first).to_have_text("编委办召开改革研讨会")
    page.get_by_label("印发日期").fill(clock.today().isoformat())
    desk.press("保存日期和份数")
    desk.press("送核稿")
    address = page.url.removeprefix(live_server.url)
    desk.become("second", address)
    desk.press("核稿无误，送签")
    desk.become("director", "/")
    for click in (
        page.get_by_role("link", name="简报待签发"),
        page.get_by_role("button", name="签发"),
        page.get_by_role("dialog").get_by_role("button", name="签发"),
    ):
        click.click()
        page.wait_for_load_state()
    expect(page.get_by_text("第1期").first).to_be_visible()
    desk.look()
    issued = desk.stored()
    assert (issued.state, issued.issue_no) == (NoticeState.ISSUED, 1)
    desk.open(f"{address}/print")

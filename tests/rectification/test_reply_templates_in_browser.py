"""答复模板 in Chromium: a press puts a sentence behind what is written; without scripts it can be read."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from playwright.sync_api import TimeoutError as NotYet

from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.rectification.vocabulary import ReplyKind
from tests.browsers import LiveServer
from tests.rectification.making import make_case
from tests.rectification.test_case_in_browser import become
from tests.rectification.test_supervision_in_browser import look_at

pytestmark = pytest.mark.browser
Audit = Callable[[Page], list[str]]
OFFERED = "已取消该项材料，窗口统一口径，办事指南已同步更新。"


def test_a_sentence_is_put_behind_what_is_written(page: Page, live_server: LiveServer, axe: Audit) -> None:
    with live_server.app.app_context():
        case = make_case(FindingStatus.RECTIFYING)
    become(page, live_server, case, "liaison")
    page.goto(f"{live_server.url}/case/{case.number}/feedback")
    work = page.get_by_label("整改情况")
    work.fill("五月起，")
    page.get_by_text("常用写法").click()
    look_at(page, axe, "phrases")
    page.get_by_role("button", name=f"填入：{OFFERED}").click()
    expect(work).to_have_value(f"五月起，{OFFERED}")
    expect(work).to_be_focused()


def test_without_scripts_the_sentences_can_be_read(browser: Browser, page: Page, live_server: LiveServer) -> None:
    with live_server.app.app_context():
        case = make_case(FindingStatus.RECTIFYING)
    become(page, live_server, case, "liaison")
    plain = browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    quiet = plain.new_page()
    quiet.goto(f"{live_server.url}/case/{case.number}/feedback")
    quiet.get_by_text("常用写法").click()
    expect(quiet.get_by_text(OFFERED)).to_be_visible()
    expect(quiet.get_by_role("button", name="填入")).to_have_count(0)
    plain.close()


def test_the_office_adds_orders_and_removes(page: Page, live_server: LiveServer, axe: Audit) -> None:
    with live_server.app.app_context():
        case = make_case()
    become(page, live_server, case, "clerk")
    page.goto(f"{live_server.url}/reply-templates")
    look_at(page, axe, "reply-templates")
    page.get_by_role("link", name="新增一句").click()
    page.get_by_role("radio", name=ReplyKind.EXTENSION.label).check()
    page.get_by_label("句子").fill("须等省级系统升级。")
    look_at(page, axe, "reply-template")
    page.get_by_role("button", name="保存").click()
    row = page.get_by_role("row", name="须等省级系统升级。")
    row.get_by_role("button", name="上移").click()
    expect(page.get_by_role("region", name="延期理由").get_by_role("row").nth(2)).to_contain_text("须等省级")
    row.get_by_role("button", name="删除").click()
    page.get_by_role("dialog").get_by_role("button", name="删除").click()
    expect(page.get_by_text("已删除一句答复模板")).to_be_visible()
    expect(row).to_have_count(0)


def test_nothing_can_be_pressed_before_the_question_can_be_asked(page: Page, live_server: LiveServer) -> None:
    with live_server.app.app_context():
        case = make_case()
    become(page, live_server, case, "clerk")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/js/page.js*", hold)
    page.goto(f"{live_server.url}/reply-templates", wait_until="commit")
    remove = page.get_by_role("button", name="删除").first
    expect(remove).to_be_attached()
    with pytest.raises(NotYet):
        remove.click(timeout=1_000)
    held[0].continue_()
    remove.click()
    expect(page.get_by_role("dialog").get_by_role("button", name="删除")).to_be_visible()

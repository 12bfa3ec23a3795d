"""A visit in the tablet's app, end to end: without network, received, sent back and handed in again."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding
from inspect_app.foundation import clock
from inspect_app.visits.models import Visit, VisitRemark
from inspect_app.visits.vocabulary import VisitStatus
from tests import factories
from tests.browsers import LiveServer
from tests.field.app_pages import SAVED, choose, enter, go, item, no_network, prepare, ready
from tests.field.dying import until
from tests.field.making import body, every_kind, tiny_photo
from tests.field.making import item as one_item
from tests.field.tablet_pages import dump

pytestmark = pytest.mark.browser
MOST_TAPS, MOST_TAPS_OF_A_PROBLEM = 45, 6
COUNT_TAPS = "window.taps = 0; document.addEventListener('click', e => { if (e.isTrusted) window.taps += 1; }, true);"


def test_a_visit_is_filled_in_without_network_from_a_cold_start_and_received_later(
    live_server: LiveServer, page: Page, tmp_path: Path
) -> None:
    with live_server.app.app_context():
        visit = prepare(live_server, factories.make_version(items=2))
    ready(enter(live_server, page))
    no_network(page)
    page = page.context.new_page()
    page.goto(f"{live_server.url}/field/app")
    expect(page).to_have_title("记事")
    page.locator("#todo .visit").first.click()
    choose(page, "look1", "yes")
    choose(page, "look2", "no")
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(tiny_photo())
    item(page, "look2").locator("input[type=file]").set_input_files(photo)
    expect(item(page, "look2").locator("figure .cap")).to_have_text("本机已存")
    item(page, "look2").get_by_role("button", name="列为问题").click()
    expect(page.locator(SAVED)).to_contain_text("本机已存")
    expect(page.locator("[data-saved-server]")).to_have_text("服务器未存")
    go(page, visit, "check")
    page.get_by_role("button", name="提交走访").click()
    expect(page.locator(".state-waiting")).to_have_text("待上传 0/1")
    page.context.set_offline(False)
    expect(page.locator(".receipt-no")).to_be_visible()
    with live_server.app.app_context():
        row = db.session.scalars(select(Visit)).one()
        assert (row.status, row.receipt) == (VisitStatus.RECEIVED, page.locator(".receipt-no").inner_text())
        assert len(db.session.scalars(select(Finding)).one().files) == 1


def test_forty_items_all_yes_need_few_taps(live_server: LiveServer, page: Page) -> None:
    looked, asked = [[one_item(f"{part}{n}") for n in range(count)] for part, count in (("l", 25), ("a", 15))]
    with live_server.app.app_context():
        prepare(live_server, factories.make_version(body(looked, asked)))
    page.add_init_script(COUNT_TAPS)
    enter(live_server, page)
    page.evaluate("window.taps = 0")
    page.locator("#todo .visit").first.click()
    for key in [one["key"] for one in looked]:
        item(page, key).locator("input[value=yes]").click()
    page.locator(".parts").get_by_text("跟踪问").click()
    for key in [one["key"] for one in asked]:
        item(page, key).locator("input[value=yes]").click()
    page.locator("#foot").get_by_text("检查并提交").click()
    page.get_by_role("button", name="提交走访").click()
    expect(page.locator(".receipt-sheet")).to_be_visible()
    assert page.evaluate("window.taps") <= MOST_TAPS
    expect(page.locator(".receipt-no")).to_be_visible()


def test_a_problem_with_photo_needs_few_taps(live_server: LiveServer, page: Page, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(tiny_photo())
    with live_server.app.app_context():
        visit = prepare(live_server, every_kind())
    go(enter(live_server, page), visit, "look")
    taps = 0
    choose(page, "q1", "no")
    taps += 1
    with page.expect_file_chooser() as camera:
        item(page, "q1").get_by_text("拍照").click()
    camera.value.set_files(photo)
    taps += 3  # 拍照, the shutter, and yes to the picture
    expect(item(page, "q1").locator("figure .cap")).to_contain_text("已存")
    item(page, "q1").get_by_role("button", name="列为问题").click()
    taps += 1
    expect(item(page, "q1")).to_contain_text("已列为问题")
    assert taps <= MOST_TAPS_OF_A_PROBLEM


@pytest.mark.slow
def test_what_is_typed_is_on_the_device_before_the_camera_opens(page: Page, visit: str) -> None:
    """A tablet may end the browser while its camera is open: nothing typed may wait for a moment's pause then."""
    choose(page, "q1", "no")
    camera = item(page, "q1").locator("input[type=file]")
    page.evaluate("window.setTimeout = () => 0")  # the pause after the last letter never ends
    item(page, "words").locator("textarea").first.fill("大厅很整洁")
    with page.expect_file_chooser():
        camera.evaluate("(one) => one.click()")  # as a finger does, but that the field keeps the focus
    until(lambda: "大厅很整洁" in json.dumps(dump(page)["drafts"], ensure_ascii=False), page)


def test_a_visit_sent_back_shows_what_to_complete_and_goes_as_the_second_round(
    live_server: LiveServer, page: Page
) -> None:
    with live_server.app.app_context():
        visit = prepare(live_server, factories.make_version(items=2))
    go(enter(live_server, page), visit, "look")
    choose(page, "look1", "yes")
    choose(page, "look2", "yes")
    go(page, visit, "check")
    page.get_by_role("button", name="提交走访").click()
    expect(page.locator(".receipt-no")).to_be_visible()
    receipt = page.locator(".receipt-no").inner_text()
    with live_server.app.app_context(), transaction():
        row = db.session.scalars(select(Visit)).one()
        row.status, row.round = VisitStatus.RETURNED, row.round + 1
        row.remarks.append(VisitRemark(round=row.round, item_key="look2", text="请写明看到了什么", at=clock.now()))
    page.goto(f"{live_server.url}/field/app#/")
    page.get_by_role("button", name="立即同步").click()
    expect(page.get_by_text("跑改办退回 1 项，请补充")).to_be_visible()
    page.locator("#todo .visit").first.click()
    expect(item(page, "look2")).to_contain_text("请写明看到了什么")
    item(page, "look2").get_by_text("备注和照片").click()
    item(page, "look2").locator("textarea").fill("窗口有人值班")
    expect(page.locator("[data-saved-server]")).to_contain_text("服务器已存")
    go(page, visit, "check")
    page.get_by_role("button", name="提交走访").click()
    expect(page.locator(".receipt-no")).to_have_text(receipt)
    with live_server.app.app_context():
        row = db.session.scalars(select(Visit)).one()
        assert (row.status, row.round) == (VisitStatus.RECEIVED, 2)


def test_what_is_missing_is_named_and_one_tap_away(live_server: LiveServer, page: Page) -> None:
    with live_server.app.app_context():
        visit = prepare(live_server, every_kind())
    go(enter(live_server, page), visit, "look")
    choose(page, "q1", "no")
    expect(item(page, "why")).to_be_visible()
    item(page, "q1").get_by_role("button", name="列为问题").click()
    item(page, "wait").locator("[name='answer-wait']").fill("９９９")
    expect(item(page, "wait").locator("[data-problem]")).to_have_text("不能大于 600 分钟。")
    go(page, visit, "check")
    expect(page.get_by_text("还没有照片。请添一张，或写明为什么没有。").first).to_be_visible()
    expect(page.get_by_role("button", name="提交走访")).to_be_disabled()
    page.get_by_role("link", name="不能大于 600 分钟").click()
    expect(item(page, "wait").locator("[name='answer-wait']")).to_be_focused()


def test_a_trial_shows_promise_against_reality_and_lists_what_was_not_kept(live_server: LiveServer, page: Page) -> None:
    with live_server.app.app_context():
        visit = prepare(live_server, every_kind())
    go(enter(live_server, page), visit, "trial/new")
    page.get_by_role("button", name="开始记经过").click()
    page.locator("[name=step_text]").fill("被要求补居住证明")
    page.locator("[name=step_text]").press("Enter")
    expect(page.locator(".chain li.is-bad")).to_contain_text("被要求补居住证明")
    page.locator("[name=trips]").fill("３")
    expect(page.locator(".compare")).to_contain_text("3趟")
    go(page, visit, "talk/new")
    page.locator("#talk [name=words]").fill("跑了三趟都没办成")
    page.locator("#talk [name=satisfaction][value='1']").check()
    page.get_by_role("button", name="列为问题").click()
    page.get_by_role("link", name="已列为问题").click()
    expect(page.locator("[name=fact]")).to_have_value("办事群众反映：“跑了三趟都没办成”满意度 1 分（满分 5 分）。")
    page.get_by_role("button", name="撤掉问题").click()
    page.get_by_role("dialog").get_by_role("button", name="撤掉问题").click()
    expect(page.get_by_text("没有列问题")).to_be_visible()


def test_an_observer_may_say_that_something_was_not_seen(live_server: LiveServer, page: Page) -> None:
    with live_server.app.app_context():
        visit = prepare(live_server, every_kind(), Role.OBSERVER)
    go(enter(live_server, page), visit, "look")
    choose(page, "q1", "not_seen")
    choose(page, "single", "na")
    expect(item(page, "single").locator("[data-problem]")).to_be_hidden()
    go(page, visit, "look")
    page.reload()
    expect(page.locator("#q1")).to_contain_text("没看到")
    page.get_by_role("button", name="修改第 1 项").click()
    expect(item(page, "q1").locator("input[value=not_seen]")).to_be_checked()

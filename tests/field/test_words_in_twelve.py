"""The words for where a visit is, in twelve situations, each held against what the device and the server have."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from inspect_app.accounts.models import Person
from inspect_app.config import Settings
from inspect_app.database import db, transaction
from inspect_app.field.models import Draft, Upload
from inspect_app.foundation import clock
from inspect_app.visits.models import Submission, Visit, VisitRemark
from inspect_app.visits.vocabulary import VisitStatus
from tests import factories
from tests.browsers import LiveServer
from tests.field.app_pages import PASSWORD, choose, enter, go, no_network, prepare
from tests.field.dying import MortalServer, mortal
from tests.field.tablet_pages import SUBMIT, core
from tests.field.tablets import new_uuid, registered, submission
from tests.field.words_shown import (
    DRAFT,
    NOTHING,
    RECEIVED,
    WAITING,
    clock_now,
    count,
    demand_line,
    demand_refused,
    kept,
    let_one_photo_through,
    row_says,
    server_saved,
    take_photo,
)

pytestmark = pytest.mark.browser
Hall = tuple[LiveServer, MortalServer]


@pytest.fixture
def hall(live_settings: Settings, tmp_path: Path) -> Iterator[Hall]:
    """Give an installation whose server may die."""
    with mortal(live_settings, tmp_path) as both:
        yield both


def _begin(hall: Hall, page: Page) -> str:
    with hall[0].app.app_context():
        visit = prepare(hall[0], factories.make_version(items=2))
    enter(hall[0], page)
    return visit


def _fill(page: Page, visit: str) -> None:
    go(page, visit, "look")
    choose(page, "look1", "yes")
    choose(page, "look2", "yes")


def _hand_in(page: Page, visit: str) -> None:
    go(page, visit, "check")
    page.get_by_role("button", name="提交走访").click()
    expect(page.locator(".receipt-sheet")).to_be_visible()


def test_a_draft_fresh_offline_online_without_server_and_with_a_photo(hall: Hall, page: Page, tmp_path: Path) -> None:
    live, server = hall
    visit = _begin(hall, page)

    # 1: a fresh visit is nowhere yet
    assert "还没开始，已备好" in row_says(page, "今天全天", NOTHING)
    assert kept(page) == (None, None)
    go(page, visit, "look")
    expect(page.locator("[data-saved]")).to_have_text("还没有填")

    # 2: one answer without network is on the device only
    page.context.set_offline(True)
    before = clock_now()
    choose(page, "look1", "yes")
    expect(page.locator("[data-saved-server]")).to_have_text("服务器未存")
    row_says(page, "草稿", DRAFT)
    here, there = kept(page)
    assert here
    assert before <= here <= clock_now()
    assert there is None
    assert count(live, Draft) == 0

    # 3: with network the server has it too, and says when
    page.context.set_offline(False)
    go(page, visit, "look")
    expect(page.locator("[data-saved-server]")).to_contain_text("服务器已存")
    row_says(page, "草稿", DRAFT)
    expect(page.locator("#main .visit")).to_contain_text("服务器已存")
    saved = server_saved(live)
    assert kept(page) == (here, saved)
    demand_line(page, visit, f"本机已存 {here}", f"服务器已存 {saved}")

    # 4: the server is dead though the browser believes in a network: its time stays, and no longer counts
    server.kill()
    page.wait_for_function("before => new Date().toTimeString().slice(0, 8) > before", arg=max(here, saved))
    before = clock_now()
    choose(page, "look2", "no")
    expect(page.locator("[data-saved-device]")).not_to_have_text(f"本机已存 {here}")
    expect(page.locator("[data-saved-server].wait")).to_have_text(f"服务器已存 {saved}")
    assert page.evaluate("navigator.onLine")
    row_says(page, "草稿", DRAFT)
    here, there = kept(page)
    assert here
    assert before <= here <= clock_now()
    assert there == saved

    # 5: a photo without network is on the device, not with the server
    page.context.set_offline(True)
    go(page, visit, "look")
    take_photo(page, "look2", tmp_path, "teal")
    row_says(page, "草稿", DRAFT)
    assert "已收到" not in page.locator("#main .visit").inner_text()
    assert count(live, Upload) == 0


def test_handed_in_then_half_sent_then_received_then_returned(hall: Hall, page: Page, tmp_path: Path) -> None:
    live, _ = hall
    visit = _begin(hall, page)

    # 6: handed in without network waits, with none of its files up
    no_network(page)
    _fill(page, visit)
    for colour in ("teal", "orange"):
        take_photo(page, "look1", tmp_path, colour)
    _hand_in(page, visit)
    expect(page.locator(".receipt-sheet .state")).to_have_text("待上传 0/2")
    expect(page.locator(".receipt-sheet")).to_contain_text("已存在本机，等着送出")
    text = row_says(page, "待上传 0/2", WAITING)
    assert "回执号" not in text
    expect(page.locator("#bars")).to_contain_text("1 份待上传。")
    assert count(live, Submission) == 0

    # 7: the server has one file of two: it is not received
    let_one_photo_through(page)
    page.context.set_offline(False)
    text = row_says(page, "待上传 1/2", WAITING)
    assert "回执号" not in text
    page.evaluate("location.hash = '#/sync'")
    expect(page.locator(".sync-item .state")).to_have_text("待上传 1/2")
    expect(page.locator(".sync-photo").get_by_text("服务器已存")).to_have_count(1)
    expect(page.locator(".sync-photo").get_by_text("上传 0%")).to_have_count(1)
    expect(page.locator(".sync-item")).to_contain_text("连不上服务器")
    assert count(live, Upload) == 1
    with live.app.app_context():
        assert db.session.scalars(select(Submission)).one().completed_at is None

    # 8: received, with the number the server gave
    page.context.unroute_all()
    page.get_by_role("button", name="立即同步").click()
    expect(page.get_by_text("没有待上传的走访")).to_be_visible()
    with live.app.app_context():
        row = db.session.scalars(select(Visit)).one()
        assert row.status is VisitStatus.RECEIVED
        receipt = row.receipt
    assert f"回执号 {receipt}" in row_says(page, "已收到", RECEIVED)
    expect(page.locator("#main")).not_to_contain_text("份待上传。")
    page.evaluate("to => { location.hash = to; }", f"#/v/{visit}/receipt")
    expect(page.locator(".receipt-no")).to_have_text(str(receipt))

    # 9: sent back it is no longer received, says what to complete, and becomes a draft again
    with live.app.app_context(), transaction():
        row = db.session.scalars(select(Visit)).one()
        row.status, row.round = VisitStatus.RETURNED, row.round + 1
        row.remarks.append(VisitRemark(round=row.round, item_key="look2", text="请写明看到了什么", at=clock.now()))
    page.evaluate("location.hash = '#/'")
    page.get_by_role("button", name="立即同步").click()
    assert "跑改办退回 1 项，请补充" in row_says(page, "今天全天", NOTHING)
    go(page, visit, "look?item=look2")
    expect(page.locator("[data-saved]")).to_have_text("本机还没有改过")
    choose(page, "look2", "no")
    expect(page.locator("[data-saved-server]")).to_contain_text("服务器已存")
    assert "已收到" not in row_says(page, "草稿", DRAFT)


def test_what_the_server_refuses_is_neither_on_its_way_nor_received(hall: Hall, page: Page) -> None:
    live, _ = hall
    visit = _begin(hall, page)

    # 10: incomplete for the server (422): the person is told, and has it back as a draft
    go(page, visit, "look")
    choose(page, "look1", "yes")
    expect(page.locator("[data-saved-device]")).to_contain_text("本机已存")
    core(page, SUBMIT)
    demand_refused(page, visit, "还没有答")
    assert count(live, Submission) == 0
    page.evaluate("location.hash = '#/sync'")
    page.get_by_role("button", name="改回草稿").click()
    expect(page.locator(".parts")).to_be_visible()
    row_says(page, "草稿", DRAFT)

    # 10: the round is another tablet's (409)
    no_network(page)
    go(page, visit, "look")
    choose(page, "look2", "yes")
    _hand_in(page, visit)
    with live.app.app_context():
        author = db.session.scalars(select(Person).where(Person.username == "captain")).one()
        row = db.session.scalars(select(Visit)).one()
        answers = {"look1": {"choice": "no"}, "look2": {"choice": "no"}}
        answer = registered(live.app, author, "another-tablet-00000002").post(
            f"/submissions/{new_uuid()}", submission(row, answers=answers)
        )
        assert answer.status_code == 201
    page.context.set_offline(False)
    demand_refused(page, visit, "")


def test_a_session_that_ended_is_said_and_what_waits_is_called_waiting(hall: Hall, page: Page) -> None:
    live, _ = hall
    visit = _begin(hall, page)
    go(page, visit, "look")
    choose(page, "look1", "yes")
    expect(page.locator("[data-saved-server]")).to_contain_text("服务器已存")
    saved = server_saved(live)

    # 11: the session has ended: the device has what the server no longer takes
    page.context.clear_cookies()
    choose(page, "look2", "yes")
    expect(page.get_by_text("登录已过期。")).to_be_visible()
    row_says(page, "草稿", DRAFT)
    assert kept(page)[1] == saved
    assert server_saved(live) == saved
    _hand_in(page, visit)
    row_says(page, "待上传", WAITING)
    expect(page.locator("#bars")).to_contain_text("登录以后接着上传")
    page.get_by_role("button", name="现在登录").click()
    page.locator("[name=username]").fill("captain")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    assert "回执号" in row_says(page, "已收到", RECEIVED)


def test_a_draft_of_another_tablet_is_with_the_server_and_not_here(
    hall: Hall, page: Page, browser: Browser, browser_context_args: dict[str, Any]
) -> None:
    live, _ = hall
    visit = _begin(hall, page)
    go(page, visit, "look")
    choose(page, "look1", "yes")
    expect(page.locator("[data-saved-server]")).to_contain_text("服务器已存")
    saved = server_saved(live)

    # 12: continued on another tablet: first it is with the server only, then on both
    context = browser.new_context(**browser_context_args)
    second = enter(live, context.new_page())
    row_says(second, "草稿", DRAFT)
    expect(second.locator("#main .visit")).to_contain_text("服务器已存")
    assert kept(second) == (None, saved)
    demand_line(second, visit, "本机未存", f"服务器已存 {saved}")
    expect(second.get_by_text(f"那边存于 {saved}，本机存于 （没有填）")).to_be_visible()
    second.get_by_role("button", name="用那边的").click()
    second.get_by_role("dialog").get_by_role("button", name="用那边的").click()
    expect(second.locator("[data-saved-device]")).to_contain_text("本机已存")
    choose(second, "look2", "no")
    row_says(second, "草稿", DRAFT)
    expect(second.locator("#main .visit")).not_to_contain_text(f"服务器已存 {saved}")
    assert kept(second)[1] == server_saved(live)
    context.close()

    # the first tablet goes on with the old one: nothing is taken over unasked, and the row says so
    choose(page, "look1", "no")
    row_says(page, "草稿", DRAFT)
    expect(page.locator("#main .visit")).to_contain_text("别的设备上也填过，打开时请选")
    assert kept(page)[1] == saved

"""交给群众填写 without network: one form and nothing else, encrypted till it is sent, back by the number."""

import re

import pytest
from playwright.sync_api import Page, expect

from inspect_app.access import Role
from inspect_app.accounts.actions.passwords import hash_password
from inspect_app.catalogue.models import Window
from inspect_app.database import db
from inspect_app.voices.queries.opinions import find_by_receipt
from inspect_app.voices.rules.opinions import folded
from inspect_app.voices.vocabulary.opinions import OpinionChannel
from tests import factories
from tests.browsers import LiveServer
from tests.field.app_pages import PASSWORD, enter, no_network, ready
from tests.field.tablet_pages import dump
from tests.voices.opinions import Hall, make_hall, opinions

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PIN = "2468"
WORDS = "让我回家拿户口簿复印件，跑了两趟。"
_CORE = "const { core } = await import('/static/vendor/field/core.js');"
_SMALL = """() => [...document.querySelectorAll(".voice button, .voice .voice-answer, .voice textarea")]
  .filter((one) => one.offsetParent && one.offsetHeight < 60).map((one) => one.textContent)"""


def prepared(server: LiveServer) -> Hall:
    with server.app.app_context():
        hall = make_hall()
        author = factories.make_person(Role.INSPECTOR, username="captain", password_hash=hash_password(PASSWORD))
        factories.make_visit(author, db.session.get_one(Window, hall.window_id))
        return hall


def hand_over(page: Page) -> None:
    page.get_by_role("link", name="交给群众填写").click()
    page.get_by_label("归还时的数字密码").fill(PIN)
    page.get_by_role("button", name="交给群众填写").click()
    expect(page.get_by_text("这件事您一共跑了几趟")).to_be_visible()


def give_back(page: Page, pin: str) -> None:
    page.get_by_label("数字密码").fill(pin)
    page.get_by_role("button", name="归还", exact=True).click()


def test_an_opinion_waits_encrypted_without_network_and_is_sent_when_it_is_back(
    live_server: LiveServer, page: Page
) -> None:
    prepared(live_server)
    ready(enter(live_server, page))
    no_network(page)
    hand_over(page)
    assert page.evaluate(_SMALL) == []
    page.get_by_role("button", name="交意见").click()
    expect(page.get_by_text("四个问题都还空着")).to_be_visible()
    page.get_by_text("跑了 2 趟").click()
    page.get_by_text("不满意", exact=True).click()
    page.get_by_label("哪里不方便").fill(WORDS)
    page.get_by_role("button", name="交意见").click()
    expect(page.get_by_text("收好了，谢谢您")).to_be_visible()
    code = page.locator(".voice-code").inner_text()
    # Neither a cold start nor another address leads to anything but the form.
    page.reload()
    expect(page.get_by_text("这件事您一共跑了几趟")).to_be_visible()
    page.evaluate("location.hash = '#/me'")
    expect(page.get_by_text("这件事您一共跑了几趟")).to_be_visible()
    expect(page.get_by_role("link")).to_have_count(1)  # 跳到正文
    lies = dump(page)
    assert len(lies["opinions"]) == 1
    assert WORDS not in str(lies)
    assert code.replace("-", "") not in str(lies)
    page.get_by_role("button", name="归还平板").click()
    give_back(page, "1357")
    expect(page.get_by_text(re.compile("不对。请等 [0-9]+ 秒再试"))).to_be_visible()
    with live_server.app.app_context():
        assert opinions() == []
    expect(page.get_by_text("不对")).to_be_visible()
    page.evaluate(f"async () => {{ {_CORE} while (core.handedWait()) await new Promise((go) => setTimeout(go, 50)); }}")
    give_back(page, PIN)
    expect(page.get_by_role("heading", name="我的走访")).to_be_visible()
    page.get_by_role("link", name="同步").first.click()
    expect(page.get_by_text("群众意见 1 份待上传")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="立即同步").click()
    expect(page.get_by_text("群众意见 1 份待上传")).to_be_hidden()
    assert dump(page)["opinions"] == []
    with live_server.app.app_context():
        (kept,) = opinions()
        assert (kept.words, kept.channel) == (WORDS, OpinionChannel.TABLET)
        found = find_by_receipt(folded(code))
        assert found is not None
        assert found.id == kept.id


def test_what_a_citizen_began_survives_a_sync_and_a_step_back(live_server: LiveServer, page: Page) -> None:
    prepared(live_server)
    enter(live_server, page)
    hand_over(page)
    page.get_by_label("哪里不方便").fill(WORDS)
    page.go_back()
    page.evaluate(f"async () => {{ {_CORE} await core.syncNow(); }}")
    expect(page.get_by_label("哪里不方便")).to_have_value(WORDS)

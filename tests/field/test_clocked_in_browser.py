"""取号, 叫号, 办完 in one tap each on the tablet: the minutes follow; why papers were missing is asked only then."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import LiveServer
from tests.field.app_pages import enter, go, prepare
from tests.field.making import every_kind

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_minutes_follow_the_taps_and_whose_fault_is_asked_where_papers_were_missing(
    live_server: LiveServer, page: Page
) -> None:
    with live_server.app.app_context():
        visit = prepare(live_server, every_kind())
    go(enter(live_server, page), visit, "trial/new")
    page.get_by_role("button", name="开始记经过").click()
    for word in ("取号", "叫号", "办完"):
        page.get_by_role("button", name=word, exact=True).click()
        expect(page.locator(".chain li").last).to_contain_text(word)
    for name in ("waited_minutes", "handled_minutes"):
        expect(page.locator(f"[name={name}]")).to_have_value(re.compile("^[0-9]+$"))
    expect(page.locator("[data-fault]")).to_be_hidden()
    page.locator("[name=papers][value=no]").check()
    page.locator("[name=fault][value=untold]").check()
    page.reload()
    expect(page.locator("[name=fault][value=untold]")).to_be_checked()

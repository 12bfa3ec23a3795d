"""Backups, kept times and the chain in Chromium: what is red, what is due, and a shorter time that asks first."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from inspect_app.access import Role
from inspect_app.accounts.models import SignInSession
from inspect_app.audit.actions import check_chain
from inspect_app.foundation import clock
from tests.browsers import LiveServer, pixels_too_wide
from tests.factories import keep, make_office, make_person, sign_in
from tests.keeping.keeping import run

pytestmark = pytest.mark.browser
Audit = Callable[[Page], list[str]]
_WIDTHS = (360, 768, 1280)


def _sign_in(app: Flask, page: Page, url: str, role: Role) -> None:
    browser = app.test_client()
    with app.app_context():
        sign_in(browser, make_person(role, make_office()))
    cookie = browser.get_cookie("inspect")
    assert cookie is not None
    page.context.add_cookies([{"name": "inspect", "value": cookie.value, "url": url}])


def _look(page: Page, axe: Audit, name: str) -> None:
    """Look at a page in three widths, as axe and as somebody whose screen is narrow."""
    for width in _WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=str(Path(folder, f"{name}-{width}.png")), full_page=True)
        assert pixels_too_wide(page) <= 0, (name, width)
    assert axe(page) == [], name


@pytest.mark.slow
def test_what_keeps_the_data_safe_is_seen_and_a_shorter_time_asks_first(
    live_server: LiveServer, page: Page, axe: Audit, tmp_path: Path
) -> None:
    app, url = live_server.app, live_server.url
    with app.app_context():
        person, past = make_person(Role.AUDITOR), clock.now() - timedelta(days=300)
        keep(SignInSession(token_hash="a", person_id=person.id, created_at=past, last_seen_at=past, ended_at=past))
        run(app, "create", tmp_path / "20261201-030000.inspect-backup")
        run(app, "verify", tmp_path / "gone.inspect-backup")
        check_chain()
    _sign_in(app, page, url, Role.SECURITY_ADMIN)
    page.goto(f"{url}/admin/backups")
    expect(page.get_by_text("还没有恢复演练过。")).to_be_visible()
    _look(page, axe, "backups")
    page.get_by_role("link", name="保存期限", exact=True).first.click()
    _look(page, axe, "retention")
    page.get_by_role("link", name="登录记录", exact=True).click()
    page.get_by_label("保存天数").fill("200")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("下一次会多清除 1 条").first).to_be_visible()
    _look(page, axe, "retention-asks")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name="下一次会清除 1 条")).to_be_visible()
    _look(page, axe, "retention-due")
    page.context.clear_cookies()
    _sign_in(app, page, url, Role.AUDITOR)
    page.goto(f"{url}/admin/audit")
    expect(page.get_by_text("链条完整。")).to_be_visible()
    _look(page, axe, "audit")

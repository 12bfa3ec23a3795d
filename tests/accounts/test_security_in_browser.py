"""我的会话与设备, 安全事件 and a password that ran out, in Chromium: three widths, axe, no sideways scroll."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from inspect_app.access import Role
from inspect_app.accounts import actions
from inspect_app.accounts.actions import hash_password
from inspect_app.accounts.models import Person
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from tests.browsers import LiveServer, pixels_too_wide
from tests.factories import make_person

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]
Audit = Callable[[Page], list[str]]
PASSWORD, NEW = "三趟改一趟 2026", "Blue7-kite over"
_WIDTHS = ((768, 1024), (1280, 800), (360, 800))


def _enter(page: Page, server: LiveServer, username: str) -> None:
    page.goto(f"{server.url}/login")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def _look(page: Page, axe: Audit, name: str) -> None:
    for width, height in _WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        assert pixels_too_wide(page) <= 0, (name, width)
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=str(Path(folder, f"{name}-{width}.png")), full_page=True)
    assert axe(page) == []


def test_somebody_ends_a_session_and_the_security_administrator_sees_what_happened(
    page: Page, live_server: LiveServer, axe: Audit
) -> None:
    with live_server.app.app_context():
        stored = hash_password(PASSWORD)
        author = make_person(Role.INSPECTOR, username="author", name="李明", password_hash=stored)
        make_person(Role.SECURITY_ADMIN, username="guard", password_hash=stored)
        with transaction():
            actions.open_tablet(db.session.get_one(Person, author.id), "d" * 20)
            actions.sign_in(actions.Checked(author.id, stored, right=True))
        locked = make_person(Role.LEADER, name="被锁的人", password_hash="x").id
        for _ in range(6):
            with transaction():
                actions.sign_in(actions.Checked(locked, "x", right=False))
    _enter(page, live_server, "author")
    page.goto(f"{live_server.url}/account")
    _look(page, axe, "account")
    page.get_by_role("link", name="我的会话与设备").click()
    _look(page, axe, "sessions")
    row = page.get_by_role("row").filter(has_text="其他浏览器")
    row.get_by_role("button", name="退出").click()
    page.get_by_text("那一个浏览器的登录已退出。").wait_for()
    page.context.clear_cookies()
    _enter(page, live_server, "guard")
    page.goto(f"{live_server.url}/admin/security")
    page.get_by_text("被锁的人").first.wait_for()
    _look(page, axe, "security")


def test_a_password_that_ran_out_is_changed_before_anything_else(
    page: Page, live_server: LiveServer, axe: Audit
) -> None:
    with live_server.app.app_context():
        old = clock.now() - timedelta(days=100)
        make_person(Role.LEADER, username="leader", password_hash=hash_password(PASSWORD), password_set_at=old)
    _enter(page, live_server, "leader")
    page.get_by_text("已经用满 90 天").wait_for()
    _look(page, axe, "password")
    page.get_by_label("原密码").fill(PASSWORD)
    page.get_by_label("新密码", exact=True).fill(NEW)
    page.get_by_label("再填一次新密码").fill(NEW)
    page.get_by_role("button", name="修改密码").click()
    page.get_by_text("密码已改").wait_for()

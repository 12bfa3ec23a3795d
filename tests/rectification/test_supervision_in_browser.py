"""Slips, ordered checks, open listing and looking again: in Chromium, at three widths, with axe."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.database import db, transaction
from inspect_app.findings.vocabulary import FindingStatus, Grade
from inspect_app.foundation import clock
from inspect_app.rectification.actions.assigning import plan_check
from inspect_app.rectification.actions.escalating import escalate_all
from inspect_app.rectification.actions.looking_back import plan_look_backs
from inspect_app.rectification.models import LookBack
from inspect_app.visits.models import VisitFile
from tests.browsers import LiveServer, pixels_too_wide
from tests.factories import make_campaign, make_office, make_person, make_version
from tests.rectification.making import Case, close, feed_back, make_case, verify
from tests.rectification.ordering import hand_in, plan_for
from tests.rectification.test_case_in_browser import become

pytestmark = pytest.mark.browser
Audit = Callable[[Page], list[str]]
WIDTHS = (768, 1280, 360)


def late(server: LiveServer, grade: Grade = Grade.ORDINARY) -> Case:
    """Make a case that is ten days late, its slip proposed."""
    with server.app.app_context():
        delivered, due = clock.now() - timedelta(days=30), clock.today() - timedelta(days=10)
        case = make_case(FindingStatus.RECTIFYING, delivered_at=delivered, due=due, grade=grade)
        with transaction():
            escalate_all()
        return case


def look_at(page: Page, axe: Audit, name: str) -> None:
    """See that a page fits three widths and that axe finds nothing; keep pictures when a folder is named."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide = pixels_too_wide(page)
        assert wide <= 0, f"{name} is {wide} px too wide at {width}"
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=str(Path(folder, f"{name}-{width}.png")), full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert axe(page) == []


@pytest.mark.slow
def test_a_slip_is_issued_signed_for_and_answered(page: Page, live_server: LiveServer, axe: Audit) -> None:
    case = late(live_server)
    become(page, live_server, case, "clerk")
    page.goto(f"{live_server.url}/slips")
    look_at(page, axe, "slips")
    page.get_by_role("link", name="待编号").click()
    look_at(page, axe, "slip-proposed")
    page.get_by_role("button", name="发出").click()
    page.get_by_role("dialog").get_by_role("button", name="发出").click()
    expect(page.get_by_text("督办单已发")).to_be_visible()
    page.get_by_role("link", name="打印督办单").click()
    expect(page.get_by_role("heading", name="红色督办单")).to_be_visible()
    assert axe(page) == []

    become(page, live_server, case, "liaison")
    page.goto(f"{live_server.url}/slips")
    page.get_by_role("link", name="督〔").click()
    look_at(page, axe, "slip-answering")
    page.get_by_label("回复", exact=True).fill("已专题研究，本周完成。")
    page.get_by_role("button", name="回复", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="回复").click()
    expect(page.get_by_text("督办单已回复")).to_be_visible()
    look_at(page, axe, "slip-answered")
    page.goto(f"{live_server.url}/case/{case.number}")
    expect(page.get_by_label("督办级别")).to_contain_text("红色督办")
    look_at(page, axe, "case-red")


def test_a_check_is_ordered_and_what_the_visit_saw_stands_beside_the_verdict(
    page: Page, live_server: LiveServer, axe: Audit
) -> None:
    with live_server.app.app_context():
        case = make_case(FindingStatus.RECTIFYING, delivered_at=clock.now(), due=clock.today() + timedelta(days=7))
        feed_back(case)
        observer = make_person(Role.OBSERVER, make_office())
        version = make_version()
        campaign = make_campaign(version=version)
        facts = {"campaign_id": campaign.id, "version_id": version.id, "planned_on": clock.today()}
        plan = plan_for(case, observer, **facts)
    become(page, live_server, case, "director")
    page.goto(f"{live_server.url}/case/{case.number}/verifier")
    look_at(page, axe, "assign")
    with live_server.app.app_context():
        with transaction():
            order = plan_check(case.actor("director"), case.number, plan)
        hand_in(order)
    become(page, live_server, case, "verifier")
    page.goto(f"{live_server.url}/case/{case.number}")
    expect(page.get_by_text("两个窗口都改了")).to_be_visible()
    page.get_by_text("去不成或看不了").click()
    look_at(page, axe, "case-seen")
    with live_server.app.app_context():
        assert db.session.scalars(select(VisitFile)).all() == []


@pytest.mark.slow
def test_what_is_listed_openly_has_a_page(page: Page, live_server: LiveServer, axe: Audit) -> None:
    case = late(live_server, Grade.MAJOR)
    become(page, live_server, case, "director")
    page.goto(f"{live_server.url}/listed")
    look_at(page, axe, "listed-empty")
    page.goto(f"{live_server.url}/case/{case.number}")
    look_at(page, axe, "case-director")
    page.get_by_role("link", name="挂牌督办").last.click()
    look_at(page, axe, "supervise")
    page.get_by_label("挂牌的理由").fill("逾期十天，群众反映强烈。")
    page.get_by_role("button", name="挂牌督办").click()
    expect(page.get_by_label("督办级别")).to_contain_text("挂牌督办")
    page.goto(f"{live_server.url}/listed")
    look_at(page, axe, "listed")


def test_looking_again_is_written_down(page: Page, live_server: LiveServer, axe: Audit) -> None:
    with live_server.app.app_context():
        case = make_case(FindingStatus.RECTIFYING, delivered_at=clock.now(), due=clock.today() + timedelta(days=7))
        feed_back(case)
        verify(case)
        close(case)
        with transaction():
            plan_look_backs()
            first = db.session.scalars(select(LookBack).order_by(LookBack.days)).first()
            assert first is not None
            first.due_on = clock.today()
    become(page, live_server, case, "director")
    page.goto(f"{live_server.url}/look-backs")
    look_at(page, axe, "look-backs")
    page.get_by_role("link", name=case_title(live_server, case)).click()
    look_at(page, axe, "look-back")
    page.get_by_label("反弹了，同样的问题又出现").check()
    page.locator(".seg label", has_text="复访").first.click()
    page.get_by_label("看到了什么").fill("又要居住证明。")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("已登记反弹")).to_be_visible()
    page.goto(f"{live_server.url}/look-backs?tab=rebounded")
    look_at(page, axe, "look-backs-rebounded")


def case_title(server: LiveServer, case: Case) -> str:
    """Return the title of a case's finding."""
    with server.app.app_context():
        return case.finding.title

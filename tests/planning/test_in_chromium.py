"""The experience week in a browser: the form of its kind, the list, one click, the confirmation, participation n/d."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from inspect_app.access import Role
from inspect_app.accounts.actions import hash_password
from inspect_app.checklists.actions import create_checklist, publish
from inspect_app.checklists.queries import get_draft
from inspect_app.database import transaction
from inspect_app.foundation import clock
from inspect_app.planning.actions import place_chief
from inspect_app.planning.vocabulary import ChiefLayer
from inspect_app.visits.models import Visit
from inspect_app.visits.vocabulary import VisitStatus
from tests.browsers import LiveServer, pixels_too_wide
from tests.factories import actor_of, make_person, make_unit, make_window

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
Audit = Callable[[Page], list[str]]
_PASSWORD = "Planning-2026!"
_SIZES = ((768, 1024), (1280, 800), (360, 800))


def _world(server: LiveServer) -> None:
    with server.app.app_context():
        clerk = make_person(Role.OFFICE_CLERK, username="clerk", password_hash=hash_password(_PASSWORD))
        actor = actor_of(clerk)
        with transaction():
            checklist = create_checklist(actor, code="chief", name="一把手体验", preset="chief")
            publish(actor, checklist.id, seen=get_draft(checklist.id).version)
        for name in ("明东分局", "明西分局", "明南分局", "明北分局"):
            unit = make_unit(name)
            make_window(unit, name=f"{name}户政窗口")
            chief = make_person(Role.CHIEF, unit, name=f"{name}局长")
            with transaction():
                place_chief(actor, chief.id, ChiefLayer.WEEK, [])


def _looks_well(page: Page, axe: Audit, name: str) -> None:
    for width, height in _SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert pixels_too_wide(page) <= 0, (name, width)
        if os.environ.get("PICTURES"):
            page.screenshot(path=Path(os.environ["PICTURES"], f"{name}-{width}.png"), full_page=True)
    page.set_viewport_size({"width": 1280, "height": 800})
    assert axe(page) == [], name


@pytest.mark.slow
def test_an_experience_week_from_its_form_to_who_has_been(page: Page, live_server: LiveServer, axe: Audit) -> None:
    _world(live_server)
    page.goto(f"{live_server.url}/login")
    page.locator("[name=username]").fill("clerk")
    page.locator("[name=password]").fill(_PASSWORD)
    page.get_by_role("button", name="登录").first.click()

    page.goto(f"{live_server.url}/campaigns/new")
    page.get_by_role("group", name="专项类型").get_by_role("link", name="体验周").click()
    expect(page.locator("[name=name]")).to_have_value("体验周")
    page.locator("[name=ends_on]").fill((clock.today() + timedelta(days=20)).isoformat())
    for unit in ("明东分局", "明西分局", "明南分局", "明北分局"):
        page.get_by_role("group", name="督察对象").get_by_label(unit, exact=True).check()
    page.locator("[name=issuer_id]").select_option(label="明东分局")
    _looks_well(page, axe, "preset")
    page.get_by_role("button", name="保存专项").click()

    page.goto(f"{live_server.url}/planning/")
    page.get_by_role("link", name="体验周").click()
    page.get_by_role("link", name="列走访清单").click()
    for place in page.locator("details.more:not([open]) > summary").all()[::-1]:
        place.click()
    for unit in ("明东分局", "明西分局", "明南分局", "明北分局"):
        page.get_by_label(f"{unit}户政窗口").check()
    _looks_well(page, axe, "targets")
    page.get_by_role("button", name="保存走访清单").click()
    page.get_by_role("link", name="一键分派").click()

    page.get_by_role("radio", name="交叉互查").check()
    page.get_by_label("一把手", exact=True).check()
    _looks_well(page, axe, "draw")
    page.get_by_role("button", name="出方案").click()
    expect(page.get_by_role("button", name="安排 4 次走访")).to_be_visible()
    _looks_well(page, axe, "round")
    page.get_by_role("link", name="换人").first.click()
    expect(page.get_by_text("本单位或上下级").first).to_be_visible()
    expect(page.get_by_text("现在派的")).to_be_visible()
    _looks_well(page, axe, "put-person")
    page.get_by_role("link", name="不改了").click()
    page.get_by_role("button", name="安排 4 次走访").click()
    page.get_by_role("dialog").get_by_role("button", name="安排 4 次走访").click()
    expect(page.get_by_text("已安排 4 次走访").first).to_be_visible()
    _looks_well(page, axe, "plan")

    with live_server.app.app_context(), transaction() as session:
        visit = session.query(Visit).order_by(Visit.id).first()
        assert visit is not None
        visit.submitted_at, visit.receipt, visit.status = clock.now(), "R-1", VisitStatus.RECEIVED
        visit.planned_on = clock.today()
    page.goto(f"{live_server.url}/planning/chiefs")
    expect(page.locator(".kpi").nth(2)).to_contain_text("1/4")
    expect(page.get_by_role("heading", name="体验周：还没去的 3 人")).to_be_visible()
    _looks_well(page, axe, "chiefs")
    page.get_by_role("link", name="明东分局局长").first.click()
    _looks_well(page, axe, "chief")
    page.goto(f"{live_server.url}/planning/activities")
    _looks_well(page, axe, "activities")
    page.goto(f"{live_server.url}/planning/people")
    _looks_well(page, axe, "people")
    page.goto(f"{live_server.url}/planning/")
    expect(page.get_by_text("已走访 1/4")).to_be_visible()
    _looks_well(page, axe, "plans")

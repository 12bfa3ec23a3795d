"""承诺兑现 in Chromium: league, matter and visits fit three sizes, axe finds nothing, and a number opens its visits."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from inspect_app.access import Role
from inspect_app.catalogue.vocabulary import TimeUnit, TripPromise
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.visits.vocabulary import TrialOutcome, VisitMode
from tests.browsers import LiveServer, pixels_too_wide
from tests.factories import make_finding, make_item, make_person, make_site, make_unit, make_window, sign_in
from tests.metrics.promising import papers, told, tried, visit_of

pytestmark = pytest.mark.browser
SIZES = ((768, 1024), (1280, 800), (360, 800))


def fill() -> None:
    """Make matters that keep their word, that don't, and one whose rule is the cause."""
    police, social = make_unit("市公安局"), make_unit("市人社局")
    hall = make_site(police, name="市行政服务中心")
    windows = [make_window(police, hall, name=f"{number}号窗口") for number in (7, 8)]
    today, batch = clock.today(), "第一批“最多跑一次”事项"
    permit = make_item(
        police, name="流动人口居住证申领", batch=batch, papers=("居民身份证", "居住证明"), id_only=False,
        promised_amount=5, promised_unit=TimeUnit.WORKDAYS,
    )  # fmt: skip
    for place, window in enumerate((*windows, *windows)):
        asked = papers(("居民身份证",), beyond=("单位介绍信",), cancelled=("无房证明",) if place else ())
        mode = VisitMode.COVERT if place else VisitMode.OPEN
        visit = visit_of(window, mode=mode, on=today - timedelta(days=30 * place))
        tried(permit, visit=visit, trips=2 + place % 2, papers=asked, told=told(True, place > 1))
        make_finding(FindingStatus.RECTIFYING, unit=police, window=window, visit=visit, item_id=permit.id,
                     title="“流动人口居住证申领”承诺最多跑 1 趟，实际跑了 3 趟", found_on=today)  # fmt: skip
    tried(permit, windows[0], trips=None, outcome=TrialOutcome.NOT_YET, on=today - timedelta(days=8))
    paid = make_item(social, name="社保缴费证明打印", batch=batch, trips=TripPromise.ZERO, id_only=True,
                     promised_amount=10, promised_unit=TimeUnit.MINUTES)  # fmt: skip
    for minutes in (4, 6, 12):
        tried(paid, make_window(social), trips=0, handled_minutes=minutes, papers=papers(("居民身份证",)),
              on=today)  # fmt: skip


@pytest.mark.slow
def test_the_league_leads_to_a_matter_and_to_the_visits_behind_a_number(
    page: Page, live_server: LiveServer, axe: Callable[[Page], list[str]]
) -> None:
    client = live_server.app.test_client()
    with live_server.app.app_context():
        fill()
        sign_in(client, make_person(Role.OFFICE_DIRECTOR))
    cookie = client.get_cookie("inspect")
    assert cookie is not None
    page.context.add_cookies([{"name": "inspect", "value": cookie.value, "url": live_server.url}])

    def look(name: str) -> None:
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            if folder := os.environ.get("PICTURES"):
                page.screenshot(path=str(Path(folder, f"promise-{name}-{width}.png")), full_page=True)
            assert pixels_too_wide(page) <= 0, f"{name} is too wide at {width}"
            assert axe(page) == [], (name, width)
        page.set_viewport_size({"width": 1280, "height": 800})

    page.goto(f"{live_server.url}/promises")
    look("league")
    page.get_by_role("link", name="流动人口居住证申领").click()
    expect(page.get_by_text("像是规定本身的问题")).to_be_visible()
    look("matter")
    page.get_by_role("row", name="跑趟不多于公布").get_by_role("link").click()
    expect(page.get_by_text("3 趟（材料齐全）").first).to_be_visible()
    look("visits")
    page.get_by_role("link", name="做到了").first.click()
    expect(page.get_by_text("这里现在没有")).to_be_visible()
    page.goto(f"{live_server.url}/promises?batch=nix&method=phone")
    look("nothing")

"""A matter announced as one visit took three: from the script to the promise page, and the notice that prints it."""

import io
from dataclasses import dataclass
from datetime import time

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from inspect_app.access import Actor, Role
from inspect_app.accounts.actions.passwords import hash_password
from inspect_app.accounts.models import Person
from inspect_app.calendar.actions import seed_from_library
from inspect_app.database import db, transaction
from inspect_app.findings.actions.delivering import deliver
from inspect_app.findings.models import Finding
from inspect_app.foundation import clock
from inspect_app.jobs import run_due
from inspect_app.visits.models import Script, Trial, Visit
from inspect_app.visits.vocabulary import VisitMode
from tests.browsers import LiveServer
from tests.factories import (
    actor_of,
    make_campaign,
    make_item,
    make_office,
    make_person,
    make_unit,
    make_version,
    make_window,
)
from tests.field.app_pages import PASSWORD
from tests.journeys.desk import Audit, Desk
from tests.journeys.tablet import Tablet, holding

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(300)]
MATTER, STOP_LINE = "流动人口居住证申领", "不交假材料，要缴费就说改天再来。"


@dataclass(frozen=True)
class Town:
    """A matter that is announced as one visit, its window, the office, a shopper."""

    director: int
    clerk: int
    second: int
    shopper: str
    campaign_id: int
    campaign: str
    window: str

    @staticmethod
    def actor(person_id: int) -> Actor:
        return actor_of(db.session.get_one(Person, person_id))


@pytest.fixture
def town(live_server: LiveServer) -> Town:
    """Make the matter, its window, and a campaign whose notice takes in the whole day."""
    with live_server.app.app_context():
        with transaction():
            seed_from_library()
        office, police = make_office(), make_unit("市公安局")
        window = make_window(police, name="户政窗口")
        make_item(police, papers=("居民身份证", "居住证明"), window=window, name=MATTER)
        campaign = make_campaign((police,), version=make_version(items=2), cut_off=time(23, 59))
        people = [make_person(role, office).id for role in (Role.OFFICE_DIRECTOR, Role.OFFICE_CLERK, Role.OFFICE_CLERK)]
        shopper = make_person(Role.SHOPPER, username="captain", password_hash=hash_password(PASSWORD))
        return Town(*people, shopper.name, campaign.id, campaign.name, window.name)


def test_a_covert_trial_of_three_trips_stands_behind_the_promise_and_in_the_notice(
    page: Page, browser: Browser, live_server: LiveServer, axe: Audit, town: Town
) -> None:
    desk = Desk(page, live_server, axe, "promise")
    _write_script(desk, town)
    _plan(desk, town)
    with holding(browser, live_server, axe, "captain", "promise", covert=True) as tablet:
        _try(tablet)
    _review(desk, town)
    _read_promise(desk, town)
    _print(desk, town)


def _write_script(desk: Desk, town: Town) -> None:
    """Write who one is, what one has along, where to stop."""
    desk.become(town.director)
    desk.open("/scripts", "还没有脚本")
    desk.follow("写一份脚本", "走访人在平板上看得到")
    page = desk.page
    page.get_by_label("名称").fill("居住证申领，材料带齐")
    page.get_by_label("办什么事").select_option(label=MATTER)
    page.get_by_label("身份").fill("在附近租房的外来务工者")
    page.get_by_label("应当一次讲清的").fill("要带哪些材料\n几天办好")
    page.get_by_label("预计步骤").fill("取号\n问窗口\n递材料")
    page.get_by_label("不能透露的").fill("不说从哪里来。")
    page.get_by_label("到此为止").fill(STOP_LINE)
    desk.press("写好脚本", "居住证申领，材料带齐")


def _plan(desk: Desk, town: Town) -> None:
    """Send the shopper, who is a code to whoever plans."""
    desk.open("/visits/new", "部门看不到任何安排。")
    page = desk.page
    page.locator("[name=campaign]").select_option(label=town.campaign)
    page.get_by_text("暗访", exact=True).first.check(force=True)
    page.locator("[name=method]").select_option("experience")
    page.locator("[name=script]").select_option(label="居住证申领，材料带齐")
    who = page.locator("[name=author]")
    who.select_option(label=who.locator("option", has_text=town.shopper).inner_text())
    page.get_by_label(town.window).check()
    desk.press("安排走访", "已安排走访")


def _try(tablet: Tablet) -> None:
    """Do the matter by its script: three trips, a paper beyond the list, and the problem is listed."""
    page = tablet.page
    tablet.look()
    tablet.take()
    tablet.say(look1="yes", look2="yes")
    tablet.part("do")
    page.get_by_role("link", name="记一件").click()
    page.get_by_text("这件事怎么办").click()
    expect(page.get_by_text(STOP_LINE)).to_be_visible()
    expect(page.locator("[name=persona]")).to_have_value("在附近租房的外来务工者")
    tablet.look()
    page.get_by_role("button", name="开始记经过").click()
    for at, words in (("09:05", "取号"), ("09:40", "被要求补房东证明"), ("15:10", "第三趟递齐，办好")):
        page.locator("[name=step_at]").fill(at)
        page.locator("[name=step_text]").fill(words)
        page.get_by_role("button", name="记一步").click()
        expect(page.locator(".chain li", has_text=words)).to_be_visible()
    page.get_by_label("居民身份证").check()
    page.get_by_label("清单外还要了什么").fill("房东证明")
    page.locator("[name=told-0][value=no]").check(force=True)
    page.locator("[name=told-1][value=yes]").check(force=True)
    page.locator("[name=trips]").fill("3")
    page.locator("[name=waited_minutes]").fill("35")
    page.locator("[name=handled_minutes]").fill("20")
    page.locator("[name=outcome][value=done]").check(force=True)
    page.locator("button[data-ref=trips]").click()
    expect(page.get_by_role("link", name="已列为问题")).to_be_visible()
    tablet.look()
    tablet.hand_in()


def _review(desk: Desk, town: Town) -> None:
    """Review the visit and register its problem; its time of release comes."""
    with desk.server.app.app_context():
        run_due()
        visit = db.session.query(Visit).one()
        assert (visit.mode, visit.author_id, visit.script_id) == (
            VisitMode.COVERT, None, db.session.query(Script).one().id,
        )  # fmt: skip
        assert db.session.query(Trial).one().trips == 3
    desk.open("/findings/review", "待审核")
    desk.page.locator("main table a").first.click()
    desk.look("审核通过")
    expect(desk.seen("一次告知：要带哪些材料，没讲；几天办好，讲了")).to_be_visible()
    desk.press("审核通过", MATTER)
    desk.page.locator("main a[href^='/findings/']", has_text=MATTER).first.click()
    desk.look("我来立项")
    desk.press("立项，择时送达", "送达")
    with desk.server.app.app_context(), transaction():
        finding = db.session.query(Finding).one()
        finding.release_at = clock.now()
        db.session.flush()
        assert [one.trips_found for one in deliver(finding.id)] == [3]


def _read_promise(desk: Desk, town: Town) -> None:
    """Find the matter in the league, its 0/1, and the visit behind it."""
    desk.become(town.clerk)
    desk.open("/promises", "0/1")
    desk.follow(MATTER, "逐项兑现")
    row = desk.page.get_by_role("row", name="跑趟不多于公布")
    expect(row.get_by_role("link")).to_have_text("0/1")
    row.get_by_role("link").click()
    desk.look("3 趟（材料齐全）")
    desk.page.get_by_role("region", name="跑趟不多于公布").get_by_role("link").first.click()
    desk.look("第三趟递齐，办好")


def _print(desk: Desk, town: Town) -> None:
    """Draft, check and sign the day's notice; read the line in its text and in its Word file."""
    desk.open("/notices", "生成通报")
    page = desk.page
    page.locator("[name=campaign]").select_option(label=town.campaign)
    desk.press("生成通报", "承诺兑现（实测）")
    address = page.url.removeprefix(desk.server.url)
    line = "一次办结率0.0%（0/1）"
    expect(desk.seen(line)).to_be_visible()
    desk.press("送核稿", "核稿")
    desk.become(town.second)
    desk.open(address, line)
    desk.press("核稿无误，送签", "待签发")
    desk.become(town.director)
    desk.open(address, line)
    desk.press("签发", "第1期", asked=True)
    page.get_by_role("link", name=line).click()
    desk.look("跑一次或不跑就办成的 0")
    desk.follow("办成或放弃的具体办 1", "3 趟（材料齐全）")
    word = Document(io.BytesIO(page.request.get(f"{desk.server.url}{address}/word").body()))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert line in text
    assert town.shopper not in text

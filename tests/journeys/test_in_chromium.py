"""The same job in a real browser at tablet size, with axe on each page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.accounts.actions import hash_password
from inspect_app.accounts.models import Unit
from inspect_app.accounts.vocabulary import UnitKind
from inspect_app.calendar.actions import seed_from_library
from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.jobs import run_due
from inspect_app.notices.models import Notice
from inspect_app.notices.vocabulary import NoticeState
from tests.browsers import LiveServer
from tests.factories import make_person, make_unit
from tests.journeys.test_whole_job import WORKBOOK
from tests.pictures import photo

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
Audit = Callable[[Page], list[str]]
_PASSWORD = "mingzhou-2026"


class Tablet:
    """One browser that passes from hand to hand; every page it stops at is checked by axe."""

    def __init__(self, page: Page, server: LiveServer, axe: Audit) -> None:
        self.page, self.server, self.axe = page, server, axe

    def stop(self) -> None:
        """Look at the page as it stands."""
        assert self.axe(self.page) == [], self.page.url

    def open(self, path: str) -> Page:
        """Open an address and look at it."""
        self.page.goto(self.server.url + path)
        self.stop()
        return self.page

    def become(self, username: str) -> Page:
        """Sign out whoever was here and sign in as somebody, by the form."""
        self.page.context.clear_cookies()
        self.open("/login")
        self.page.locator("[name=username]").fill(username)
        self.page.locator("[name=password]").fill(_PASSWORD)
        self.press("登录")
        return self.page

    def press(self, label: str, *, confirmed: bool = False) -> None:
        """Press a button, and the one of the question it asks; look at what comes."""
        self.page.get_by_role("button", name=label).first.click()
        if confirmed:
            self.page.get_by_role("dialog").get_by_role("button", name=label).click()
        self.page.wait_for_load_state()
        self.stop()


@pytest.fixture
def tablet(page: Page, live_server: LiveServer, axe: Audit) -> Tablet:
    """Give a tablet on an installation with its office."""
    with live_server.app.app_context():
        with transaction():
            seed_from_library()
        office = make_unit("明州市跑改办", kind=UnitKind.REFORM_OFFICE)
        for role, username in (
            (Role.OFFICE_CLERK, "clerk"), (Role.OFFICE_CLERK, "colleague"), (Role.OFFICE_DIRECTOR, "director"),
        ):  # fmt: skip
            _person(role, office, username)
    return Tablet(page, live_server, axe)


def _person(role: Role, unit: Unit, username: str) -> None:
    make_person(role, unit, username=username, password_hash=hash_password(_PASSWORD))


def _people_of_the_units(server: LiveServer) -> None:
    with server.app.app_context():
        named = {unit.short_name: unit for unit in db.session.scalars(select(Unit))}
        _person(Role.OBSERVER, named["市编委办"], "observer")
        _person(Role.VERIFIER, named["市编委办"], "verifier")
        _person(Role.DEPT_LIAISON, named["市公安局交警支队"], "liaison")
        _person(Role.DEPT_HEAD, named["市公安局交警支队"], "head")


def _prepare(tablet: Tablet) -> None:
    """Import the workbook, publish a checklist, open a campaign, plan a visit."""
    page = tablet.become("clerk")
    tablet.open("/catalogue/import").locator("input[type=file]").set_input_files(WORKBOOK)
    tablet.press("试读工作簿")
    tablet.press("导入这")
    _people_of_the_units(tablet.server)
    tablet.open("/checklists/new").locator("[name=name]").fill("民情观察团体验")
    page.locator("[name=code]").fill("MQ")
    page.locator("[name=preset]").select_option("observer")
    tablet.press("建成草稿")
    tablet.press("发布这一版", confirmed=False)
    page.get_by_role("dialog").get_by_role("button", name="发布").click()
    page.wait_for_load_state()
    tablet.open("/campaigns/new").locator("[name=name]").fill("专项督察第二轮")
    page.locator("[name=issuer_id]").select_option(label="明州市跑改办")
    page.locator("[name=checklist_id]").select_option(label="民情观察团体验")
    page.get_by_label("办事体验").check(force=True)
    page.get_by_label("市公安局交警支队").check(force=True)
    tablet.press("保存专项")
    tablet.open("/visits/new").locator("[name=campaign]").select_option(label="专项督察第二轮")
    observer = page.locator("[name=author] option", has_text="民情观察团").first.get_attribute("value")
    page.locator("[name=author]").select_option(str(observer))
    page.locator("[name=mode][value=open]").check(force=True)
    page.locator("summary", has_text="车管所").click()
    page.get_by_label("驾驶证窗口").check()
    tablet.press("安排走访")
    expect(page.get_by_text("已安排走访")).to_be_visible()


def _visit(tablet: Tablet) -> None:
    """Answer in the tablet's app, take a photo, list the problem, hand the visit in."""
    page = tablet.become("observer")
    page.locator("#todo .visit").first.click()
    expect(page.locator(".parts")).to_be_visible()
    tablet.stop()
    _answer_part(tablet, {"guide": "no"})
    guide = page.locator("#guide[data-item]")
    guide.locator("textarea").first.fill("窗口指南比网上多列两项材料。")
    picture = {"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    guide.locator("input[type=file]").set_input_files(picture)
    expect(guide.locator("figure .cap")).to_contain_text("已存")
    guide.get_by_role("button", name="列为问题").click()
    expect(guide).to_contain_text("已列为问题")
    for part in ("具体办", "跟踪问"):
        page.locator(".parts").get_by_text(part).click()
        expect(page.locator(".parts [aria-current]")).to_contain_text(part)
        _answer_part(tablet, {})
    page.locator(".parts").get_by_text("检查并提交").click()
    tablet.press("提交走访")
    expect(page.locator(".receipt-no")).to_be_visible()


def _answer_part(tablet: Tablet, different: dict[str, str]) -> None:
    """Answer every item of the open part, 是 or 4 unless said otherwise; an answered one folds to a line."""
    page = tablet.page
    names = page.locator("[data-item] input[type=radio][value=yes], [data-item] input[type=radio][value='4']")
    for name in dict.fromkeys(names.evaluate_all("radios => radios.map(radio => radio.name)")):
        wanted = different.get(name.removeprefix("answer-"))
        for value in [wanted] if wanted else ["yes", "4"]:
            choice = page.locator(f"[data-item] input[name='{name}'][value='{value}']")
            if choice.count():
                choice.evaluate("one => one.click()")  # wherever it has moved to meanwhile
                break


def _dispatch(tablet: Tablet) -> str:
    """Review the visit and hand the problem over; return the address of its case."""
    with tablet.server.app.app_context():
        run_due()
    page = tablet.become("clerk")
    tablet.open("/findings/review").locator("main table a").first.click()
    page.wait_for_load_state()
    tablet.stop()
    tablet.press("审核通过")
    page.locator("main a[href^='/findings/']", has_text="没有做到").first.click()
    page.wait_for_load_state()
    tablet.stop()
    tablet.press("立项交办")
    expect(page.get_by_text("已交办")).to_be_visible()
    with tablet.server.app.app_context():
        number = db.session.scalars(select(Finding.number)).one()
    return f"/case/{number}"


def _rectify(tablet: Tablet, case: str) -> None:
    """Put it right at once, have the head sign, have it verified and struck off."""
    page = tablet.become("liaison")
    tablet.open(case)
    page.get_by_role("link", name="反馈整改结果").first.click()
    page.wait_for_load_state()
    page.get_by_label("整改情况").fill("窗口指南已经换新，和网上一致。")
    page.get_by_label("填文号").fill("明公交〔2026〕12号")
    page.locator("[name=same_elsewhere][value=none]").check(force=True)
    tablet.press("报负责人审签")
    tablet.become("head")
    tablet.open(case)
    tablet.press("签发")
    tablet.become("verifier")
    tablet.open(case)
    page.locator("[name=method][value=revisit]").check(force=True)
    page.locator("[name=result][value=passed]").check(force=True)
    page.get_by_label("看到了什么").fill("复访看到新指南，和网上一致。")
    tablet.press("记下核验结论")
    tablet.become("clerk")
    tablet.open(case)
    page.get_by_role("button", name="销号").first.click()
    if page.get_by_role("dialog").count():
        page.get_by_role("dialog").get_by_role("button", name="销号").click()
    page.wait_for_load_state()
    tablet.stop()


def _sign(tablet: Tablet) -> None:
    """Draft, check and sign the day's notice."""
    page = tablet.become("clerk")
    tablet.press("生成今日通报")
    address = page.url.removeprefix(tablet.server.url)
    tablet.press("送核稿")
    tablet.become("colleague")
    tablet.open(address)
    tablet.press("核稿无误，送签")
    tablet.become("director")
    page.get_by_role("link", name="通报待签发").click()
    page.wait_for_load_state()
    page.get_by_role("button", name="签发").click()
    page.get_by_role("dialog").get_by_role("button", name="签发").click()
    expect(page.get_by_text("第1期").first).to_be_visible()
    tablet.stop()


def test_the_whole_job_on_a_tablet(tablet: Tablet) -> None:
    _prepare(tablet)
    _visit(tablet)
    case = _dispatch(tablet)
    _rectify(tablet, case)
    _sign(tablet)
    tablet.open("/ledger")
    with tablet.server.app.app_context():
        assert db.session.scalars(select(Finding.status)).one() is FindingStatus.CLOSED
        assert db.session.scalars(select(Notice.state)).one() is NoticeState.ISSUED

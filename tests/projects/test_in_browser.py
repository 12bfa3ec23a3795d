"""An instruction from its scan to done, and a demand of a meeting that becomes work: in Chromium, with axe."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from inspect_app.access import Role
from inspect_app.accounts.models import Person
from inspect_app.database import db
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.visits.vocabulary import VisitStatus
from tests.browsers import LiveServer, pixels_too_wide
from tests.factories import make_finding, make_person, make_visit, sign_in
from tests.pictures import photo
from tests.projects.making import PDF, Office, make_room
from tests.projects.test_registers import add, drafts

pytestmark = pytest.mark.browser
Audit = Callable[[Page], list[str]]
SIZES = ((768, 1024), (1280, 800), (360, 800))


@pytest.fixture
def room(live_server: LiveServer) -> Office:
    """Make an office, a leader and two units on the server's database."""
    with live_server.app.app_context():
        return make_room()


def become(page: Page, server: LiveServer, office: Office, name: str) -> None:
    """Let the browser be signed in as somebody."""
    client = server.app.test_client()
    with server.app.app_context():
        sign_in(client, db.session.get_one(Person, office.people[name]))
    cookie = client.get_cookie("inspect")
    assert cookie is not None
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "inspect", "value": cookie.value, "url": server.url}])


def look_at(page: Page, axe: Audit, name: str) -> None:
    """See that a page fits three sizes and that axe finds nothing; keep pictures when a folder is named."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        wide = pixels_too_wide(page)
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=str(Path(folder, f"{name}-{width}.png")), full_page=True)
        assert wide <= 0, f"{name} is {wide} px too wide at {width}"
    page.set_viewport_size({"width": 1280, "height": 800})
    assert axe(page) == [], name


@pytest.mark.slow
def test_an_instruction_is_registered_with_its_scan_answered_and_done(
    page: Page, live_server: LiveServer, room: Office, axe: Audit, tmp_path: Path
) -> None:
    scan, proof = tmp_path / "批示.jpg", tmp_path / "通知.pdf"
    scan.write_bytes(photo(320, 200))
    proof.write_bytes(PDF)
    become(page, live_server, room, "clerk")
    page.goto(f"{live_server.url}/assigned/instructions")
    look_at(page, axe, "instructions-empty")
    page.get_by_role("link", name="登记批示").first.click()
    look_at(page, axe, "instruction-form")
    page.get_by_label("批示原文").fill("“一证通办”的做法应推广。")
    page.get_by_label("哪位领导").fill("冯飞")
    page.get_by_label("当时职务").fill("省委常委、常务副省长")
    page.get_by_label("扫描件").set_input_files(scan)
    page.get_by_label("批示要求办理").check()
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("table").get_by_text("待交办")).to_be_visible()
    look_at(page, axe, "instructions")
    page.get_by_role("link", name="“一证通办”的做法应推广。").click()
    page.get_by_role("link", name="交办", exact=True).click()
    page.get_by_label("办理要求").fill("请在全市窗口推广“一证通办”。")
    page.get_by_label("责任单位").select_option(label="市人社局")
    page.get_by_label("完成期限").fill((clock.today() + timedelta(days=9)).isoformat())
    look_at(page, axe, "assign")
    page.get_by_role("button", name="交办", exact=True).click()
    look_at(page, axe, "instruction")

    become(page, live_server, room, "liaison")
    page.goto(live_server.url)
    page.get_by_role("link", name="督办事项待办").click()
    look_at(page, axe, "assigned-unit")
    page.get_by_role("link", name="请在全市窗口推广").click()
    expect(page.get_by_text("冯飞")).to_have_count(0)
    look_at(page, axe, "task-unit")
    page.get_by_role("textbox", name="办理情况").fill("十四个窗口已推广。")
    page.get_by_role("button", name="报办理情况").click()
    expect(page.get_by_role("alert")).to_contain_text("任选一样")
    page.get_by_label("文件或照片").set_input_files(proof)
    page.get_by_role("button", name="报办理情况").click()
    expect(page.get_by_text("等跑改办确认")).to_be_visible()

    become(page, live_server, room, "clerk")
    page.goto(f"{live_server.url}/assigned?state=answered")
    page.get_by_role("link", name="请在全市窗口推广").click()
    look_at(page, axe, "task-office")
    page.get_by_role("button", name="确认办结").click()
    expect(page.get_by_text("已确认办结。")).to_be_visible()
    page.goto(f"{live_server.url}/assigned")
    expect(page.get_by_text("已办结 1/1").first).to_be_visible()
    look_at(page, axe, "assigned")


def test_a_demand_of_a_meeting_becomes_work(page: Page, live_server: LiveServer, room: Office, axe: Audit) -> None:
    with live_server.app.app_context():
        facts = {"status": VisitStatus.ACCEPTED, "submitted_at": clock.now(), "receipt": "H1"}
        visit = make_visit(make_person(Role.INSPECTOR), **facts)
        make_finding(FindingStatus.SUBMITTED, visit=visit, title="指南与窗口说法不一")
        address = f"{live_server.url}/visits/{visit.public_id}"
    become(page, live_server, room, "clerk")
    page.goto(address)
    page.get_by_role("link", name="记座谈").click()
    page.get_by_label("会议名称").fill("走访后的座谈会")
    look_at(page, axe, "meeting-form")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("指南与窗口说法不一")).to_be_visible()
    for words in ("办事指南要看得懂。", "数据要共享。"):
        page.get_by_role("textbox", name="要求").fill(words)
        page.get_by_role("button", name="记下要求").click()
        expect(page.get_by_text(words)).to_be_visible()
    look_at(page, axe, "meeting")
    page.get_by_role("link", name="交办", exact=True).nth(1).click()
    expect(page.get_by_label("办理要求")).to_have_value("数据要共享。")
    page.get_by_label("责任单位").select_option(label="市人社局")
    page.get_by_label("完成期限").fill((clock.today() + timedelta(days=9)).isoformat())
    page.get_by_role("button", name="交办", exact=True).click()
    page.get_by_role("link", name="市人社局，").click()
    expect(page.get_by_text("走访后的座谈会").first).to_be_visible()
    become(page, live_server, room, "liaison")
    page.goto(f"{live_server.url}/assigned")
    expect(page.get_by_role("link", name="数据要共享。")).to_be_visible()


@pytest.mark.slow
def test_the_registers_and_a_leaders_own_words(page: Page, live_server: LiveServer, room: Office, axe: Audit) -> None:
    with live_server.app.app_context():
        finding = make_finding(FindingStatus.ACCEPTED, title="多收一份证明")
        entries = {register: add(room, first) for register, (first, _second) in drafts(room).items()}
        number = finding.number
    become(page, live_server, room, "clerk")
    for register in entries:
        page.goto(f"{live_server.url}/registers/{register.value}")
        look_at(page, axe, f"register-{register.value}")
        page.goto(f"{live_server.url}/registers/{register.value}/1/correct")
        look_at(page, axe, f"entry-form-{register.value}")
        page.goto(f"{live_server.url}/registers/{register.value}/1")
        look_at(page, axe, f"entry-{register.value}")
    become(page, live_server, room, "leader")
    page.goto(f"{live_server.url}/case/{number}")
    page.get_by_role("link", name="作批示").click()
    page.get_by_role("textbox", name="批示").fill("请一周内改好。")
    look_at(page, axe, "instruction-own")
    page.get_by_role("button", name="送跑改办").click()
    expect(page.get_by_text("请一周内改好。")).to_be_visible()
    page.goto(f"{live_server.url}/case/{number}")
    expect(page.get_by_role("heading", name="领导批示")).to_be_visible()
    look_at(page, axe, "case-instructed")

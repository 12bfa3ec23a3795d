"""A back office's table in the browser: registered, mapped once, tried, compared, listed as problems, taken back."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from inspect_app.comparison.models import ComparedCase, ComparisonBatch
from inspect_app.comparison.vocabulary import BatchState
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.jobs import run_due
from tests.browsers import LiveServer
from tests.comparison.comparing import CITIZEN, PHONE, BackOffice, make_back_office
from tests.journeys.desk import Audit, Desk

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(300)]
SYSTEM = "不动产登记二期系统"
PROBLEM = "不动产转移登记：2/4 件没有做到承诺"


@pytest.fixture
def office(live_server: LiveServer) -> BackOffice:
    """Make the office and what was promised, on the server's database."""
    with live_server.app.app_context():
        return make_back_office()


@pytest.fixture
def table(office: BackOffice, tmp_path: Path) -> Path:
    """Write a month's cases as a back office exports them: GBK, people beside, one matter nobody knows."""
    rows = [
        office.row("B1", 1, 3, 2, "是"), office.row("B2", 3, 9, 2, "是"), office.row("B3", 1, 4, 4, "是"),
        office.row("B4", 1, 5, 2, "是"), office.row("B5", 1, matter="I9999"),
    ]  # fmt: skip
    file = tmp_path / "五月办件.csv"
    file.write_bytes(office.table(rows).decode().encode("gb18030"))
    return file


def test_a_table_is_mapped_once_tried_compared_and_taken_back(
    page: Page, live_server: LiveServer, axe: Audit, office: BackOffice, table: Path
) -> None:
    desk = Desk(page, live_server, axe, "comparison")
    desk.become(office.clerk_id)
    _map(desk, table)
    _try(desk, table)
    _watch(desk)
    _read(desk)
    _take_back(desk)


def _map(desk: Desk, table: Path) -> None:
    """Register the system by the heads of a table; what each head holds is proposed."""
    desk.open("/comparison", "数据比对")
    desk.follow("登记系统", "只读第一行表头")
    page = desk.page
    page.get_by_label("系统名称").fill(SYSTEM)
    page.get_by_label("主管单位").select_option(label="市不动产中心")
    page.locator("input[type=file]").set_input_files(table)
    desk.press("登记，去选对应关系", "已登记")
    expect(page.locator("[name=case]")).to_have_value("办件编号")
    expect(page.locator("[name=trips]")).to_have_value("跑动次数")
    desk.press("保存对应关系", "对应关系已保存。")


def _try(desk: Desk, table: Path) -> None:
    """Try the table: numbers and unreadable lines, nothing written."""
    page = desk.page
    page.locator("input[type=file]").set_input_files(table)
    desk.press("试读", "试读完成，还没有写入。")
    expect(page.get_by_role("region", name="读不了的行")).to_contain_text("I9999")
    expect(page.get_by_role("region", name="按事项")).to_contain_text("不动产转移登记")
    with desk.server.app.app_context():
        assert (db.session.query(ComparisonBatch).count(), db.session.query(ComparedCase).count()) == (0, 0)


def _watch(desk: Desk) -> None:
    """Confirm, see how far it is, and see the page come to its end by itself."""
    desk.page.get_by_role("button", name="比对这 4 件", exact=True).click()
    expect(desk.seen("0/5")).to_be_visible()
    reason = desk.page.get_by_label("撤销理由")
    reason.focus()  # who writes is not interrupted by the page that reads itself again
    desk.look("正在比对。")
    expect(reason).to_be_focused()
    reason.blur()
    with desk.server.app.app_context():
        run_due()
    expect(desk.page.get_by_text("正在比对。")).to_have_count(0)
    desk.look("没有做到承诺")


def _read(desk: Desk) -> None:
    """From the matter to its cases, to the problem that waits, and back."""
    page = desk.page
    page.get_by_role("region", name="数据比对第").get_by_role("link", name="不动产转移登记").click()
    desk.look("跑动次数：3 次（承诺最多跑 1 次）")
    expect(desk.seen("收取材料：4 份（承诺材料 2 份）")).to_be_visible()
    assert [word for word in (CITIZEN, PHONE) if word in page.content()] == []
    page.get_by_role("link", name="B2").click()
    desk.look("我来立项")
    expect(page.get_by_role("heading", name=PROBLEM)).to_be_visible()
    desk.follow("看办件", "B3")
    with desk.server.app.app_context():
        found = db.session.query(Finding).one()
        assert (found.title, found.status) == (PROBLEM, FindingStatus.SUBMITTED)


def _take_back(desk: Desk) -> None:
    """Take the whole batch back: its problem is gone, the same file may be compared anew."""
    desk.follow("按事项和窗口", "整批撤销")
    desk.page.get_by_label("撤销理由").fill("五月的表导错了月份。")
    desk.page.get_by_role("button", name="撤销这一批").click()
    desk.page.get_by_role("dialog").get_by_role("button", name="撤销 1 个问题").click()
    desk.look("已撤销，1 个问题不予立项")
    with desk.server.app.app_context():
        assert db.session.query(Finding).one().status is FindingStatus.DISMISSED
        assert db.session.query(ComparedCase).count() == 0
        assert db.session.query(ComparisonBatch).one().state is BatchState.UNDONE
    desk.open("/comparison", "比对过的")

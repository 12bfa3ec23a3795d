"""The pages of comparing: register, map, try, compare, look, take out, undo; each refusal in a sentence."""

import io
import re

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from forms.comparison_csv import read_cases
from inspect_app.comparison.actions import comparing, sources
from inspect_app.comparison.models import ComparedCase, ComparisonBatch, ComparisonSource
from inspect_app.comparison.vocabulary import BatchState, Column, SourceDraft
from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding
from tests.comparison.comparing import HEADS, BackOffice, batch, count, source
from tests.voices.lettering import browsing

pytestmark = pytest.mark.usefixtures("app_context", "without_tokens")


def upload(browser: FlaskClient, path: str, data: bytes, **more: str) -> TestResponse:
    given = {"file": (io.BytesIO(data), "办件.csv"), **more}
    return browser.post(path, data=given, content_type="multipart/form-data")


def tried(browser: FlaskClient, office: BackOffice, data: bytes, grouping: str = "grouped") -> TestResponse:
    path = f"/comparison/sources/{office.source_id}/compare"
    return upload(browser, path, data, campaign_id=str(office.campaign_id), grouping=grouping)


def ticket_in(page: TestResponse) -> str:
    found = re.search(r'name="ticket"[^>]*value="([^"]+)"', page.text)
    assert found
    return found[1]


def test_a_source_is_registered_with_its_heads_and_mapped_once(client: FlaskClient, office: BackOffice) -> None:
    table = office.table([office.row("B1", 3)])
    with browsing(client, office.clerk_id) as browser:
        new = "/comparison/sources/new"
        facts = {"name": "车管业务系统", "unit_id": str(office.unit_id)}
        assert "请选 CSV 文件" in upload(browser, new, b"", **facts).text
        made = upload(browser, new, table, **facts)
        assert made.status_code == 303
        key = int(made.location.rpartition("/")[2])
        page = browser.get(made.location).text
        assert all(head in page for head in HEADS)
        assert "张桂芳" not in page
        early = upload(browser, f"/comparison/sources/{key}/compare", table, campaign_id=str(office.campaign_id))
        assert (early.status_code, "核对哪一列是什么" in early.text) == (422, True)
        none = dict.fromkeys((column.value for column in Column), "")
        chosen = none | {"case": "办件编号", "matter": "事项编码", "day": "办结日期", "version": "1"}
        refused = browser.post(made.location, data=chosen)
        assert (refused.status_code, "至少选一列用来比" in refused.text) == (422, True)
        twice = browser.post(made.location, data=chosen | {"trips": "跑动次数", "papers": "跑动次数"})
        assert "选了两次" in twice.text
        kept = browser.post(made.location, data=chosen | {"trips": "跑动次数"})
        assert (kept.status_code, kept.location) == (303, f"/comparison/sources/{key}/compare")
        stale = browser.post(made.location, data=chosen | {"minutes": "跑动次数"})
        assert stale.status_code == 409
    assert source(key).columns == {"case": "办件编号", "matter": "事项编码", "day": "办结日期", "trips": "跑动次数"}
    assert source(key).heads == list(HEADS)


def test_new_heads_of_a_source_keep_what_is_still_there(client: FlaskClient, office: BackOffice) -> None:
    path = f"/comparison/sources/{office.source_id}/change"
    facts = {"name": "不动产登记系统", "unit_id": str(office.unit_id), "note": "每月导出"}
    with browsing(client, office.clerk_id) as browser:
        assert browser.post(path, data=facts).status_code == 303
        assert upload(browser, path, "办件编号,事项编码,办结日期,趟数\n".encode(), **facts).status_code == 303
        with transaction():
            draft = SourceDraft("另一个", office.unit_id)
            sources.add_source(office.clerk, draft, HEADS)
        taken = browser.post(path, data=facts | {"name": "另一个"})
        assert (taken.status_code, "已经登记过“另一个”" in taken.text) == (422, True)
    found = source(office.source_id)
    assert (found.note, found.heads) == ("每月导出", ["办件编号", "事项编码", "办结日期", "趟数"])
    assert found.columns == {"case": "办件编号", "matter": "事项编码", "day": "办结日期"}


def test_a_table_is_tried_confirmed_compared_looked_at_and_undone(client: FlaskClient, office: BackOffice) -> None:
    rows = [office.row("B1", 3, 9), office.row("B2", 1, 3), office.row("B3", 1, matter="I9999")]
    with browsing(client, office.clerk_id) as browser:
        page = tried(browser, office, office.table(rows))
        assert (page.status_code, "比对这 2 件" in page.text, "第 4 行" in page.text) == (200, True, True)
        assert (count(ComparedCase), count(ComparisonBatch)) == (0, 0)
        base = f"/comparison/sources/{office.source_id}"
        listed = browser.post(f"{base}/problems", data={"ticket": ticket_in(page)})
        assert listed.data.decode("utf-8-sig").splitlines() == [
            "位置,怎么了", "第 4 行,事项库里没有“I9999”，请填事项编码，或先登记这个事项。"
        ]  # fmt: skip
        begun = browser.post(f"{base}/confirm", data={"ticket": ticket_in(page)})
        assert begun.status_code == 303
        batch_id = db.session.scalars(select(ComparisonBatch.id)).one()
        waiting = browser.get(begun.location).text
        assert ("等待比对 0/3" in waiting, 'name="read-again"' in waiting) == (True, True)
        again = tried(browser, office, office.table(rows))
        assert (again.status_code, f"已经比对过（第 {batch_id} 批）" in again.text) == (422, True)
        comparing.compare(batch_id, read_cases)
        finding = db.session.scalars(select(Finding)).one()
        done = browser.get(begun.location).text
        assert ("不动产转移登记" in done, f"#{finding.id}" in done, "refresh" in done) == (True, True, False)
        shown = browser.get(f"/findings/{finding.id}").text
        link = f"/comparison/batches/{batch_id}/cases?finding={finding.id}"
        assert f'href="{link}"' in shown
        cases = browser.get(link).text
        assert ("B1" in cases, "B2" in cases) == (True, False)
        assert "跑动次数：3 次（承诺最多跑 1 次）；办理时间：9 个工作日（承诺 5 个工作日）" in cases
        assert browser.post(f"/comparison/batches/{batch_id}/undo").status_code == 422
        undone = browser.post(f"/comparison/batches/{batch_id}/undo", data={"reason": "导错了。"})
        assert undone.status_code == 303
        assert "已撤销" in browser.get(begun.location).text
        assert "没有比承诺差的办件" in browser.get(f"/comparison/batches/{batch_id}/cases").text
    assert batch(batch_id).state is BatchState.UNDONE


def test_a_sheet_says_what_the_screen_says(client: FlaskClient, office: BackOffice) -> None:
    batch_id = office.compare([office.row("B1", 3, 9), office.row("B2", 2, 3), office.row("=B3", 1, 3)])
    finding = db.session.scalars(select(Finding)).one()
    with browsing(client, office.clerk_id) as browser:
        book = load_workbook(io.BytesIO(browser.get(f"/comparison/batches/{batch_id}/export").data))
        page = browser.get(f"/comparison/batches/{batch_id}").text
        rows = list(book.worksheets[0].iter_rows(values_only=True))
        assert rows[0] == ("事项", "窗口", "没有做到", "跑动次数", "办理时间", "收取材料", "网上办理", "问题")
        assert [str(cell) for cell in rows[1][2:5]] == ["2/3", "2/3", "1/3"]
        assert rows[1][7] == f"#{finding.id}"
        assert all(str(cell) in page for cell in rows[1] if cell)
        cases = load_workbook(io.BytesIO(browser.get(f"/comparison/batches/{batch_id}/cases/export").data))
        seen = browser.get(f"/comparison/batches/{batch_id}/cases").text
        told = list(cases.worksheets[0].iter_rows(min_row=2, values_only=True))
        assert [row[0] for row in told] == ["B1", "B2"]
        assert all(str(row[-1]) in seen for row in told)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04rest", "这是 Excel 工作簿"),
        ("办件编号,姓名\nB1,张".encode(), "表头里没有"),
        ("办件编号,锟斤拷\n".encode(), "已经乱码"),
        (b" ", "请选 CSV 文件"),
    ],
)
def test_a_bad_file_is_answered_beside_its_field_and_writes_nothing(
    client: FlaskClient, office: BackOffice, data: bytes, words: str
) -> None:
    with browsing(client, office.clerk_id) as browser:
        answer = tried(browser, office, data)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert count(ComparisonBatch) == 0


def test_a_ticket_of_somebody_else_or_of_another_source_is_refused(client: FlaskClient, office: BackOffice) -> None:
    base = f"/comparison/sources/{office.source_id}"
    with transaction():
        other = sources.add_source(office.clerk, SourceDraft("另一个", office.unit_id), HEADS).id
    with browsing(client, office.clerk_id) as browser:
        ticket = ticket_in(tried(browser, office, office.table([office.row("B1", 3)])))
        for path, said in ((f"{base}/confirm", "x.y.z"), (f"/comparison/sources/{other}/confirm", ticket)):
            assert browser.post(path, data={"ticket": said}).status_code == 422
    assert count(ComparisonBatch) == 0


def test_only_the_office_compares(client: FlaskClient, office: BackOffice) -> None:
    with browsing(client, office.leader_id) as browser:
        assert browser.get("/comparison").status_code == 403


def test_a_list_of_thirty_asks_as_often_as_a_list_of_one(client: FlaskClient, office: BackOffice) -> None:
    codes = [office.item_code, office.other_code]
    small = office.compare([office.row("B1", 3)])
    large = office.compare([office.row(f"C{number}", 3, matter=codes[number % 2]) for number in range(30)])
    found: list[str] = []
    listen = lambda *seen: found.append(seen[2])  # noqa: E731
    with browsing(client, office.clerk_id) as browser:
        counts = []
        for batch_id in (small, small, large):
            found.clear()
            event.listen(db.engine, "before_cursor_execute", listen)
            assert browser.get(f"/comparison/batches/{batch_id}").status_code == 200
            assert browser.get(f"/comparison/batches/{batch_id}/cases").status_code == 200
            event.remove(db.engine, "before_cursor_execute", listen)
            counts.append(len(found))
    assert counts[1] == counts[2]
    assert count(ComparisonSource) == 1

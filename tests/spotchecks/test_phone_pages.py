"""电话抽测 through HTTP: a batch from its form, dialled on the pages, one tap to a problem; Excel equals the screen."""

import io
import re
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import event

from inspect_app.accounts.models import Unit
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.spotchecks.models import PhoneBatch
from tests.factories import make_window
from tests.spotchecks.dialling import ALWAYS_NUMBER, BADLY, BUSY, DAY, GOOD, OFFICE_NUMBER, RANG, Desk, at

pytestmark = pytest.mark.usefixtures("app_context", "without_tokens")
NEXT = DAY + timedelta(days=1)


def cells(page: str, label: str) -> list[list[str]]:
    """Return the rows of a table as they read."""
    section = re.search(rf'aria-label="{label}">.*?</section>', page, re.S)
    assert section, label
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", section[0].partition("<tbody>")[2], re.S)
    plain = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.S) for row in rows]
    return [[unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in row] for row in plain]


def test_from_the_form_to_a_problem_on_the_pages(client: FlaskClient, desk: Desk) -> None:
    with desk.browsing(client, desk.clerk_id, at(8)) as browser:
        assert "还没有电话抽测" in browser.get("/phone-tests").text
        assert "市民政局 1" in browser.get("/phone-tests/new").text
        form = {"title": "五月抽测", "campaign": str(desk.campaign_id), "hours": ""}
        refused = browser.post("/phone-tests/new", data=form)
        assert (refused.status_code, "请另选单位或承诺" in refused.text) == (422, True)
        chosen = {"units": [str(desk.unit_id)], "diallers": [str(desk.inspector_id)]}
        made = browser.post("/phone-tests/new", data=form | chosen)
        assert made.status_code == 303
    batch_id = db.session.query(PhoneBatch).one().id
    line = f"/phone-tests/{batch_id}/lines/{desk.lines(batch_id)[OFFICE_NUMBER]}"
    with desk.browsing(client, desk.inspector_id, at(9)) as browser:
        assert "五月抽测" in browser.get("/phone-tests").text
        assert 'href="tel:057481230001"' in browser.get(f"/phone-tests/{batch_id}/dial").text
        empty = browser.post(line, data={"seen": "0"})
        assert (empty.status_code, "请选打的结果" in empty.text) == (422, True)
        silent = browser.post(line, data={"seen": "0", "result": "answered", "words": "说不清"})
        assert (silent.status_code, "请选讲清了没有" in silent.text, "说不清" in silent.text) == (422, True, True)
        stale = browser.post(line, data={"seen": "1", "result": "rang"})
        assert stale.status_code == 409
        said = {"seen": "0", "result": "answered", "told": "no", "polite": "yes", "words": "让去窗口问"}
        assert browser.post(line, data=said).location == line
        assert "列为问题" in browser.get(line).text
        assert browser.post(f"{line}/finding").status_code == 303
        assert "已列为问题" in browser.get(line).text
    assert db.session.query(Finding).one().title == "服务电话答复不好"
    with desk.browsing(client, desk.clerk_id, at(10)) as browser:
        assert f'href="/findings/{db.session.query(Finding).one().id}"' in browser.get(f"/phone-tests/{batch_id}").text


def _dialled(desk: Desk) -> int:
    batch_id = desk.batch()
    desk.dial(batch_id, OFFICE_NUMBER, at(9), BADLY)
    desk.dial(batch_id, ALWAYS_NUMBER, at(9), GOOD)
    desk.dial(batch_id, ALWAYS_NUMBER, at(20), RANG)
    desk.dial(batch_id, ALWAYS_NUMBER, at(20, 0, NEXT), BUSY)
    return batch_id


def test_excel_is_the_screen_and_every_number_opens_its_list(client: FlaskClient, desk: Desk) -> None:
    batch_id = _dialled(desk)
    with desk.browsing(client, desk.clerk_id, at(9, 0, NEXT)) as browser:
        page = browser.get(f"/phone-tests/{batch_id}").text
        book = load_workbook(io.BytesIO(browser.get(f"/phone-tests/{batch_id}/export").data))
        assert [[str(cell.value) for cell in row] for row in book["单位"].iter_rows(min_row=2)] == cells(page, "各单位")
        assert [[str(cell.value) for cell in row] for row in book["号码"].iter_rows(min_row=2)] == cells(page, "号码")
        assert cells(page, "各单位")[1] == ["市公安局", "1", "1/1", "1/1", "—", "1/1", "0/1", "—"]
        section = page.split('aria-label="各单位"')[1].split("</section>")[0]
        links = re.findall(r'<a href="([^"#]*)#numbers" aria-label="[^"]* (\d+) 个(?:号码)?">', section)
        assert len(links) >= 12
        for href, count in links:
            assert len(cells(browser.get(unescape(href)).text, "号码")) == int(count), href
        narrowed = browser.get(f"/phone-tests/{batch_id}/export?part=faulty&hours=office").data
        assert load_workbook(io.BytesIO(narrowed))["号码"].max_row == 2
        rates = browser.get(f"/metrics/phones?from={DAY}&to={NEXT}").text
        sheet = load_workbook(io.BytesIO(browser.get(f"/metrics/phones/export?from={DAY}&to={NEXT}").data)).active
        assert sheet is not None
        assert [str(cell.value) for cell in sheet[2]] == cells(rates, "各单位电话接通率")[0]
        behind = browser.get(f"/metrics/phones/tests?from={DAY}&to={NEXT}&part=kept").text
        assert 'data-total="2"' in behind


def test_a_department_sees_nothing_and_a_stranger_no_batch(client: FlaskClient, desk: Desk) -> None:
    batch_id = desk.batch()
    pages = [f"/phone-tests/{batch_id}{part}" for part in ("", "/dial", "/export")]
    with desk.browsing(client, desk.liaison_id, at(9)) as browser:
        assert {browser.get(page).status_code for page in pages} == {403}
    with desk.browsing(client, desk.other_id, at(9)) as browser:
        assert {browser.get(page).status_code for page in pages} == {404}
        assert "没有派给您的电话" in browser.get("/phone-tests").text


def test_a_batch_of_many_numbers_asks_as_often_as_one(client: FlaskClient, desk: Desk) -> None:
    few = desk.batch()
    for place in range(4):
        make_window(db.session.get_one(Unit, desk.unit_id), phone=f"0574-9000000{place}")
    asked = []
    for batch_id in (few, desk.batch()):
        with desk.browsing(client, desk.clerk_id, at(9)) as browser:
            asked.append(_statements(browser, batch_id))
    assert asked[0] == asked[1]


def _statements(browser: FlaskClient, batch_id: int) -> list[int]:
    counts = []
    for page in ("", "/dial"):
        seen: list[str] = []
        note = lambda *args, seen=seen: seen.append(str(args[2]))  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert browser.get(f"/phone-tests/{batch_id}{page}").status_code == 200
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        counts.append(len(seen))
    return counts

"""The pages of the inbox: registered, settled, answered, published, imported; Excel equals the screen."""

import io
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import event, select

from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import Category
from inspect_app.foundation import clock
from inspect_app.voices.actions import triage
from inspect_app.voices.models import Letter, LetterBatch
from inspect_app.voices.vocabulary.letters import LetterSource, LetterState
from tests.pictures import photo
from tests.voices.lettering import PLAIN, WORDS, Inbox, letter, make_inbox, version

pytestmark = pytest.mark.usefixtures("app_context")
NAMES = ("张桂芳", "王建军", "13812345678")


@pytest.fixture(autouse=True)
def without_tokens(app: Flask) -> None:
    """Pages carry the token; that it is checked is tested where forms begin."""
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def inbox(app_context: None) -> Inbox:
    return make_inbox()


def form(**values: Any) -> dict[str, Any]:
    facts = {
        "source": "letter", "received_on": clock.today().isoformat(), "words": WORDS, "sender": "张桂芳",
        "phone": "13812345678", "named": "王建军",
    }  # fmt: skip
    empty = dict.fromkeys(("unit_id", "window_id", "item_id", "category", "title", "alias"), "")
    return empty | facts | values


def test_an_empty_inbox_says_what_will_come_here(client: FlaskClient, inbox: Inbox) -> None:
    with inbox.browsing(client, inbox.clerk_id) as browser:
        page = browser.get("/letters").text
    assert "还没有来信" in page
    assert "答复率 —" in page


def test_a_letter_is_registered_with_its_scan_and_read_by_the_office_alone(client: FlaskClient, inbox: Inbox) -> None:
    with inbox.browsing(client, inbox.clerk_id) as browser:
        refused = browser.post("/letters/new", data=form(words="", received_on="昨天"))
        assert (refused.status_code, "请写原文。" in refused.text, "张桂芳" in refused.text) == (422, True, True)
        scan = {"files": (io.BytesIO(photo(80, 60)), "原件.jpg")}
        made = browser.post("/letters/new", data=form(**scan), content_type="multipart/form-data")
        assert made.status_code == 303
        page = browser.get(made.location).text
        assert WORDS in page
        assert "13812345678" not in page
        assert browser.post(f"{made.location}/contact", data={"reason": ""}).status_code == 422
        assert "13812345678" in browser.post(f"{made.location}/contact", data={"reason": "电话答复"}).text
        assert not any(name in browser.get("/letters").text for name in NAMES)
        assert not any(name in browser.get(f"{made.location}/correct").text for name in NAMES[2:])
    for person_id in (inbox.liaison_id, inbox.leader_id):
        with inbox.browsing(client, person_id) as browser:
            assert [browser.get(place).status_code for place in ("/letters", made.location)] == [403, 403]


def test_pasted_text_is_looked_at_and_cleaned_only_when_asked(client: FlaskClient, inbox: Inbox) -> None:
    pasted = "办件９２件，跑了\n三趟，满意率98 5%。"
    with inbox.browsing(client, inbox.clerk_id) as browser:
        looked = browser.post("/letters/new", data=form(words=pasted, do="look")).text
        assert all(word in looked for word in ("全角数字", "句中断行", "疑似丢了小数点"))
        taken = browser.post("/letters/new", data=form(words=pasted, do="take break")).text
        assert "跑了三趟" in taken
        assert "９２件" in taken
        assert "98 5%" in browser.post("/letters/new", data=form(words=pasted, do="take point")).text
        assert "没有发现" in browser.post("/letters/new", data=form(words="好。", do="look")).text
    assert db.session.scalars(select(Letter.id)).all() == []


def test_a_letter_becomes_a_problem_and_the_department_reads_only_that(client: FlaskClient, inbox: Inbox) -> None:
    letter_id = inbox.register()
    place = f"/letters/{letter_id}/finding"
    with inbox.browsing(client, inbox.clerk_id) as browser:
        page = browser.get(place).text
        assert "可能认出是谁" in page
        assert "张某某" in page
        data = {
            "version": version(letter_id), "campaign_id": str(inbox.campaign_id), "title": "材料没有一次讲清",
            "fact": "张桂芳跑了三趟。", "suggestion": "", "category": "telling", "pain_type": "",
            "unit_id": str(inbox.unit_id), "window_id": str(inbox.window_id), "item_id": "",
        }  # fmt: skip
        refused = browser.post(place, data=data)
        assert (refused.status_code, "姓名“张桂芳”" in refused.text) == (422, True)
        assert browser.post(place, data=data | {"fact": PLAIN}).status_code == 303
        assert browser.post(place, data=data | {"fact": PLAIN}).status_code == 409
        assert "待交办" in browser.get(f"/letters/{letter_id}").text
        finding = db.session.scalars(select(Finding)).one()
        page = browser.get(f"/findings/{finding.id}").text
        assert f'href="/letters/{letter_id}"' in page
        assert "来信来电网民" in page
    assert letter(letter_id).state is LetterState.FINDING


def test_a_suggestion_gets_its_three_ticks_on_its_page(client: FlaskClient, inbox: Inbox) -> None:
    letter_id, today = inbox.register(source=LetterSource.SUGGESTION), clock.today().isoformat()
    place = f"/letters/{letter_id}"
    with inbox.browsing(client, inbox.clerk_id) as browser:
        assert browser.post(f"{place}/suggestion", data={"version": version(letter_id)}).status_code == 303
        for step, data in (
            ("rectify", {"on": today, "words": "已张贴材料清单。"}),
            ("answer", {"on": today, "text": "已改好。", "channel": "phone"}),
            ("publish", {"on": today, "where": "明州日报", "words": "窗口已张贴材料清单。"}),
        ):
            assert browser.get(f"{place}/{step}").status_code == 200
            assert browser.post(f"{place}/{step}", data={"version": version(letter_id)}).status_code == 422
            assert browser.post(f"{place}/{step}", data=data | {"version": version(letter_id)}).status_code == 303
        page = browser.get(place).text
        assert page.count("还没有") == 0
        assert browser.get("/letters?reply=yes").text.count("明州日报") == 0
        assert "答复率 1/1" in browser.get("/letters").text
    kept = letter(letter_id)
    assert [kept.rectified_on, kept.answered_on, kept.published_on] == [clock.today()] * 3


def test_a_letter_is_merged_by_a_click_and_separated_again(client: FlaskClient, inbox: Inbox) -> None:
    first, again = inbox.register(), inbox.register(source=LetterSource.NETIZEN)
    with inbox.browsing(client, inbox.clerk_id) as browser:
        assert "可能是同一件" in browser.get(f"/letters/{again}").text
        browser.post(f"/letters/{again}/merge/{first}", data={"version": version(again)})
        page = browser.get(f"/letters/{first}").text
        assert "并入的来信" in page
        assert browser.get(f"/letters/{first}/answer").text.count("并入的来信也这样答复了") == 1
        browser.post(f"/letters/{again}/separate", data={"version": version(again)})
        assert "并入的来信" not in browser.get(f"/letters/{first}").text


def test_many_are_counted_shown_and_only_then_settled(client: FlaskClient, inbox: Inbox) -> None:
    ids = [inbox.register(f"第{number}件", source=LetterSource.NETIZEN) for number in range(3)]
    inbox.register("另一件")
    with inbox.browsing(client, inbox.clerk_id) as browser:
        assert browser.post("/letters/no-action", data={}).status_code == 422
        page = browser.post("/letters/no-action?source=netizen", data={"all": "1"}).text
        assert "要办的 3 件" in page
        assert letter(ids[0]).state is LetterState.NEW
        hidden = re.search(r'name="ids"[^>]*value="([\d,]+)"', page)
        assert hidden
        data = {"ids": hidden[1], "reason": ""}
        assert browser.post("/letters/no-action?source=netizen", data=data).status_code == 422
        done = browser.post("/letters/no-action?source=netizen", data=data | {"reason": "不属于改革事项。"})
        assert (done.status_code, done.location) == (303, "/letters?source=netizen")
    states = [row.state for row in db.session.scalars(select(Letter).order_by(Letter.id))]
    assert states == [*[LetterState.NO_ACTION] * 3, LetterState.NEW]


def test_excel_equals_the_screen_and_names_nobody(client: FlaskClient, inbox: Inbox) -> None:
    for number in range(3):
        inbox.register(f"{WORDS}第{number}件", outside_code=f"G{number}")
    inbox.register("别的", source=LetterSource.MEDIA, outlet="明州日报")
    with inbox.browsing(client, inbox.clerk_id) as browser:
        page = browser.get("/letters?source=letter").text
        answer = browser.get("/letters/export?source=letter")
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert (len(rows), rows[0][0], [row[1] for row in rows[1:]]) == (4, "摘要", ["G2", "G1", "G0"])
    assert all(str(row[0]) in page for row in rows[1:])
    assert not any(name in str(rows) for name in NAMES)
    assert rows[1][7] == "张某某"


def test_a_suggestion_stands_with_its_channel_its_theme_and_what_became_of_it(
    client: FlaskClient, inbox: Inbox
) -> None:
    said = {
        "明州日报": "社保卡补办能不能在社区办。", "市政府网站": "身份证到期前发个短信提醒。",
        "市总工会": "婚姻登记要能网上预约。", "清河社区党委": "社保卡补办，能不能就在社区办？",
    }  # fmt: skip
    ids = [
        inbox.register(words, source=LetterSource.SUGGESTION, outlet=channel, category=Category.PROCESS)
        for channel, words in said.items()
    ]
    with transaction():
        triage.list_finding(inbox.clerk, ids[0], inbox.finding(category=Category.PROCESS))
    with transaction():
        triage.list_suggestion(inbox.clerk, ids[1])
    with transaction():
        triage.take_no_action(inbox.clerk, ids[2], "已经可以网上预约。")
    with transaction():
        triage.merge(inbox.clerk, ids[3], ids[0])
    with inbox.browsing(client, inbox.clerk_id) as browser:
        answer = browser.get("/letters/export?source=suggestion")
        found = browser.get("/letters?q=总工会").text
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    kept = [head.index(name) for name in ("来源", "主题", "办理")]
    theme = Category.PROCESS.label
    assert [[row[place] for place in kept] for row in reversed(rows)] == [
        ["意见建议（明州日报）", theme, "已列为问题"],
        ["意见建议（市政府网站）", theme, "已列为建议"],
        ["意见建议（市总工会）", theme, "不办理"],
        ["意见建议（清河社区党委）", theme, "已并入"],
    ]
    assert "意见建议（市总工会）" in found
    assert "清河社区党委" not in found


def test_a_table_is_tried_imported_and_undone(client: FlaskClient, inbox: Inbox) -> None:
    good = "编号,收到日期,内容,姓名\nG1,2026-05-06,张桂芳跑了三趟,张桂芳\nG2,2026-05-06,二,".encode("gbk")
    with inbox.browsing(client, inbox.clerk_id) as browser:
        def tried(data: bytes, **more: str) -> Any:
            upload = {"file": (io.BytesIO(data), "平台.csv"), "source": "platform", "pasted": ""} | more
            return browser.post("/letters/import", data=upload, content_type="multipart/form-data")

        bad = tried(good.replace(b"2026-05-06,\xb6\xfe", b"soon,\xb6\xfe"))
        assert (bad.status_code, "B3" in bad.text, "读不懂" in bad.text) == (422, True, True)
        assert tried(b"").status_code == 422
        page = tried(good)
        assert (page.status_code, "导入这 2 件" in page.text) == (200, True)
        assert db.session.scalars(select(Letter.id)).all() == []
        ticket = re.search(r'name="ticket"[^>]*value="([^"]+)"', page.text)
        assert ticket
        done = browser.post("/letters/import/confirm", data={"ticket": ticket[1]})
        batch = db.session.scalars(select(LetterBatch)).one()
        assert (done.status_code, done.location) == (303, f"/letters?batch={batch.id}")
        assert "张某某跑了三趟" in browser.get(done.location).text
        again = browser.post("/letters/import/confirm", data={"ticket": ticket[1]})
        assert (again.status_code, "已过期" in again.text) == (422, True)
        assert browser.post(f"/letters/batches/{batch.id}/undo").status_code == 303
        assert "已撤销" in browser.get("/letters/import").text
        pasted = {"source": "call", "pasted": "收到日期\t内容\n2026-05-06\t电话打不通", "file": (io.BytesIO(b""), "")}
        page = browser.post("/letters/import", data=pasted, content_type="multipart/form-data").text
        assert "来电" in page
    assert db.session.scalars(select(Letter.id)).all() == []


def test_somebody_elses_trial_is_not_imported(client: FlaskClient, inbox: Inbox) -> None:
    with inbox.browsing(client, inbox.clerk_id) as browser:
        assert browser.post("/letters/import/confirm", data={"ticket": "x.y.z"}).status_code == 422


def test_anybody_says_what_they_think_of_this_tool_and_reads_the_answer(client: FlaskClient, inbox: Inbox) -> None:
    with inbox.browsing(client, inbox.liaison_id) as browser:
        assert "还没有提过意见" in browser.get("/complaints").text
        assert browser.post("/complaints", data={"words": " "}).status_code == 422
        assert browser.post("/complaints", data={"words": "导出按钮找不到。"}).status_code == 303
        assert "还没有答复" in browser.get("/complaints").text
    letter_id = db.session.scalars(select(Letter.id)).one()
    with inbox.browsing(client, inbox.clerk_id) as browser:
        assert "对本系统的投诉建议" in browser.get("/letters").text
        data = {"version": version(letter_id), "on": clock.today().isoformat(), "text": "已挪到右上角。",
                "channel": "online"}  # fmt: skip
        assert browser.post(f"/letters/{letter_id}/answer", data=data).status_code == 303
        assert "导出按钮" not in browser.get("/complaints").text
    with inbox.browsing(client, inbox.liaison_id) as browser:
        assert "已挪到右上角。" in browser.get("/complaints").text


def test_a_list_of_thirty_asks_as_often_as_a_list_of_one(app: Flask, client: FlaskClient, inbox: Inbox) -> None:
    first = inbox.register()
    with transaction():
        triage.list_finding(inbox.clerk, first, inbox.finding())

    def asked() -> int:
        found: list[str] = []
        with inbox.browsing(client, inbox.clerk_id) as browser:
            browser.get("/letters")
            listen = lambda *seen: found.append(seen[2])  # noqa: E731
            event.listen(db.engine, "before_cursor_execute", listen)
            browser.get("/letters")
            event.remove(db.engine, "before_cursor_execute", listen)
        return len(found)

    one = asked()
    for number in range(29):
        inbox.register(f"第{number}件", window_id=inbox.window_id)
    assert asked() == one

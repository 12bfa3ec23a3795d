"""Pages of 二报二回 over HTTP on both databases: each hand's own, bad input, 409 with both texts, Excel."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import event

from inspect_app.accounts.models import Person
from inspect_app.database import db, transaction
from inspect_app.projects.actions import registering, schemes
from inspect_app.projects.models import SchemeReview
from inspect_app.projects.vocabulary.registers import GroupDraft
from inspect_app.projects.vocabulary.schemes import Measure, SchemeContent, SchemeStatus, SchemeStep
from tests.factories import sign_in
from tests.pictures import photo
from tests.projects.scheming import PROCESS, TEXT, Scheming, make_scheming

pytestmark = pytest.mark.usefixtures("app_context", "without_tokens")
T = SchemeStep
FORM = {"name": "第二批", "asks": "每项一份。", "first_due": "2027-05-06", "second_due": "2027-05-20"}
BLANK = {"measure": "", "from_level": "", "to_level": ""}
_CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


@pytest.fixture
def play(app_context: None) -> Scheming:
    return make_scheming()


@contextmanager
def signed_in(client: FlaskClient, play: Scheming, who: str) -> Iterator[FlaskClient]:
    with client.application.app_context():
        sign_in(client, db.session.get_one(Person, play.people[who]))
        yield client
    db.session.rollback()
    db.session.expire_all()


def test_the_office_opens_a_review_and_changes_it(client: FlaskClient, play: Scheming) -> None:
    form = FORM | {"unit_ids": [str(play.unit_id)]}
    with signed_in(client, play, "clerk") as browser:
        assert browser.post("/schemes/new", data=form).status_code == 303
        page = browser.get("/schemes?q=第二批").text
        assert "第二批" in page
        assert "公民个人事项改革方案" not in page
        assert "没有找到" in browser.get("/schemes?q=没有这样的").text
        assert 'value="第二批"' in browser.get("/schemes/2/edit").text
        assert browser.post("/schemes/2/edit", data=form | {"asks": "改过。", "version": "1"}).status_code == 303
        stale = browser.post("/schemes/2/edit", data=form | {"asks": "我写的。", "version": "1"})
        assert stale.status_code == 409
        assert "我写的。" in stale.text
        assert "改过。" in stale.text
        empty = browser.post("/schemes/new", data={})
    assert empty.status_code == 422
    for words in ("请填名称。", "请写报送什么。", "请填一报期限。", "请填二报期限。"):
        assert words in empty.text


def test_a_unit_lists_writes_and_hands_in(client: FlaskClient, play: Scheming) -> None:
    unit = f"/schemes/{play.review_id}/units/{play.unit_id}"
    with signed_in(client, play, "liaison") as browser:
        assert "还没有列入事项" in browser.get(unit).text
        assert browser.post(f"{unit}/add", data={"names": "失业登记\n 参保登记 \n失业登记"}).status_code == 303
        assert "请选事项" in browser.post(f"{unit}/add", data={"names": " "}).text
        first, second = (int(key) for key in re.findall(r"/schemes/items/(\d+)\"", browser.get(unit).text))
        bare = browser.post(f"/schemes/items/{first}/edit", data=BLANK | {"text": "  "})
        assert bare.status_code == 422
        assert "请写改革方案。" in bare.text
        wrong = browser.post(f"/schemes/items/{first}/edit", data=BLANK | {"text": "方案", "papers_before": "-1"})
        assert "请填 0 到 999 的数。" in wrong.text
        half = browser.post(f"/schemes/items/{first}/edit", data=BLANK | {"text": "方案", "measure": "delegate"})
        assert "请选原来由哪一级审批。" in half.text
        full = {"text": "<b>方案</b>", "measure": "delegate", "from_level": "city", "to_level": "street"}
        file = {"file": (BytesIO(photo()), "方案.jpg")}
        assert browser.post(f"/schemes/items/{first}/edit", data=full | file).status_code == 303
        assert "写好 1 项再一并报送" in browser.get(unit).text
        assert browser.post(f"{unit}/hand-in").status_code == 409
        assert browser.post(f"/schemes/items/{second}/remove").status_code == 303
        assert browser.post(f"{unit}/hand-in").status_code == 303
        page = browser.get(f"/schemes/items/{first}").text
        assert "&lt;b&gt;方案&lt;/b&gt;" in page
        assert "下放审批权限（市级→街道（乡镇））" in page
        assert "我来审核" not in page
        assert browser.get(f"/schemes/items/{first}/edit").status_code == 409
        assert browser.get(f"/schemes/items/{first}/files/nix").status_code == 404
    assert play.get(first).status is SchemeStatus.SUBMITTED


def test_the_office_reviews_one_by_one_and_sends_the_round_back(client: FlaskClient, play: Scheming) -> None:
    first, second = play.handed_in("失业登记", "参保登记")
    unit = f"/schemes/{play.review_id}/units/{play.unit_id}"
    with signed_in(client, play, "clerk") as browser:
        bare = browser.post(f"/schemes/items/{first}/review", data={"outcome": "return"})
        assert bare.status_code == 422
        assert "请写意见，单位照着改。" in bare.text
        assert "请选通过或者退回修改。" in browser.post(f"/schemes/items/{first}/review", data={"remark": "x"}).text
        seen = {"version": str(play.get(first).version)}
        done = browser.post(f"/schemes/items/{first}/review", data=seen | {"outcome": "return", "remark": "补依据。"})
        assert done.location == f"/schemes/items/{second}"
        late = browser.post(f"/schemes/items/{first}/review", data=seen | {"outcome": "pass", "remark": "我的。"})
        assert late.status_code == 409
        assert "我的。" in late.text
        assert "补依据。" in late.text
        assert browser.get(f"/schemes/items/{first}/review").location == f"/schemes/items/{first}"
        assert "逐项审完再发回" in browser.get(unit).text
        last = browser.post(f"/schemes/items/{second}/review", data={"outcome": "pass"})
        assert last.location == unit
        assert browser.post(f"{unit}/send-back", data={"version": "1"}).status_code == 409
        assert browser.post(f"{unit}/send-back").status_code == 303
    with signed_in(client, play, "liaison") as browser:
        page = browser.get(f"/schemes/items/{first}").text
        assert "补依据。" in page
        assert "修改方案" in page


def test_versions_stand_beside_each_other_with_what_differs(client: FlaskClient, play: Scheming) -> None:
    (scheme_id,) = play.handed_in("失业登记")
    play.mark(scheme_id, T.RETURN, "补。")
    play.send_back()
    play.save(scheme_id, "取消社保参保证明，改为承诺。")
    play.hand_in()
    with signed_in(client, play, "clerk") as browser:
        page = browser.get(f"/schemes/items/{scheme_id}").text
        first = browser.get(f"/schemes/items/{scheme_id}?round=1").text
    assert "<del>用证单位网上核验。</del>" in page
    assert "<ins>改为承诺。</ins>" in page
    assert "<ins>" not in first
    assert "改为承诺。" not in first


def test_a_third_return_is_refused_with_its_reason(client: FlaskClient, play: Scheming) -> None:
    (scheme_id,) = play.handed_in("失业登记")
    play.go_round(scheme_id)
    play.go_round(scheme_id)
    with signed_in(client, play, "clerk") as browser:
        page = browser.get(f"/schemes/items/{scheme_id}").text
        assert 'value="return"' not in page
        assert "主任审定" not in re.sub(r"报主任审定", "", page)
        refused = browser.post(f"/schemes/items/{scheme_id}/review", data={"outcome": "return", "remark": "再改。"})
        assert refused.status_code == 409
        assert "已经退回两次" in refused.text
    with signed_in(client, play, "director") as browser:
        bare = browser.post(f"/schemes/items/{scheme_id}/decide", data={"outcome": "reject"})
        assert bare.status_code == 422
        done = browser.post(f"/schemes/items/{scheme_id}/decide", data={"outcome": "reject", "remark": "没有依据。"})
        assert done.status_code == 303
        assert "不采纳" in browser.get(f"/schemes/items/{scheme_id}").text


def test_a_page_offers_no_review_to_who_handed_in(client: FlaskClient, play: Scheming) -> None:
    (scheme_id,) = play.handed_in("失业登记")
    with signed_in(client, play, "leader") as browser:
        page = browser.get(f"/schemes/items/{scheme_id}").text
    assert "我来审核" not in page
    assert "写方案" not in page


def test_another_unit_meets_404_and_its_own_lists(client: FlaskClient, play: Scheming) -> None:
    (scheme_id,) = play.handed_in("秘密事项")
    with signed_in(client, play, "stranger") as browser:
        for path in (f"items/{scheme_id}", f"items/{scheme_id}/edit", f"{play.review_id}/units/{play.unit_id}"):
            assert browser.get(f"/schemes/{path}").status_code == 404
        for path in ("", "/items", "/grid", f"/items?unit={play.unit_id}", f"/grid?unit={play.unit_id}"):
            page = browser.get(f"/schemes/{play.review_id}{path}").text
            assert "秘密事项" not in page
            assert "市人社局" not in page
        assert browser.get("/schemes/typical").status_code == 403
        body = browser.get(f"/schemes/{play.review_id}/export").data
    sheet = load_workbook(BytesIO(body)).worksheets[0]
    assert list(sheet.values)[1:] == []


def test_the_grid_shows_five_units_a_page_and_empty_filters_say_so(client: FlaskClient, play: Scheming) -> None:
    (scheme_id,) = play.handed_in("失业登记")
    with signed_in(client, play, "clerk") as browser:
        grid = browser.get(f"/schemes/{play.review_id}/grid").text
        assert f"/schemes/items/{scheme_id}" in grid
        assert "一报" in grid
        assert "没有这样的事项" in browser.get(f"/schemes/{play.review_id}/grid?state=typical").text
        assert "没有这样的事项" in browser.get(f"/schemes/{play.review_id}/items?state=typical").text
        assert "失业登记" in browser.get(f"/schemes/{play.review_id}/items?state=nix&unit=x&page=-1").text
        assert "还没有典型做法" in browser.get("/schemes/typical").text


def _screen(page: str) -> list[list[str]]:
    body = page.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]
    return [[_TAG.sub("", cell).strip() for cell in _CELL.findall(row)] for row in body.split("</tr>")[:-1]]


@pytest.mark.parametrize("query", ["", "?state=passed", "?state=late"])
def test_the_workbook_holds_what_the_list_shows(client: FlaskClient, play: Scheming, query: str) -> None:
    first, second = play.add("=1+1", "参保登记")
    play.save(first, PROCESS)
    play.save(second)
    play.hand_in()
    play.mark(first, T.PASS)
    play.mark(second, T.RETURN, "补。")
    play.send_back()
    with transaction():
        schemes.mark_typical(play.actor("clerk"), first, True)
    for who in ("clerk", "liaison"):
        with signed_in(client, play, who) as browser:
            page = browser.get(f"/schemes/{play.review_id}/items{query}").text
            answer = browser.get(f"/schemes/{play.review_id}/export{query}")
        heads, *rows = ([str(cell) for cell in row] for row in load_workbook(BytesIO(answer.data)).worksheets[0].values)
        shown = _screen(page) if "<tbody>" in page else []
        assert rows == shown
        assert len(rows) == {"": 2, "?state=passed": 1, "?state=late": 0}[query]
        assert all(head in page for head in heads) or not rows


def test_the_pages_ask_the_same_for_one_item_and_for_thirty(client: FlaskClient, play: Scheming) -> None:
    paths = ("", "/items", "/grid", f"/units/{play.unit_id}")

    def count() -> list[int]:
        found: list[str] = []
        counts = []
        with signed_in(client, play, "clerk") as browser:
            browser.get("/schemes")
            event.listen(db.engine, "before_cursor_execute", listen := lambda *facts: found.append(str(facts[2])))
            for path in paths:
                before = len(found)
                assert browser.get(f"/schemes/{play.review_id}{path}").status_code == 200
                counts.append(len(found) - before)
            event.remove(db.engine, "before_cursor_execute", listen)
        return counts

    play.handed_in("第一项")
    one = count()
    play.handed_in(*(f"第{place}项" for place in range(2, 31)))
    assert count() == one


def test_a_working_group_with_the_power_reviews_and_is_named_on_the_page(
    client: FlaskClient, play: Scheming
) -> None:
    day = date(2026, 1, 5)
    facts: dict[str, Any] = {"unit_id": play.unit_id, "matter": "公民个人办事事项", "set_up_on": day}
    with transaction():
        clerk = play.actor("clerk")
        reviews = registering.add_entry(clerk, GroupDraft(name="个人事项改革专题组", reviews=True, **facts)).id
        urges = registering.add_entry(clerk, GroupDraft(name="只督促的组", urges=True, **facts)).id
        ended = GroupDraft(name="撤销了的组", reviews=True, ended_on=day, **facts)
        registering.add_entry(clerk, ended)
    form = FORM | {"unit_ids": [str(play.unit_id)], "group_id": str(reviews)}
    with signed_in(client, play, "clerk") as browser:
        offered = browser.get("/schemes/new").text
        assert [name in offered for name in ("个人事项改革专题组", "只督促的组", "撤销了的组")] == [True, False, False]
        assert browser.post("/schemes/new", data=form | {"group_id": str(urges)}).status_code == 422
        assert browser.post("/schemes/new", data=form).status_code == 303
        assert "由个人事项改革专题组审核</p>" in browser.get("/schemes/2").text


def test_a_group_that_coordinates_reads_which_items_need_data_of_another_unit(
    client: FlaskClient, play: Scheming
) -> None:
    facts: dict[str, Any] = {"unit_id": play.unit_id, "matter": "公民个人办事事项", "set_up_on": date(2026, 1, 5)}
    draft = GroupDraft(name="个人事项改革专题组", reviews=True, urges=True, coordinates=True, **facts)
    with transaction():
        group_id = registering.add_entry(play.actor("clerk"), draft).id
        db.session.get_one(SchemeReview, play.review_id).group_id = group_id
    ids = play.add("领养老金", "办居住证", "办准生证")
    play.save(ids[0], SchemeContent(TEXT, measure=Measure.SHARED_DATA))
    play.save(ids[1], SchemeContent(TEXT, measure=Measure.COMMITMENT))
    play.save(ids[2], SchemeContent(TEXT, measure=Measure.SHARED_DATA))
    shared = f"/schemes/{play.review_id}/items?state=shared"
    with signed_in(client, play, "clerk") as browser:
        page = browser.get(f"/schemes/{play.review_id}").text
        assert "审核，逾期没有报的由它催办，" in page
        assert f'href="{shared}">数据共享需求</a>由它协调' in page
        assert "领养老金" not in browser.get(shared).text, "a draft is its unit's own"
    play.hand_in()
    with signed_in(client, play, "clerk") as browser:
        told = browser.get(shared).text
        named = [name in told for name in ("领养老金", "办居住证", "办准生证")]
    assert named == [True, False, True]
    with signed_in(client, play, "stranger") as browser:
        assert "领养老金" not in browser.get(shared).text

"""Views of one's own, columns and density: kept per person, seen by nobody else."""

import re
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from inspect_app.access import Role
from inspect_app.audit.models import AuditEntry
from inspect_app.database import db
from inspect_app.foundation.errors import Invalid
from inspect_app.rectification.models import LedgerLook, SavedView
from inspect_app.rectification.rules.ledger_columns import LedgerColumn, columns_of, offered, usual
from inspect_app.rectification.rules.saved_views import MOST_VIEWS, named
from inspect_app.rectification.vocabulary import Audience
from tests import factories
from tests.rectification.ledgers import Ledger, listed, make_ledger, open_page, signed_in, total
from tests.rectification.test_ledger_export import choose

_HEAD = re.compile(r"<th scope=\"col\"[^>]*>(?:<a[^>]*>)?([^<↑↓ ]+)")
_TAB = re.compile(r'<a href="([^"]+)"[^>]*>([^<]+)<span class="n">(\d+)</span>')
C = LedgerColumn


@pytest.fixture
def world(app: Flask, without_tokens: None) -> Ledger:
    with app.app_context():
        return make_ledger(app)


def save(client: FlaskClient, name: str, query: str = "", expected: int = 303) -> str:
    answer = client.post(f"/ledger/views?{query}", data={"name": name})
    assert answer.status_code == expected, answer.text[:2000]
    return answer.location if expected == 303 else answer.text


def only_view(app: Flask) -> int:
    with app.app_context():
        return db.session.query(SavedView).order_by(SavedView.id.desc()).first().id


def heads(client: FlaskClient, query: str = "") -> list[str]:
    page = open_page(client, f"/ledger{query}")
    return _HEAD.findall(page[page.index("<thead>") : page.index("</thead>")])


def test_the_tabs_of_everybody_count_what_their_lists_hold(world: Ledger) -> None:
    for client in world.clients.values():
        tabs = _TAB.findall(open_page(client, "/ledger").replace("&amp;", "&"))
        assert [label for _, label, _ in tabs] == ["待我处理", "临期", "逾期", "已销号", "未办结", "全部"]
        for href, label, count in tabs:
            assert total(open_page(client, href)) == int(count), label


def test_what_waits_for_somebody_is_theirs_alone(world: Ledger) -> None:
    assert listed(open_page(world.clients["clerk"], "/ledger?mine=1")) == [world.numbers["checked"]]
    assert listed(open_page(world.clients["liaison"], "/ledger?mine=1")) == [
        world.numbers[name] for name in ("covert", "far", "late")
    ]
    assert listed(open_page(world.clients["leader"], "/ledger?mine=1")) == []


def test_a_view_brings_back_filter_order_and_columns(app: Flask, world: Ledger) -> None:
    clerk = world.clients["clerk"]
    choose(clerk, [C.LAMP, C.TITLE])
    there = save(clerk, "逾期先看", "lamp=over&sort=due&dir=asc")
    assert there == f"/ledger?view={only_view(app)}&lamp=over&sort=due&dir=asc"
    choose(clerk, [C.STATUS])
    bare = clerk.get(f"/ledger?view={only_view(app)}")
    assert (bare.status_code, bare.location) == (302, there)
    assert listed(open_page(clerk, there)) == [world.numbers["late"]]
    assert heads(clerk, there[len("/ledger") :])[:3] == ["编号", "灯（按工作日）", "问题"]
    assert heads(clerk) == ["编号", "状态"]


def test_letting_go_of_the_last_filter_of_a_view_shows_all(app: Flask, world: Ledger) -> None:
    save(world.clients["clerk"], "逾期的", "lamp=over")
    page = open_page(world.clients["clerk"], f"/ledger?view={only_view(app)}&sort=delivered&dir=desc")
    assert total(page) == 5


def test_nobody_opens_changes_or_removes_a_view_of_somebody_else(app: Flask, world: Ledger) -> None:
    save(world.clients["clerk"], "我的", "lamp=over")
    view, leader = only_view(app), world.clients["leader"]
    for path in (f"/ledger?view={view}", f"/ledger/export?view={view}", f"/ledger/calendar?view={view}"):
        assert leader.get(path).status_code == 404
    for do in ("rename", "up", "remove", "keep"):
        assert leader.post(f"/ledger/views/{view}", data={"do": do, "name": "他的"}).status_code == 404
    assert leader.post("/ledger/views/restored").status_code == 404
    assert "我的</a>" not in open_page(leader, "/ledger/views")
    with app.app_context():
        assert [row.name for row in db.session.query(SavedView)] == ["我的"]


def test_two_people_may_use_one_name_and_one_person_may_not_twice(world: Ledger) -> None:
    save(world.clients["clerk"], "重点")
    save(world.clients["leader"], "重点")
    refused = save(world.clients["clerk"], " 重点 ", expected=422)
    assert "已经有名为“重点”的视图" in refused and "错误：" in refused


def test_a_removed_view_comes_back_as_it_was(app: Flask, world: Ledger) -> None:
    clerk = world.clients["clerk"]
    save(clerk, "重点", "lamp=over")
    view = only_view(app)
    assert clerk.post(f"/ledger/views/{view}", data={"do": "remove"}).status_code == 303
    assert "“重点”已删除" in open_page(clerk, "/ledger/views")
    assert clerk.get(f"/ledger?view={view}").status_code == 404
    assert clerk.post("/ledger/views/restored").status_code == 303
    assert listed(open_page(clerk, f"/ledger?view={view}&lamp=over")) == [world.numbers["late"]]
    assert clerk.post("/ledger/views/restored").status_code == 404


def test_views_are_renamed_ordered_and_kept_as_the_screen_is(app: Flask, world: Ledger) -> None:
    clerk = world.clients["clerk"]
    for name in ("甲", "乙", "丙"):
        save(clerk, name)
    last = only_view(app)
    clerk.post(f"/ledger/views/{last}", data={"do": "up"})
    clerk.post(f"/ledger/views/{last}", data={"do": "up"})
    clerk.post(f"/ledger/views/{last}", data={"do": "up"})
    clerk.post(f"/ledger/views/{last}", data={"do": "rename", "name": "丁"})
    clerk.post(f"/ledger/views/{last}?lamp=over&unit=7", data={"do": "keep"})
    assert clerk.post(f"/ledger/views/{last}", data={"do": "rename", "name": "乙"}).status_code == 422
    with app.app_context():
        rows = db.session.query(SavedView).order_by(SavedView.sort_no).all()
        assert [(row.name, row.query) for row in rows] == [("丁", "lamp=over&unit=7"), ("甲", ""), ("乙", "")]
        deeds = [entry.deed for entry in db.session.query(AuditEntry).filter_by(object_kind="view")]
    assert deeds == ["view.added"] * 3 + ["view.changed"] * 5


def test_a_person_keeps_at_most_twenty(world: Ledger) -> None:
    for number in range(MOST_VIEWS):
        save(world.clients["clerk"], f"视图{number}")
    answer = world.clients["clerk"].post("/ledger/views", data={"name": "再一个"})
    assert answer.status_code == 409 and "最多存 20 个" in answer.text


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "字" * 21, "逾期", "甲"])
def test_a_name_is_short_new_and_something(text: str) -> None:
    with pytest.raises(Invalid):
        named(text, frozenset({"甲"}))


def test_twenty_characters_are_a_name() -> None:
    assert named(f" {'字' * 20} ", frozenset()) == "字" * 20


def test_excel_has_the_columns_of_the_screen_in_their_order(world: Ledger) -> None:
    clerk = world.clients["clerk"]
    for columns in ([], [C.LAMP, C.CLOSED, C.TITLE, C.REWORK, C.SOURCE], [C.STATUS]):
        if columns:
            choose(clerk, columns)
        for query in ("", "?lamp=over", "?status=closed&sort=due&dir=asc"):
            sheet = load_workbook(BytesIO(clerk.get(f"/ledger/export{query}").data)).active
            assert [cell.value for cell in sheet[1]] == heads(clerk, query)
            assert heads(clerk)[0] == "编号"


def test_columns_and_density_are_the_persons_own(app: Flask, world: Ledger) -> None:
    choose(world.clients["clerk"], [C.TITLE, C.STATUS])
    assert heads(world.clients["clerk"]) == ["编号", "问题", "状态"]
    assert 'class="table tight"' in open_page(world.clients["clerk"], "/ledger")
    assert heads(world.clients["leader"]) == [column.label for column in usual(Audience.READER)]
    assert 'class="table tight"' not in open_page(world.clients["leader"], "/ledger")
    answer = world.clients["clerk"].post("/ledger/columns?lamp=over", data={"density": "comfortable", "usual": "1"})
    assert answer.location == "/ledger?lamp=over"
    assert heads(world.clients["clerk"]) == [column.label for column in usual(Audience.OFFICE)]
    with app.app_context():
        assert db.session.query(LedgerLook).count() == 1


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("issues", ["编号", "问题", "类别"]),
        ("tasks", ["编号", "问题", "状态"]),
        ("duties", ["编号", "责任单位", "问题"]),
    ],
)
def test_the_ledger_becomes_one_of_the_three_lists_by_one_button(world: Ledger, name: str, first: list[str]) -> None:
    data = {"density": "comfortable", "list": name}
    assert world.clients["clerk"].post("/ledger/columns", data=data).status_code == 303
    assert heads(world.clients["clerk"])[:3] == first


def test_the_number_stays_and_a_department_gets_no_telling_column() -> None:
    assert columns_of(Audience.OFFICE, ["title"])[0] is C.NUMBER
    assert columns_of(Audience.DEPARTMENT, ["source", "title", "nonsense", "title"]) == (C.NUMBER, C.TITLE)
    assert columns_of(Audience.DEPARTMENT, ["source"]) == usual(Audience.DEPARTMENT)
    assert C.SOURCE not in offered(Audience.DEPARTMENT) and C.SOURCE in offered(Audience.OFFICE)
    assert all(set(usual(audience)) <= set(offered(audience)) for audience in Audience)


def test_a_stranger_to_the_ledger_has_no_views(app: Flask, without_tokens: None) -> None:
    with app.app_context():
        inspector = signed_in(app, factories.make_person(Role.INSPECTOR))
    for path in ("/ledger/views", "/ledger/columns", "/ledger/calendar"):
        assert inspector.get(path).status_code == 403
    assert inspector.post("/ledger/views", data={"name": "甲"}).status_code == 403

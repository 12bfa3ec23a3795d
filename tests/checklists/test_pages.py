"""The office makes, edits, imports and publishes checklists by ordinary form posts."""

from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from inspect_app.access import SYSTEM, Role
from inspect_app.checklists import actions, queries
from inspect_app.checklists.rules import replace_item
from inspect_app.checklists.vocabulary import ChecklistBody, Item
from inspect_app.database import db, transaction
from tests.checklists.browsing import get, post
from tests.factories import make_person, sign_in

_WHEN = {"condition_item": "", "condition_word": "eq", "condition_text": ""}


@pytest.fixture
def office(app: Flask, client: FlaskClient) -> FlaskClient:
    """Give a client signed in as a clerk."""
    with app.app_context():
        sign_in(client, make_person(Role.OFFICE_CLERK))
    return client


def _create(client: FlaskClient, preset: str = "", code: str = "ck") -> str:
    page = get(client, "/checklists/new")
    made = post(client, page, "/checklists/new", name="检查表", code=code, preset=preset)
    assert made.status_code == 302
    return str(client.get(made.location).location)


def _body(app: Flask) -> ChecklistBody:
    with app.app_context():
        row = queries.list_checklists()[0]
        return queries.body_of(queries.get_draft(row.id))


def _item(app: Flask, key: str) -> Item:
    item = _body(app).find_item(key)
    assert item is not None
    return item


def test_a_checklist_goes_from_a_preset_to_a_published_version(office: FlaskClient) -> None:
    assert "还没有检查表" in get(office, "/checklists")
    draft = _create(office, "observer")
    page = get(office, draft)
    assert "改革抓得紧不紧？" in page
    assert post(office, page, f"{draft}/publish").status_code == 302
    shown = get(office, draft.removesuffix("/draft"))
    assert "已发布。这一版不会再变" in shown
    assert "第 1 版" in get(office, "/checklists")
    assert "办事指南摆在显眼处" in get(office, draft.replace("draft", "versions/1"))
    assert post(office, shown, f"{draft}/start").status_code == 302
    assert "第 2 版草稿" in get(office, draft)


def test_items_are_added_moved_and_removed_without_scripts(app: Flask, office: FlaskClient) -> None:
    draft = _create(office)
    for text in ("甲", "乙", "丙"):
        values = {"part": "look", "kind": "yes_no", "text": text}
        assert post(office, get(office, draft), draft, **values).status_code == 302
    post(office, get(office, draft), f"{draft}/steps", do="up:i3")
    post(office, get(office, draft), f"{draft}/steps", do="down:i1")
    post(office, get(office, draft), f"{draft}/steps", do="remove:i2")
    assert [item.text for item in _body(app).items] == ["丙", "甲"]


def test_an_item_without_text_is_refused_beside_its_field_and_keeps_the_rest(office: FlaskClient) -> None:
    draft = _create(office)
    refused = post(office, get(office, draft), draft, part="do", kind="rating", text=" ")
    assert refused.status_code == 422
    assert "请填写检查内容。" in refused.text
    assert '<option selected value="rating">' in refused.text


def test_every_fact_of_an_item_is_kept(app: Flask, office: FlaskClient) -> None:
    draft = _create(office)
    for kind in ("yes_no", "number"):
        post(office, get(office, draft), draft, part="do", kind=kind, text=kind)
    page = get(office, f"{draft}/items/i2")
    typed = {
        "text": "等了多久？", "hint": "从取号算起", "clause": "规范 5.3", "weight": "2.5", "critical": "y",
        "suggestion": "增开窗口", "unit": "分钟", "minimum": "0", "maximum": "600", "pass_maximum": "15",
        "condition_item": "i1", "condition_word": "eq", "condition_text": "否",
    }  # fmt: skip
    assert post(office, page, f"{draft}/items/i2", **typed).status_code == 302
    item = _item(app, "i2")
    assert (item.text, item.weight, item.critical, item.required) == ("等了多久？", 2.5, True, False)
    assert (item.unit, item.minimum, item.maximum, item.pass_maximum) == ("分钟", 0, 600, 15)
    assert item.show_when == ["eq", ["ref", "i1"], "no"]
    assert "当“yes_no”是“否”才出现" in get(office, draft)
    again = get(office, f"{draft}/items/i2")
    assert 'value="否"' in again


def test_a_condition_that_no_answer_can_meet_is_refused_in_words(office: FlaskClient) -> None:
    draft = _create(office)
    for kind in ("yes_no", "text"):
        post(office, get(office, draft), draft, part="do", kind=kind, text=kind)
    page = get(office, f"{draft}/items/i2")
    typed = {"text": "t", "weight": "1", **_WHEN, "condition_item": "i1", "condition_text": "也许"}
    refused = post(office, page, f"{draft}/items/i2", **typed)
    assert refused.status_code == 422
    assert "没有“也许”这个答案，可以写：是、否、不适用、没看到。" in unescape(refused.text)


def test_options_are_added_moved_and_removed_by_ordinary_posts(app: Flask, office: FlaskClient) -> None:
    draft = _create(office)
    post(office, get(office, draft), draft, part="do", kind="single", text="结果")
    here = f"{draft}/items/i1"

    def step(do: str, *labels: str) -> None:
        rows = {f"options-{n}-{name}": value for n, label in enumerate(labels)
                for name, value in (("key", "abc"[n]), ("label", label), ("points", str(n)))}  # fmt: skip
        sent = post(office, get(office, here), here, text="结果", weight="1", do=do, **_WHEN, **rows)
        assert sent.status_code == 302, sent.text

    step("add", "办成了", "不给办")
    step("down:0", "办成了", "不给办", "窗口没开")
    assert [option.label for option in _item(app, "i1").options] == ["不给办", "办成了", "窗口没开"]
    step("drop:2", "不给办", "办成了", "窗口没开")
    left = [(option.label, option.points) for option in _item(app, "i1").options]
    assert left == [("不给办", 0), ("办成了", 1)]


def test_two_people_saving_the_same_draft_get_409_with_both_texts(office: FlaskClient) -> None:
    draft = _create(office)
    stale = get(office, draft)
    post(office, stale, draft, part="look", kind="yes_no", text="别人写的")
    late = post(office, stale, draft, part="look", kind="yes_no", text="我写的")
    assert late.status_code == 409
    assert "别人写的" in late.text
    assert "我写的" in late.text


@pytest.mark.parametrize(
    "path",
    ["/7", "/99999999999999999999", "/7/versions/1", "/7/draft", "/7/draft/items/x", "/by-code"],
)
def test_what_is_not_there_is_404(office: FlaskClient, path: str) -> None:
    assert office.get(f"/checklists{path}").status_code == 404


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.DEPT_HEAD, Role.LEADER, Role.ADMIN])
def test_others_do_not_manage_checklists(app: Flask, client: FlaskClient, role: Role) -> None:
    with app.app_context():
        sign_in(client, make_person(role))
    assert client.get("/checklists").status_code == 403
    assert client.get("/checklists/new").status_code == 403


def test_the_list_runs_the_same_queries_with_one_and_with_three_rows(app: Flask, office: FlaskClient) -> None:
    def count() -> int:
        statements: list[str] = []

        def note(*facts: Any) -> None:
            statements.append(facts[2])

        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", note)
            office.get("/checklists")
            event.remove(db.engine, "before_cursor_execute", note)
        return len(statements)

    _create(office, "phone", "c1")
    office.get("/checklists")
    one = count()
    _create(office, "phone", "c2")
    _create(office, "online", "c3")
    assert count() == one


def test_an_empty_draft_says_why_it_is_not_published_and_may_be_thrown_away(office: FlaskClient) -> None:
    draft = _create(office)
    refused = post(office, get(office, draft), f"{draft}/publish")
    assert (refused.status_code, "还没有检查项，不能发布。" in refused.text) == (422, True)
    assert post(office, refused.text, f"{draft}/drop").status_code == 302
    assert "还没有版本" in get(office, draft.removesuffix("/draft"))
    assert office.get(draft).status_code == 404


def test_moving_an_item_before_the_one_its_condition_looks_at_is_refused(app: Flask, office: FlaskClient) -> None:
    draft = _create(office, "phone")
    refused = post(office, get(office, draft), f"{draft}/steps", do="up:tell")
    assert refused.status_code == 422
    assert "具体办第 2 项：显示条件用到的“call”不在它前面。" in refused.text
    assert [item.key for item in _body(app).items] == ["shown", "hours", "call", "tell", "manner"]


def test_a_tree_of_conditions_is_kept_while_the_rest_is_edited(app: Flask, office: FlaskClient) -> None:
    draft = _create(office)
    for kind in ("yes_no", "told_list"):
        post(office, get(office, draft), draft, part="do", kind=kind, text=kind)
    tree = ["not", ["eq", ["ref", "i1"], "no"]]
    with app.app_context():
        checklist_id = queries.list_checklists()[0].id
        found = queries.get_draft(checklist_id)
        body = replace_item(queries.body_of(found), replace(_item(app, "i2"), show_when=tree))
        with transaction():
            actions.save_draft(SYSTEM, checklist_id, seen=found.version, body=body)
    page = get(office, f"{draft}/items/i2")
    assert '<option selected value="keep">' in page
    typed = {**_WHEN, "text": "讲了哪些？", "weight": "1", "condition_item": "keep"}
    points = {"points_to_tell-0-key": "a", "points_to_tell-0-label": "带什么", "do": "add"}
    assert post(office, page, f"{draft}/items/i2", **typed, **points).status_code == 302
    item = _item(app, "i2")
    assert (item.text, item.show_when) == ("讲了哪些？", tree)
    assert [(point.key, point.label) for point in item.points_to_tell] == [("a", "带什么"), ("b", "新的一条")]

"""An office's workbook is checked on a page first and kept only when somebody says so."""

import io
import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from werkzeug.test import TestResponse

from inspect_app.access import Role
from inspect_app.checklists import queries
from tests.checklists.browsing import get, post
from tests.factories import make_person, sign_in


@pytest.fixture
def office(app: Flask, client: FlaskClient) -> FlaskClient:
    """Give a client signed in as a clerk."""
    with app.app_context():
        sign_in(client, make_person(Role.OFFICE_CLERK))
    return client


def _workbook(*rows: list[Any]) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in [["序号", "部分", "检查内容", "检查方法", "分值", "评分标准", "备注"], *rows]:
        sheet.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _upload(client: FlaskClient, data: bytes) -> TestResponse:
    page = get(client, "/checklists/import")
    file = (io.BytesIO(data), "检查表.xlsx")
    return post(client, page, "/checklists/import", code="xk", name="下城检查表", file=file)


def test_a_workbook_is_checked_first_and_then_kept_as_a_draft(app: Flask, office: FlaskClient) -> None:
    checked = _upload(office, _workbook([1, "现场看", "窗口有人在岗", "看", 5, "空岗不得分", ""]))
    assert checked.status_code == 200
    assert "可以导入。" in checked.text
    assert "还没有检查表" in get(office, "/checklists")
    body = re.search(r'name="body" value="([^"]+)"', checked.text)
    assert body is not None
    facts = {"code": "xk", "name": "下城检查表", "body": unescape(body[1])}
    kept = post(office, checked.text, "/checklists/import/keep", **facts)
    assert kept.status_code == 302
    assert "已导入为草稿" in get(office, kept.location)
    assert _texts(app) == ["窗口有人在岗"]


def test_a_workbook_with_problems_names_each_cell_and_keeps_nothing(office: FlaskClient) -> None:
    refused = _upload(office, _workbook([1, "别处", "窗口有人在岗", "", "五", "", ""]))
    assert refused.status_code == 422
    assert [cell for cell in ("B2", "E2") if f">{cell}<" in refused.text] == ["B2", "E2"]
    assert ">存成草稿<" not in refused.text
    assert "还没有检查表" in get(office, "/checklists")


@pytest.mark.parametrize("body", ["", "{", "[" * 100_000, '{"parts": [{"key": "x"}]}', "null"])
def test_a_body_that_was_tampered_with_is_refused(office: FlaskClient, body: str) -> None:
    page = get(office, "/checklists/import")
    sent = post(office, page, "/checklists/import/keep", code="xk", name="下城检查表", body=body)
    assert sent.status_code == 422
    assert "还没有检查表" in get(office, "/checklists")


def test_the_template_is_a_workbook_with_the_columns_the_office_knows(office: FlaskClient) -> None:
    response = office.get("/checklists/template.xlsx")
    sheet = load_workbook(io.BytesIO(response.data)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == [
        "序号", "部分", "检查内容", "检查方法", "分值", "评分标准", "备注",
    ]  # fmt: skip


def _texts(app: Flask) -> list[str]:
    with app.app_context():
        draft = queries.get_draft(queries.list_checklists()[0].id)
        return [item.text for item in queries.body_of(draft).items]

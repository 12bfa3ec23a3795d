"""The file of people: tried, imported, refused."""

import re
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.accounts.models import Person
from inspect_app.database import db
from tests.accounts.browsing import post
from tests.factories import make_unit


def test_a_filled_in_file_of_people_is_tried_then_imported_then_unchanged(
    client: FlaskClient, admin: Person, app: Flask
) -> None:
    with app.app_context():
        make_unit("市民政局")
    book = load_workbook(BytesIO(client.get("/admin/people/template.xlsx").data))
    book["人员"].append(["ＭＺ01", " 张　三 ", "市民政局", "科员", "部门联络员", "", "", "", ""])
    book["人员"].append(["ＭＺ01", "张 三", "市民政局", "科员", "部门负责人", "", "是", "", ""])

    def send(mode: str) -> str:
        target = BytesIO()
        book.save(target)
        target.seek(0)
        return post(client, "/admin/people/import", {"file": (target, "人员.xlsx"), "mode": mode}).text

    assert "新增 1 人：mz01" in send("try")
    with app.app_context():
        assert db.session.scalars(select(Person).where(Person.username == "mz01")).all() == []
    send("import")
    with app.app_context():
        person = db.session.scalars(select(Person).where(Person.username == "mz01")).one()
        held = {(grant.role, grant.deputy) for grant in person.grants}
        assert (person.name, held) == ("张 三", {(Role.DEPT_LIAISON, False), (Role.DEPT_HEAD, True)})
    assert "不变 1 人" in send("try")


def test_a_file_with_problems_names_each_cell_and_imports_nothing(
    client: FlaskClient, admin: Person, app: Flask
) -> None:
    with app.app_context():
        make_unit("市民政局")
    book = load_workbook(BytesIO(client.get("/admin/people/template.xlsx").data))
    book["人员"].append(["good1", "张三", "市民政局", "", "部门联络员", "", "", "", ""])
    book["人员"].append(["bad one", "李四", "市民政局", "", "部门联络员", "", "", "", ""])
    book["人员"].append(["bad2", "王五", "没有的局", "", "皇帝", "", "", "", ""])
    target = BytesIO()
    book.save(target)
    target.seek(0)
    page = post(client, "/admin/people/import", {"file": (target, "人员.xlsx"), "mode": "import"}).text
    said = re.findall(r"<li>([A-Z]\d+：[^<]+)</li>", page)
    assert [line.split("：")[0] for line in said] == ["C4", "E4", "A3"]
    with app.app_context():
        assert db.session.scalars(select(Person).where(Person.username == "good1")).all() == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "请选择文件。"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Excel"),
        (b"PK\x03\x04broken", "损坏"),
        ("用户名,姓名".encode(), "不是 Excel 工作簿"),
    ],
)
def test_a_file_that_is_no_workbook_gets_a_clear_sentence(
    client: FlaskClient, admin: Person, data: bytes, said: str
) -> None:
    name = "人员.xlsx" if data else ""
    answer = post(client, "/admin/people/import", {"file": (BytesIO(data), name), "mode": "import"})
    assert said in answer.text
    assert answer.status_code == 422

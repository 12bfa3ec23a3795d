"""The Excel copy equals the screen."""

import re
import zipfile
from datetime import datetime
from io import BytesIO
from urllib.parse import unquote

from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding
from inspect_app.rectification.vocabulary import LEDGER_COLUMNS
from tests.rectification.ledgers import listed, make_ledger, open_page


def export(client: FlaskClient, query: str = "") -> tuple[bytes, str]:
    answer = client.get(f"/ledger/export{query}")
    assert answer.status_code == 200
    return answer.data, answer.headers["Content-Disposition"]


def test_the_sheet_holds_the_rows_of_the_screen_in_their_order(app: Flask) -> None:
    with app.app_context():
        world = make_ledger(app)
    for client in (world.clients["clerk"], world.clients["liaison"]):
        for query in ("", "?status=open&sort=due&dir=asc", "?lamp=over", "?q=户籍窗口"):
            sheet = load_workbook(BytesIO(export(client, query)[0])).active
            numbers = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
            assert numbers == listed(open_page(client, f"/ledger{query}"))


def test_the_sheet_can_be_worked_with(app: Flask) -> None:
    with app.app_context():
        world = make_ledger(app)
        with transaction():
            late = db.session.query(Finding).filter_by(number=world.numbers["late"]).one()
            late.title = "户口\x0b迁移\x01跑三趟"
    body, disposition = export(world.clients["clerk"], "?sort=delivered&dir=asc")
    sheet = load_workbook(BytesIO(body)).active
    assert tuple(cell.value for cell in sheet[1]) == LEDGER_COLUMNS
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:J6")
    late, far = list(sheet.iter_rows(min_row=2, max_row=3))
    assert late[1].value == "户口迁移跑三趟"
    assert (far[1].value, far[1].data_type) == ("=1+1 电话无人接", "s")
    assert all(isinstance(cell.value, datetime) and cell.is_date for cell in (late[7], late[8]))
    assert re.fullmatch(r"逾期 \d+ 天", late[9].value)
    assert re.fullmatch(r"attachment; filename\*=UTF-8''问题台账_\d{8}\.xlsx", unquote(disposition))


def test_a_departments_sheet_tells_no_more_than_its_screen(app: Flask) -> None:
    with app.app_context():
        world = make_ledger(app)
    body, _ = export(world.clients["liaison"])
    inside = zipfile.ZipFile(BytesIO(body))
    text = "".join(inside.read(name).decode("utf-8", "replace") for name in inside.namelist())
    assert "实地督查" in text and "暗访" not in text and "还没交办" not in text
    assert [name for name in world.names if name in text] == []
    assert load_workbook(BytesIO(body)).properties.creator == "跑改办"


def test_an_empty_list_is_a_sheet_with_its_head(app: Flask) -> None:
    with app.app_context():
        world = make_ledger(app)
    sheet = load_workbook(BytesIO(export(world.clients["clerk"], "?q=没有这个")[0])).active
    assert [row[0].value for row in sheet.iter_rows()] == ["编号"]

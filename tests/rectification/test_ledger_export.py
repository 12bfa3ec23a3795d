"""The Excel copy equals the screen."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from exports.ledger_workbook import ledger_xlsx
from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus, Lamp
from inspect_app.foundation import clock
from inspect_app.rectification.rules.ledger_columns import LedgerColumn, usual
from inspect_app.rectification.vocabulary import Audience, LedgerRow
from tests.rectification.ledgers import listed, make_ledger, open_page

ROW = LedgerRow(
    "2026-0001", "跑三趟", "公安局", "政务中心 户籍窗口", "痛点·一般", "现场走访", FindingStatus.RECTIFYING,
    date(2026, 3, 1), date(2026, 3, 9), Lamp.OK, "剩 5 天",
)  # fmt: skip
C = LedgerColumn
TEN = (C.NUMBER, C.TITLE, C.UNIT, C.PLACE, C.KIND, C.METHOD, C.STATUS, C.DELIVERED, C.DUE, C.LAMP)


def sheet_of(rows: list[LedgerRow]) -> Any:
    body = ledger_xlsx(rows, TEN, office="跑改办", made_at=clock.at(date(2026, 3, 1), time(9)))
    return load_workbook(BytesIO(body)).active


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
    assert tuple(cell.value for cell in sheet[1]) == tuple(column.label for column in usual(Audience.OFFICE))
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:H6")
    late, far = list(sheet.iter_rows(min_row=2, max_row=3))
    assert late[1].value == "户口迁移跑三趟"
    assert (far[1].value, far[1].data_type) == ("=1+1 电话无人接", "s")
    assert all(isinstance(cell.value, datetime) and cell.is_date for cell in (late[5], late[6]))
    assert re.fullmatch(r"逾期 \d+ 天", late[7].value)
    assert re.fullmatch(r"attachment; filename\*=UTF-8''问题台账_\d{8}\.xlsx", unquote(disposition))


@pytest.mark.parametrize("text", ["+86 0990", "-1 份材料", "@office", "http://mingzhou.test/x", "007", "<&>"])
def test_text_that_excel_could_take_for_something_else_stays_text(text: str) -> None:
    cell = sheet_of([replace(ROW, title=text)])["B2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_the_sheet_is_dressed() -> None:
    sheet = sheet_of([replace(ROW, due=None), ROW, replace(ROW, title="长" * 40_000)])
    head, first, due = sheet["A1"], sheet["H2"], sheet["I3"]
    assert (head.font.bold, head.fill.fgColor.rgb, head.border.bottom.style) == (True, "FFE7E5DF", "thin")
    assert (first.number_format, due.number_format, sheet["I2"].value) == ("yyyy-mm-dd", "yyyy-mm-dd", None)
    assert (first.value, due.value) == (datetime(2026, 3, 1), datetime(2026, 3, 9))
    assert [round(sheet.column_dimensions[letter].width) for letter in "ABJ"] == [14, 45, 19]
    assert len(sheet["B4"].value) == 32_767
    assert sheet.title == "问题台账"


def test_the_file_names_the_office_and_the_moment_it_was_asked_for() -> None:
    body = ledger_xlsx([ROW], TEN, office="跑改办 <一科>", made_at=clock.at(date(2026, 3, 1), time(9)))
    facts = load_workbook(BytesIO(body)).properties
    assert (facts.creator, facts.lastModifiedBy, facts.title) == ("跑改办 <一科>", "跑改办 <一科>", "问题台账")
    assert facts.created == facts.modified == datetime(2026, 3, 1, 1)
    parts = zipfile.ZipFile(BytesIO(body)).infolist()
    assert {part.date_time[0] for part in parts} == {1980}
    assert len({part.filename for part in parts}) == len(parts)


def test_two_files_of_the_same_rows_are_the_same_bytes() -> None:
    made = [ledger_xlsx([ROW] * 3, TEN, office="跑改办", made_at=clock.at(date(2026, 3, 1), time(9))) for _ in range(2)]
    assert made[0] == made[1]


def test_a_row_that_cannot_be_read_fails_the_export() -> None:
    def rows() -> Iterator[LedgerRow]:
        yield ROW
        raise LookupError("the database went away")

    with pytest.raises(LookupError, match="went away"):
        ledger_xlsx(rows(), TEN, office="跑改办", made_at=clock.at(date(2026, 3, 1), time(9)))


def choose(client: FlaskClient, columns: list[LedgerColumn], path: str = "/ledger/columns") -> None:
    """Choose columns in an order, as the page sends them."""
    data = {"density": "compact"}
    for place, column in enumerate(columns, start=1):
        data |= {
            f"columns-{place}-key": column.value,
            f"columns-{place}-shown": "y",
            f"columns-{place}-place": str(place),
        }
    client.application.config["WTF_CSRF_ENABLED"] = False
    assert client.post(path, data=data).status_code in (302, 303)


def test_a_departments_sheet_tells_no_more_than_its_screen(app: Flask) -> None:
    with app.app_context():
        world = make_ledger(app)
    choose(world.clients["liaison"], list(LedgerColumn))
    body, _ = export(world.clients["liaison"])
    inside = zipfile.ZipFile(BytesIO(body))
    text = "".join(inside.read(name).decode("utf-8", "replace") for name in inside.namelist())
    assert "实地督查" in text and "暗访" not in text and "还没交办" not in text
    assert "来源" not in text and "现场看" not in text
    assert [name for name in world.names if name in text] == []
    assert load_workbook(BytesIO(body)).properties.creator == "跑改办"


def test_an_empty_list_is_a_sheet_with_its_head(app: Flask) -> None:
    with app.app_context():
        world = make_ledger(app)
    sheet = load_workbook(BytesIO(export(world.clients["clerk"], "?q=没有这个")[0])).active
    assert [row[0].value for row in sheet.iter_rows()] == ["编号"]

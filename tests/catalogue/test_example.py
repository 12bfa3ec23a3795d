"""The template offers the words of the enums; the example is what the sources say and goes in as it is."""

import io
from pathlib import Path

from flask.ctx import AppContext
from openpyxl import load_workbook
from sqlalchemy import select

from exports.catalogue_example import FILE_NAME, build_example
from exports.catalogue_template import build_template, build_workbook
from forms.catalogue_workbook import read_workbook
from inspect_app.access import SYSTEM
from inspect_app.catalogue.actions import import_workbook
from inspect_app.catalogue.models import ServiceItem, Window
from inspect_app.catalogue.vocabulary import SHEETS, CellKind, HoursKind, SheetName, TripPromise
from inspect_app.config import PROJECT_ROOT
from inspect_app.database import db, transaction

EXAMPLE = PROJECT_ROOT / "docs" / "examples" / FILE_NAME


def test_the_template_has_every_sheet_and_column_and_a_drop_down_for_every_enum() -> None:
    book = load_workbook(io.BytesIO(build_template()))
    assert book.sheetnames == ["填写说明", *(spec.name.label for spec in SHEETS)]
    for spec in SHEETS:
        sheet = book[spec.name.label]
        assert [cell.value for cell in sheet[1]] == [column.title for column in spec.columns]
        offered = {rule.formula1 for rule in sheet.data_validations.dataValidation}
        for column in spec.columns:
            if column.kind is CellKind.CHOICE:
                assert f'"{",".join(member.label for member in column.choices or ())}"' in offered
    assert all(len(rule) <= 257 for rule in offered if rule.startswith('"'))


def test_the_empty_template_is_read_without_a_problem() -> None:
    book = read_workbook(build_template())
    assert (book.problems, set(book.rows), sum(map(len, book.rows.values()))) == ((), set(SheetName), 0)


def test_a_text_that_looks_like_a_formula_stays_text() -> None:
    data = build_workbook({SheetName.PROOFS: [{"code": "P1", "name": "=1+1"}]})
    assert load_workbook(io.BytesIO(data))["取消证明"]["B2"].data_type == "s"
    assert read_workbook(data).of(SheetName.PROOFS)[0].values["name"] == "=1+1"


def test_the_example_in_the_repository_is_the_one_that_is_written() -> None:
    committed, written = read_workbook(Path(EXAMPLE).read_bytes()), read_workbook(build_example())
    assert committed == written


def test_the_example_goes_in_as_it_is(app_context: AppContext) -> None:
    with transaction():
        report = import_workbook(SYSTEM, read_workbook(EXAMPLE.read_bytes()))
    assert report.problems == ()
    assert {one.sheet: one.added for one in report.counts} == {
        "单位": 22, "网点窗口：网点": 7, "网点窗口：窗口": 16, "事项": 18, "材料": 21, "取消证明": 3,
    }  # fmt: skip
    licence = db.session.scalars(select(ServiceItem).where(ServiceItem.code == "GA-001")).one()
    assert (licence.name, licence.trips, licence.mobile) == ("驾驶证补办", TripPromise.ZERO, True)
    emergency = db.session.scalars(select(Window).where(Window.code == "110")).one()
    assert (emergency.phone, emergency.hours_kind) == ("110", HoursKind.ROUND_THE_CLOCK)


def test_no_number_of_the_example_but_one_can_be_dialled(app_context: AppContext) -> None:
    with transaction():
        import_workbook(SYSTEM, read_workbook(EXAMPLE.read_bytes()))
    phones = set(db.session.scalars(select(Window.phone)))
    assert {phone for phone in phones if not phone.startswith("0571-0000")} == {"110"}

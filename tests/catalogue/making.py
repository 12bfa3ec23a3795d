"""Small workbooks for tests, written as an office would write them."""

import io
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from forms.catalogue_workbook import read_workbook
from inspect_app.catalogue.vocabulary import CatalogueWorkbook, SheetName, spec_of

Cells = Sequence[Any]
Touch = Callable[[Worksheet], object]

UNIT = ("U1", "市公安局", "市公安局", "市级", "部门")
UNIT_HEAD = ("单位编码", "单位名称", "简称", "层级", "类别")
ITEM_HEAD = ("事项编码", "事项名称", "责任单位")
PAPER_HEAD = ("事项编码", "材料名称", "必交", "说明")
PLACE_HEAD = (
    "网点编码", "网点名称", "网点类型", "网点所属单位", "窗口编码", "窗口名称", "窗口责任单位", "服务电话", "接听时段",
)  # fmt: skip
PROOF_HEAD = ("证明编码", "证明名称", "公布单位", "取消方式")


def workbook(sheets: dict[str, Sequence[Cells]], touch: Touch | None = None) -> bytes:
    """Return a workbook with these sheets, each a header and rows; `touch` may change every sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        if touch:
            touch(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(sheets: dict[str, Sequence[Cells]], touch: Touch | None = None) -> CatalogueWorkbook:
    """Write and read a workbook."""
    return read_workbook(workbook(sheets, touch))


def units(*rows: Cells) -> dict[str, Sequence[Cells]]:
    """Return the sheet 单位 with these rows."""
    return {"单位": [UNIT_HEAD, *rows]}


def problems(book: CatalogueWorkbook) -> list[tuple[str, str]]:
    """Return where the problems are."""
    return [(problem.sheet, problem.cell) for problem in book.problems]


def full_rows(sheet: SheetName, **values: Any) -> list[Any]:
    """Return a row of a sheet in the order of the template."""
    return [values.get(column.key) for column in spec_of(sheet).columns]


def head_of(name: SheetName) -> list[str]:
    """Return the header of a sheet of the template."""
    return [column.title for column in spec_of(name).columns]

"""A review of reform schemes as Excel: what the screen lists, row for row, and how far each unit is."""

from collections.abc import Iterable
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from exports.repacking import packed_book
from inspect_app.foundation import clock
from inspect_app.foundation.masking import mask_numbers
from inspect_app.foundation.text import clean
from inspect_app.projects.vocabulary.schemes import SchemeRow, UnitRow

ITEM_HEADS = ("单位", "序号", "事项", "改革措施", "进度", "轮次", "应报期限", "最近报送")
UNIT_HEADS = ("单位", "事项数", "已报送", "待审核", "审好待发回", "退回修改", "已通过", "不采纳", "已过期限")
_WIDTHS = {"事项": 40, "改革措施": 28, "单位": 18}
Row = tuple[str | int, ...]


def item_cells(row: SchemeRow) -> Row:
    """Return the cells of an item as screen and workbook print them."""
    return (
        row.unit,
        row.number,
        row.name,
        row.measure or "—",
        row.status.label + ("（典型做法）" if row.typical else ""),
        row.round_word or "—",
        (row.due.isoformat() + (" 已过期限" if row.late else "")) if row.due else "—",
        clock.day_of(row.submitted_at).isoformat() if row.submitted_at else "—",
    )


def schemes_xlsx(
    title: str, items: Iterable[SchemeRow], units: Iterable[UnitRow], *, office: str, made_at: datetime
) -> bytes:
    """Return a workbook of the items and the units; `office` is its author, never a person; `made_at` is aware."""
    book = Workbook(write_only=True)
    book.properties.creator = book.properties.lastModifiedBy = office
    book.properties.title = title
    _sheet(book, "事项", ITEM_HEADS, (item_cells(row) for row in items))
    _sheet(book, "各单位", UNIT_HEADS, (_unit_cells(row) for row in units))
    return packed_book(book, made_at)


def _unit_cells(row: UnitRow) -> Row:
    parts = (row.handed, row.waiting, row.marked, row.returned, row.passed, row.rejected, row.late)
    return (row.unit, row.total, *parts)


def _sheet(book: Workbook, name: str, heads: Row, rows: Iterable[Row]) -> None:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for place, head in enumerate(heads, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(str(head), 14)
    sheet.append([_cell(sheet, head, bold=True) for head in heads])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: WriteOnlyWorksheet, value: str | int, *, bold: bool = False) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, value=mask_numbers(clean(value)) if isinstance(value, str) else value)
    if isinstance(value, str):
        # A name that begins with = is a name, never a formula.
        cell.data_type = "s"
    cell.font = Font(bold=bold)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell

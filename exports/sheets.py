"""A small workbook of several sheets: heads and rows of text in, bytes out."""

from collections.abc import Iterable
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from exports.repacking import packed_book
from inspect_app.foundation.masking import mask_numbers
from inspect_app.foundation.text import clean

# A sheet: its name, its heads, its rows, and the widths of its columns in characters.
Sheet = tuple[str, tuple[str, ...], Iterable[tuple[str, ...]], tuple[int, ...]]


def book_xlsx(title: str, sheets: Iterable[Sheet], *, office: str, made_at: datetime) -> bytes:
    """Return a workbook of the sheets; `office` is its author, never a person; `made_at` is aware."""
    book = Workbook()
    book.properties.creator = book.properties.lastModifiedBy = office
    book.properties.title = title
    assert book.active is not None  # noqa: S101 - a new workbook has a sheet
    book.remove(book.active)
    for name, heads, rows, widths in sheets:
        _fill(book.create_sheet(name), heads, rows, widths)
    return packed_book(book, made_at)


def _fill(sheet: Worksheet, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]], widths: tuple[int, ...]) -> None:
    sheet.append(heads)
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.cell(1, place).font = Font(bold=True)
    for row in rows:
        sheet.append([mask_numbers(clean(cell)) for cell in row])
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s"  # a name that begins with = is a name, and 1/2 is no date
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "C2"

"""承诺兑现 as Excel: the league and the rates, in the same words as the screen's."""

import io
from collections.abc import Iterable
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from inspect_app.foundation.text import clean
from inspect_app.metrics.vocabulary import LEAGUE_HEADS, MatterRow, Rate

RATE_HEADS = ("指标", "数值", "分子/分母", "说明")
_WIDTHS = (8, 32, 16, 24, 28, 10, 10, 10, 10, 10, 10, 10, 10, 10, 16, 8)
_RATE_WIDTHS = (22, 14, 14, 48)


def promise_xlsx(
    rows: Iterable[MatterRow], rates: Iterable[Rate], *, office: str, made_at: datetime
) -> bytes:
    """Return a workbook of two sheets; `office` is its author, never a person; `made_at` is aware."""
    book = Workbook()
    book.properties.creator = book.properties.lastModifiedBy = office
    book.properties.title = "承诺兑现"
    book.properties.created = book.properties.modified = made_at.replace(tzinfo=None)
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has a sheet
    sheet.title = "事项"
    _fill(sheet, LEAGUE_HEADS, (row.cells for row in rows), _WIDTHS)
    _fill(book.create_sheet("指标"), RATE_HEADS, (rate.cells for rate in rates), _RATE_WIDTHS)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]], widths: tuple[int, ...]) -> None:
    sheet.append(heads)
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.cell(1, place).font = Font(bold=True)
    for row in rows:
        sheet.append([clean(cell) for cell in row])
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s"  # a name that begins with = is a name, and 1/2 is no date
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "C2"

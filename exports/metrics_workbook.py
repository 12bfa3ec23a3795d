"""The metrics as Excel: the same words as the screen's, and what each metric means beside it."""

from collections.abc import Iterable
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from exports.repacking import packed_book
from inspect_app.foundation.text import clean
from inspect_app.metrics.vocabulary import Measured, Period

HEADS = ("类别", "指标", "数值", "分子/分母", "说明", "分子口径", "分母口径", "按哪一天算", "口径说明")
_WIDTHS = (12, 22, 16, 14, 36, 40, 40, 14, 48)


def metrics_xlsx(rows: Iterable[Measured], period: Period, scope: str, *, office: str, made_at: datetime) -> bytes:
    """Return a workbook of the metrics of a period; `office` is its author, never a person; `made_at` is aware."""
    book = Workbook()
    book.properties.creator = book.properties.lastModifiedBy = office
    book.properties.title = "整改指标"
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has a sheet
    sheet.title = "整改指标"
    sheet.append([clean(f"{scope}，{period.first.isoformat()} 至 {period.last.isoformat()}")])
    sheet.append(HEADS)
    for place, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.cell(2, place).font = Font(bold=True)
    for row in rows:
        told = row.definition
        name, value, made_of, note = row.cells
        sheet.append([told.group.label, name, value, made_of, note,
                      told.numerator, told.denominator, told.basis, told.note])  # fmt: skip
    for place, line in enumerate(sheet.iter_rows()):
        for cell in line:
            cell.alignment = Alignment(wrap_text=place > 0, vertical="top")
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a name that begins with = is a name, and 1/2 is no date
    sheet.freeze_panes = "C3"
    return packed_book(book, made_at)

"""The empty workbook an office fills with its own checklist."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from inspect_app.checklists.vocabulary import PartKey, SheetColumn

_WIDTHS = {
    SheetColumn.NUMBER: 6, SheetColumn.PART: 12, SheetColumn.TEXT: 46, SheetColumn.METHOD: 22,
    SheetColumn.WEIGHT: 8, SheetColumn.STANDARD: 30, SheetColumn.REMARK: 20,
}  # fmt: skip
_GUIDE = (
    "一行写一条检查内容，正面写：做到了就答“是”。",
    "部分写“现场看”“具体办”或“跟踪问”，从下拉里选；合并单元格的，下面几行照着上面的算。",
    "分值写 0 到 100 的数字，不写按 1 分算；每行分开填，不要合并。",
    "检查方法、评分标准、备注合在一起，作为这一条的提示，每格不超过 140 字。",
    "隐藏的行不读；“合计”“小计”行不读。",
    "导入后是草稿，可以再改题型、关键项、整改建议，发布后才能用。",
)
_LAST_ROW = 400


def checklist_template() -> bytes:
    """Return the template as .xlsx: the columns with a drop-down, and a sheet that explains them."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None  # noqa: S101 - a new workbook has a sheet
    sheet.title = "检查表"
    sheet.append([column.label for column in SheetColumn])
    for place, column in enumerate(SheetColumn, start=1):
        sheet.cell(1, place).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS[column]
    sheet.freeze_panes = "A2"
    parts = DataValidation("list", formula1=f'"{",".join(part.label for part in PartKey)}"', allow_blank=True)
    parts.add(f"B2:B{_LAST_ROW}")
    sheet.add_data_validation(parts)
    guide = workbook.create_sheet("填写说明")
    guide.column_dimensions["A"].width = 90
    for line in _GUIDE:
        guide.append([line])
        guide.cell(guide.max_row, 1).alignment = Alignment(wrap_text=True)
    return _saved(workbook)


def _saved(workbook: Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()

"""The file of people to fill in: headings, drop-downs, one example."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from inspect_app.access import Role
from inspect_app.accounts.vocabulary import PEOPLE_HEADINGS, PEOPLE_SHEET, ParticipantTag

_LAST_ROW = 2000
_WIDTHS = (16, 12, 26, 16, 18, 26, 10, 22, 14)
_NOTES = (
    "一行一个角色；同一个人有几个角色就写几行，用户名相同。",
    "“角色单位”不填，就是本人单位。“分管副职”填“是”，只用于部门负责人和跑改办主任。",
    f"“身份标签”可填几个，用顿号隔开：{'、'.join(tag.label for tag in ParticipantTag)}。",
    "暗访员填“暗访代号”；姓名导入后封存，只有主任能看。",
    "先在“单位”里建好单位。第二页列出了现有单位，可以从下拉里选。",
)


def people_template(units: Sequence[str]) -> bytes:
    """Return the workbook; its drop-downs offer the units that exist."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101  a new workbook has one
    sheet.title = PEOPLE_SHEET
    sheet.append(list(PEOPLE_HEADINGS))
    for place, (cell, width) in enumerate(zip(sheet[1], _WIDTHS, strict=True), start=1):
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    listed = book.create_sheet("单位")
    for name in units:
        listed.append([name])
        listed.cell(listed.max_row, 1).data_type = "s"
    notes = book.create_sheet("说明")
    for note in _NOTES:
        notes.append([note])
        notes.cell(notes.max_row, 1).alignment = Alignment(wrap_text=True)
    notes.column_dimensions["A"].width = 80
    _offer(sheet, f"=单位!$A$1:$A${max(1, len(units))}", "C", "F")
    _offer(sheet, f'"{",".join(role.label for role in Role)}"', "E")
    _offer(sheet, '"是,否"', "G")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _offer(sheet: object, source: str, *columns: str) -> None:
    choice = DataValidation(type="list", formula1=source, allow_blank=True)
    for column in columns:
        choice.add(f"{column}2:{column}{_LAST_ROW}")
    sheet.add_data_validation(choice)  # type: ignore[attr-defined]

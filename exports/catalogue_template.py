"""Write the catalogue workbook: the template, or one filled with rows; drop-downs come from the enums."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from inspect_app.catalogue.vocabulary import SHEETS, CellKind, Column, SheetName, SheetSpec, Value
from inspect_app.foundation.labels import Labelled

Rows = Mapping[SheetName, Sequence[Mapping[str, Value]]]

GUIDE = "填写说明"
_LAST_ROW = 6_000
_HEAD = PatternFill("solid", fgColor="E4ECEB")
_NEEDED = PatternFill("solid", fgColor="CFE0DD")
_LINE = Border(bottom=Side(style="thin", color="7C8A88"))
_PLAIN = (
    "一个工作簿五张表：单位、网点窗口、事项、材料、取消证明。只填其中几张也可以。",
    "再次导入时按编码更新：编码相同的改，没有的加，没写到的不动。",
    "先试读，列出新增、修改和每一处问题；没有问题才能导入，要么全部导入，要么一条不动。",
    "隐藏的行不导入；合并的单元格，下面各行按第一行算。",
    "深色表头是必填的列。单位可以填编码、全称或简称。",
)


def build_workbook(rows: Rows, notes: Sequence[str] = (), *, made_at: datetime | None = None) -> bytes:
    """Return a workbook with these rows; with none it is the template. `notes` are added to the guide."""
    book = Workbook()
    book.properties.creator = book.properties.lastModifiedBy = "跑改督查"
    if made_at:
        book.properties.created = book.properties.modified = made_at
    _write_guide(book.worksheets[0], notes)
    for spec in SHEETS:
        _write_sheet(book.create_sheet(spec.name.label), spec, rows.get(spec.name, ()))
    book.active = 1
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def build_template() -> bytes:
    """Return the empty workbook that offices fill in."""
    return build_workbook({})


def _write_sheet(sheet: Worksheet, spec: SheetSpec, rows: Sequence[Mapping[str, Value]]) -> None:
    for place, column in enumerate(spec.columns, start=1):
        head = sheet.cell(1, place, column.title)
        head.font, head.border = Font(bold=True), _LINE
        head.fill = _NEEDED if column.required else _HEAD
        head.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(place)].width = column.width
        _offer(sheet, spec, column, get_column_letter(place))
    sheet.row_dimensions[1].height = 28
    sheet.freeze_panes = "C2"
    for number, row in enumerate(rows, start=2):
        for place, column in enumerate(spec.columns, start=1):
            _write(sheet.cell(number, place), column, row.get(column.key))


def _write(cell: Any, column: Column, value: Value) -> None:
    """Write a value; text stays text whatever it begins with."""
    if column.kind is CellKind.DAY:
        cell.number_format = "yyyy-mm-dd"
    elif column.kind in (CellKind.CODE, CellKind.CODES, CellKind.TEXT):
        cell.number_format = "@"
    shown = _shown(value)
    if shown not in (None, ""):
        cell.value = shown
        if isinstance(shown, str):
            cell.data_type = "s"


def _shown(value: Value) -> object:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Labelled):
        return value.label
    return "、".join(value) if isinstance(value, tuple) else value


def _offer(sheet: Worksheet, spec: SheetSpec, column: Column, letter: str) -> None:
    """Add the drop-down and the hint of a column."""
    choice = _choice(spec, column)
    if choice is None:
        return
    choice.prompt, choice.promptTitle = column.hint or None, column.title
    choice.error, choice.errorTitle = f"请从{column.title}的下拉列表里选。", column.title
    sheet.add_data_validation(choice)
    choice.add(f"{letter}2:{letter}{_LAST_ROW}")


def _choice(spec: SheetSpec, column: Column) -> DataValidation | None:
    words = {
        CellKind.CHOICE: [member.label for member in column.choices or ()],
        CellKind.YES_NO: ["是", "否"],
    }.get(column.kind)
    if words:
        return _validation(type="list", formula1=f'"{",".join(words)}"')
    if column.kind is CellKind.UNIT:  # a unit may also be one that is in the system already
        names = f"'{SheetName.UNITS.label}'!$B$2:$B${_LAST_ROW}"
        return _validation(type="list", formula1=names, showErrorMessage=False)
    if column.kind is CellKind.DAY:
        return _validation(type="date", operator="between", formula1="18264", formula2="73415")
    return None


def _validation(**rule: Any) -> DataValidation:
    return DataValidation(**{"allow_blank": True, "showErrorMessage": True, **rule})


def _write_guide(sheet: Worksheet, notes: Sequence[str]) -> None:
    sheet.title = GUIDE
    sheet.column_dimensions["A"].width = 16
    sheet.column_dimensions["B"].width = 18
    sheet.column_dimensions["C"].width = 76
    lines: list[tuple[str, str, str]] = [("", "", line) for line in (*_PLAIN, *notes)]
    for spec in SHEETS:
        lines.append((spec.name.label, "", spec.about))
        lines += [("", column.title, _hint(column)) for column in spec.columns]
    for number, line in enumerate(lines, start=1):
        for place, text in enumerate(line, start=1):
            cell = sheet.cell(number, place, text or None)
            cell.font = Font(bold=place == 1)
            cell.alignment = Alignment(vertical="top", wrap_text=place == 3)


def _hint(column: Column) -> str:
    words = "、".join(member.label for member in column.choices or ())
    parts = ("必填" if column.required else "", f"可选：{words}" if words else column.hint)
    return "；".join(part for part in parts if part) or "选填"

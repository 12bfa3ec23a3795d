"""Reads a file of people from a workbook; every problem with its cell."""

import re
from collections.abc import Iterator, Mapping

from forms.catalogue_workbook.container import open_workbook
from forms.catalogue_workbook.grid import Grid, NoValue, letter, read_grid
from inspect_app.accounts.vocabulary import (
    PEOPLE_HEADINGS,
    PEOPLE_SHEET,
    ParticipantTag,
    PeopleTable,
    PersonLine,
    SheetProblem,
)
from inspect_app.foundation.errors import DomainError
from inspect_app.foundation.text import tidy

_MAX_ROWS = 5000
_DEMANDED = ("用户名", "单位")
_YES, _NO = {"是", "√", "1", "Y"}, {"", "否", "0", "N"}
_WIDE_MARKS = str.maketrans("，；", ",;")


def read_people(data: bytes) -> PeopleTable:
    """Read the sheet 人员 of an xlsx file: visible rows, merged cells carried down."""
    try:
        with open_workbook(data) as book:
            if PEOPLE_SHEET not in book.visible_titles:
                return _refused(f"没有名为“{PEOPLE_SHEET}”的工作表。")
            return _read(read_grid(book, PEOPLE_SHEET))
    except DomainError as error:
        return _refused(error.message)


def _refused(text: str) -> PeopleTable:
    return PeopleTable(problems=(SheetProblem("", text),))


def _read(grid: Grid) -> PeopleTable:
    numbers = list(grid.rows)
    heads = {_text(value): place for place, value in grid.rows[numbers[0]].items()} if numbers else {}
    missing = [name for name in PEOPLE_HEADINGS if name not in heads]
    if missing:
        return _refused(f"“{PEOPLE_SHEET}”表头缺少：{'、'.join(missing)}。")
    if len(numbers) > _MAX_ROWS:
        return _refused(f"超过 {_MAX_ROWS} 行，请分几次导入。")
    lines: list[PersonLine] = []
    problems: list[SheetProblem] = []
    for row in numbers[1:]:
        raw = {name: grid.rows[row].get(heads[name]) for name in PEOPLE_HEADINGS}
        cells = {name: _text(value) for name, value in raw.items()}
        wrong = [SheetProblem(f"{letter(heads[name])}{row}", text) for name, text in _wrong(raw, cells)]
        problems += wrong
        if not wrong and any(cells.values()):
            lines.append(_line(row, cells))
    if not lines and not problems:
        problems.append(SheetProblem("", "表里没有一行人员。"))
    return PeopleTable(tuple(lines), tuple(problems))


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return tidy(str(value)) if value is not None else ""


def _wrong(raw: Mapping[str, object], cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if not any(cells.values()):
        return
    yield from ((name, f"{value.sentence}。") for name, value in raw.items() if isinstance(value, NoValue))
    yield from ((name, f"{name}没有填。") for name in _DEMANDED if not cells[name])
    if not cells["姓名"] and not cells["暗访代号"]:
        yield "姓名", "姓名没有填。"
    if cells["分管副职"].upper() not in _YES | _NO:
        yield "分管副职", f"“{cells['分管副职']}”应为“是”或“否”。"
    for label in _labels(cells["身份标签"]):
        if ParticipantTag.named(label) is None:
            yield "身份标签", f"没有身份标签“{label}”。"


def _line(row: int, cells: Mapping[str, str]) -> PersonLine:
    named = {ParticipantTag.named(label) for label in _labels(cells["身份标签"])}
    return PersonLine(
        username=cells["用户名"],
        name=cells["姓名"],
        unit=cells["单位"],
        title=cells["职务"],
        role=cells["角色"],
        role_unit=cells["角色单位"],
        deputy=cells["分管副职"].upper() in _YES,
        tags=tuple(tag for tag in ParticipantTag if tag in named),
        shopper_code=cells["暗访代号"],
        row=row,
    )


def _labels(text: str) -> list[str]:
    return [label for label in re.split(r"[、,;\s]+", text.translate(_WIDE_MARKS)) if label]

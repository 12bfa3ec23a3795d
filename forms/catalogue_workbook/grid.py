"""One worksheet as visible rows, merged parents carried down."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, iterparse

from openpyxl.utils import get_column_letter, range_boundaries

from forms.catalogue_workbook.container import Book
from inspect_app.foundation.errors import TooLarge

_COLUMNS = 60
_ROWS = 60_000
_MERGED_CELLS = 1_000_000
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class NoValue:
    """A cell whose formula was never computed, or came to an error; `sentence` says which."""

    def __init__(self, sentence: str) -> None:
        """Keep what to tell the person."""
        self.sentence = sentence


_UNCOMPUTED = NoValue("公式还没有算出结果，请在 Excel 里打开、保存后再导入，或直接填数值")
_FAULTY = NoValue("公式出错，没有结果")


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a sheet that people see: row number → values by column number, from 1."""

    title: str
    rows: Mapping[int, Mapping[int, object]]
    hidden: frozenset[int] = frozenset()
    merges: tuple[tuple[int, int, int, int], ...] = ()  # left, top, right, bottom


@dataclass(slots=True)
class _Shape:
    hidden: set[int] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    uncomputed: set[tuple[int, int]] = field(default_factory=set)
    merged_cells: int = 0
    row: int = 0
    last: int = 0


def read_grid(book: Book, title: str) -> Grid:
    """Read a worksheet's visible rows; hidden rows are left out, merged cells repeat their first."""
    sheet = book.workbook[title]
    shape = _read_shape(book, sheet._worksheet_path)
    if shape.last > _ROWS:
        raise TooLarge(f"工作表“{title}”超过 {_ROWS} 行，没有导入。请分成几个工作簿。")
    if shape.merged_cells > _MERGED_CELLS:
        raise TooLarge(f"工作表“{title}”合并的单元格太多，没有导入。请取消整列的合并。")
    sheet.reset_dimensions()
    rows: dict[int, dict[int, object]] = {}
    for number, cells in enumerate(sheet.iter_rows(max_row=_ROWS, max_col=_COLUMNS), start=1):
        values = {place: _value(cell) for place, cell in enumerate(cells, start=1) if cell.value is not None}
        if values:
            rows[number] = values
    for number, place in shape.uncomputed:
        rows.setdefault(number, {})[place] = _UNCOMPUTED
    _carry_down(rows, shape.merges)
    hidden = frozenset(number for number in rows if number in shape.hidden)
    visible = {number: rows[number] for number in sorted(rows) if number not in hidden}
    return Grid(title, visible, hidden, tuple(shape.merges))


def letter(place: int) -> str:
    """Return the letters of a column."""
    return str(get_column_letter(place))


def _value(cell: Any) -> object:
    return _FAULTY if cell.data_type == "e" else cell.value


def _carry_down(rows: dict[int, dict[int, object]], merges: list[tuple[int, int, int, int]]) -> None:
    """Give each row of a merged range its first cell's value; rows that are empty otherwise stay empty."""
    for left, top, right, bottom in merges:
        value = rows.get(top, {}).get(left)
        if value is None:
            continue
        for number in range(top, bottom + 1):
            for place in range(left, right + 1):
                if number in rows:
                    rows[number].setdefault(place, value)


def _read_shape(book: Book, path: str) -> _Shape:
    shape = _Shape()
    with book.archive.open(path.removeprefix("/")) as part:
        for element in _elements(iterparse(part, events=("start", "end"))):  # noqa: S314  no entities: see container
            _note(shape, element)
    return shape


def _elements(events: Any) -> Iterator[Element]:
    """Give each finished row and merged range, and forget the rows already seen."""
    parent: Element | None = None
    for event, element in events:
        name = element.tag.rpartition("}")[2]
        if event == "start" and name == "sheetData":
            parent = element
        elif event == "end" and name in {"row", "mergeCell"}:
            yield element
            if parent is not None and name == "row":
                parent.clear()


def _note(shape: _Shape, element: Element) -> None:
    if element.tag.endswith("mergeCell"):
        left, top, right, bottom = _bounds(element.get("ref", "A1"))
        shape.merged_cells += max(0, right - left + 1) * max(0, bottom - top + 1)
        if shape.merged_cells <= _MERGED_CELLS:
            shape.merges.append((left, top, right, bottom))
        return
    shape.row = int(element.get("r") or shape.row + 1)
    if element.get("hidden") in {"1", "true"}:
        shape.hidden.add(shape.row)
    for cell in element:
        filled = _tagged(cell, "v") or _tagged(cell, "is")
        if filled:
            shape.last = max(shape.last, shape.row)
        elif _tagged(cell, "f") and _ADDRESS.fullmatch(cell.get("r", "")):
            left, top, _, _ = _bounds(cell.get("r", ""))
            shape.uncomputed.add((top, left))


def _bounds(ref: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = range_boundaries(ref)
    return left or 1, top or 1, min(right or 1, _COLUMNS), min(bottom or 1, _ROWS)


def _tagged(cell: Element, name: str) -> bool:
    return any(child.tag.rpartition("}")[2] == name and (name != "v" or bool(child.text)) for child in cell)

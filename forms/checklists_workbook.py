"""Read an office's own checklist workbook: bytes in, rows and problems out.

The header row is found by its words; merged cells carry down; hidden rows and sheets are passed over;
full-width digits and stray blanks are put right; what can't be read is named by sheet and cell.
"""

import re
from dataclasses import dataclass, field, replace

from forms.catalogue_workbook.container import open_workbook
from forms.catalogue_workbook.grid import Grid, NoValue, letter, read_grid
from inspect_app.checklists.vocabulary import (
    MAX_ITEMS,
    PartKey,
    SheetColumn,
    SheetItem,
    SheetProblem,
    SheetReading,
)
from inspect_app.foundation.errors import DomainError
from inspect_app.foundation.text import normalise

GUIDE_SHEET = "填写说明"
_HEADER_WITHIN = 20
_MOST_PROBLEMS = 200
_TEXT_LIMIT, _HINT_LIMIT = 500, 140
_TOTALS = ("合计", "总计", "总分", "小计")
_WEIGHT = re.compile(r"(\d+(?:\.\d+)?)\s*分?")

_WORDS: dict[SheetColumn, tuple[str, ...]] = {
    SheetColumn.NUMBER: ("序号", "编号", "号"),
    SheetColumn.PART: ("部分", "检查部分", "环节", "板块", "类别"),
    SheetColumn.TEXT: ("检查内容", "内容", "检查项目", "检查项", "检查事项", "检查要点"),
    SheetColumn.METHOD: ("检查方法", "方法", "检查方式", "方式"),
    SheetColumn.WEIGHT: ("分值", "分数", "满分", "标准分"),
    SheetColumn.STANDARD: ("评分标准", "评分办法", "评分细则", "扣分标准", "标准"),
    SheetColumn.REMARK: ("备注", "说明"),
}
_PARTS = {
    "现场看": PartKey.LOOK, "看": PartKey.LOOK, "现场": PartKey.LOOK,
    "具体办": PartKey.DO, "办": PartKey.DO, "跟踪问": PartKey.ASK, "问": PartKey.ASK,
}  # fmt: skip


def read_checklist_workbook(data: bytes) -> SheetReading:
    """Return the items of a workbook with everything that is wrong with it; never raise for its content."""
    try:
        with open_workbook(data) as book:
            titles = [title for title in book.visible_titles if normalise(title) != GUIDE_SHEET]
            readers = [_SheetReader(read_grid(book, title)) for title in titles]
    except DomainError as refusal:
        return SheetReading((), (SheetProblem("", "", refusal.message),))
    for reader in readers:
        reader.read()
    return _together(readers)


def _together(readers: list["_SheetReader"]) -> SheetReading:
    items = tuple(item for reader in readers for item in reader.items)
    problems = [problem for reader in readers for problem in reader.problems]
    if not any(reader.columns for reader in readers):
        sentence = "没有找到表头。请让一行里有“检查内容”等列名，可以先下载模板对照。"
        problems.append(SheetProblem("", "", sentence))
    elif not items and not problems:
        problems.append(SheetProblem("", "", "表头下面没有检查内容。"))
    if len(items) > MAX_ITEMS:
        problems.append(SheetProblem("", "", f"检查内容不能超过 {MAX_ITEMS} 条，现在 {len(items)} 条。"))
    return SheetReading(items, tuple(problems))


@dataclass
class _SheetReader:
    """One sheet being read."""

    grid: Grid
    items: list[SheetItem] = field(default_factory=list)
    problems: list[SheetProblem] = field(default_factory=list)
    columns: dict[SheetColumn, int] = field(default_factory=dict)
    part: PartKey | None = None

    def read(self) -> None:
        """Find the header and read every row under it."""
        header = self._find_header()
        if header is None:
            self._note("", "没有找到表头，这张表没有读。", blocks=False)
            return
        if SheetColumn.PART not in self.columns:
            self.part = _PARTS.get(normalise(self.grid.title), PartKey.LOOK)
            self._note("", f"没有“部分”这一列，全部放进“{self.part.label}”。", blocks=False)
        for row in self.grid.rows:
            if len(self.items) > 2 * MAX_ITEMS or len(self.problems) > _MOST_PROBLEMS:
                self._note(f"A{row}", "前面的问题太多，从这一行起没有读。")
                return
            if row > header:
                self._read_row(row)

    def _find_header(self) -> int | None:
        for row in list(self.grid.rows)[:_HEADER_WITHIN]:
            found: dict[SheetColumn, int] = {}
            for place, value in self.grid.rows[row].items():
                word = normalise(str(value)).replace(" ", "")
                kind = next((kind for kind, words in _WORDS.items() if word in words), None)
                if kind is not None:
                    found.setdefault(kind, place)
            if SheetColumn.TEXT in found and len(found) > 1:
                self.columns = found
                return row
        return None

    def _read_row(self, row: int) -> None:
        values = {kind: self._text(row, kind) for kind in self.columns}
        told = [text for kind, text in values.items() if text and kind is not SheetColumn.PART]
        if not told or any(text.startswith(_TOTALS) for text in values.values()):
            return
        if self._continues(row):
            self._add_standard(values.get(SheetColumn.STANDARD, ""))
            return
        text = values[SheetColumn.TEXT]
        if not text:
            self._note(self._cell(row, SheetColumn.TEXT), "检查内容没有填写。")
            return
        if len(text) > _TEXT_LIMIT:
            self._note(self._cell(row, SheetColumn.TEXT), f"检查内容不能超过 {_TEXT_LIMIT} 字。")
            return
        self._keep(row, text, values)

    def _keep(self, row: int, text: str, values: dict[SheetColumn, str]) -> None:
        part, weight = self._part(row, values), self._weight(row, values)
        if part is None or weight is None:
            return
        place = self._cell(row, SheetColumn.TEXT)
        if any(item.text == text and item.part is part for item in self.items):
            self._note(place, "这一条与前面的重复，请看是不是多写了。", blocks=False)
        hints = [self._short(row, kind, values.get(kind, ""))
                 for kind in (SheetColumn.METHOD, SheetColumn.STANDARD, SheetColumn.REMARK)]  # fmt: skip
        method, standard, remark = hints
        self.items.append(SheetItem(self.grid.title, place, part, text, method, weight, standard, remark))

    def _continues(self, row: int) -> bool:
        """Say whether 检查内容 is merged with the row above: then it is the same item."""
        return bool(self.items) and self._is_under(row, SheetColumn.TEXT)

    def _is_under(self, row: int, kind: SheetColumn) -> bool:
        place = self.columns[kind]
        return any(
            top < row <= bottom and left <= place <= right for left, top, right, bottom in self.grid.merges
        )

    def _add_standard(self, text: str) -> None:
        last = self.items[-1]
        if text and text not in last.standard:
            joined = "；".join(part for part in (last.standard, text) if part)
            self.items[-1] = replace(last, standard=joined[:_HINT_LIMIT])

    def _part(self, row: int, values: dict[SheetColumn, str]) -> PartKey | None:
        text = values.get(SheetColumn.PART, "").replace(" ", "")
        if text:
            self.part = next((part for word, part in _PARTS.items() if text in (word, f"{word}部分")), None)
        if self.part is None:
            said = f"“{text[:20]}”不是部分" if text else "没有写部分"
            self._note(self._cell(row, SheetColumn.PART), f"{said}，请写“现场看”“具体办”或“跟踪问”。")
        return self.part

    def _weight(self, row: int, values: dict[SheetColumn, str]) -> float | None:
        text = values.get(SheetColumn.WEIGHT, "")
        if not text:
            return 1
        cell = self._cell(row, SheetColumn.WEIGHT)
        if self._is_under(row, SheetColumn.WEIGHT):
            self._note(cell, "分值和上一行合并在一起，请每行分开填写。")
            return None
        found = _WEIGHT.fullmatch(text)
        if found is None or float(found[1]) > 100:
            self._note(cell, f"分值“{text[:20]}”应是 0 到 100 的数字。")
            return None
        return float(found[1])

    def _short(self, row: int, kind: SheetColumn, text: str) -> str:
        if len(text) > _HINT_LIMIT:
            self._note(self._cell(row, kind), f"{kind.label}超过 {_HINT_LIMIT} 字，请写短些。")
        return text[:_HINT_LIMIT]

    def _text(self, row: int, kind: SheetColumn) -> str:
        value = self.grid.rows[row].get(self.columns[kind])
        if isinstance(value, NoValue):
            self._note(self._cell(row, kind), f"{value.sentence}。")
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return normalise("" if value is None else str(value))

    def _cell(self, row: int, kind: SheetColumn) -> str:
        return f"{letter(self.columns.get(kind, self.columns[SheetColumn.TEXT]))}{row}"

    def _note(self, cell: str, sentence: str, *, blocks: bool = True) -> None:
        self.problems.append(SheetProblem(self.grid.title, cell, sentence, blocks))

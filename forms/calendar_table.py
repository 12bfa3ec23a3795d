"""Reads the yearly State Council notice from a CSV of 日期, 类型, 名称."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from forms.csv_tables import day_of, decode, written
from inspect_app.calendar.vocabulary import DayFacts, DayKind, LineProblem
from inspect_app.foundation.errors import Invalid
from inspect_app.foundation.text import tidy

HEADINGS = ("日期", "类型", "名称")
MAX_BYTES = 200_000
_MAX_LINES = 400


@dataclass(frozen=True, slots=True)
class NoticeTable:
    """What a file says, and every line that can't be read."""

    days: tuple[DayFacts, ...]
    problems: tuple[LineProblem, ...]


def read_notice(data: bytes) -> NoticeTable:
    """Read a notice in UTF-8 (with or without a mark) or GBK."""
    if len(data) > MAX_BYTES:
        return NoticeTable((), (LineProblem(0, "文件太大：一年的安排不会超过 200 KB。"),))
    try:
        text = decode(data)
    except Invalid as error:
        return NoticeTable((), (LineProblem(0, error.message),))
    days: list[DayFacts] = []
    problems: list[LineProblem] = []
    try:
        for read in _rows(text):
            (days if isinstance(read, DayFacts) else problems).append(read)  # type: ignore[arg-type]
    except csv.Error:
        problems.append(LineProblem(0, "文件不是完整的 CSV 表格，请用 Excel 另存为 CSV 再试。"))
    return NoticeTable(tuple(days), tuple(problems))


def template() -> bytes:
    """Return a file to fill in, which Excel opens with the right characters."""
    lines = [HEADINGS, ("2027-01-01", "放假", "元旦"), ("2027-01-02", "放假", "元旦")]
    return written(lines)


def _rows(text: str) -> Iterator[DayFacts | LineProblem]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    places: dict[str, int] | None = None
    for cells in reader:
        row = [tidy(cell) for cell in cells]
        if reader.line_num > _MAX_LINES:
            yield LineProblem(reader.line_num, f"超过 {_MAX_LINES} 行，后面没有再读。")
            return
        if not any(row):
            continue
        if places is None:
            places = {name: row.index(name) for name in HEADINGS if name in row}
            if len(places) < len(HEADINGS):
                missing = "、".join(name for name in HEADINGS if name not in row)
                yield LineProblem(reader.line_num, f"表头缺少：{missing}。第一行应为 日期,类型,名称。")
                return
            continue
        yield _read(row, places, reader.line_num)
    if places is None:
        yield LineProblem(0, "文件是空的。")


def _read(row: list[str], places: dict[str, int], line: int) -> DayFacts | LineProblem:
    day_text, kind_text, name = (row[places[head]] if places[head] < len(row) else "" for head in HEADINGS)
    day, kind = day_of(day_text), DayKind.named(kind_text)
    wrong = []
    if day is None:
        wrong.append(f"日期“{day_text}”读不懂，应像 2027-01-01")
    if kind is None:
        wrong.append(f"类型“{kind_text}”应为“放假”或“调休上班”")
    if not name:
        wrong.append("名称没有填")
    if day is None or kind is None or wrong:
        return LineProblem(line, "；".join(wrong) + "。")
    return DayFacts(day, kind, name, line)

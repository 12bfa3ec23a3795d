"""Reads the table of a back office: its heads, then only the columns that a source has mapped."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import ceil

from forms.csv_tables import day_of, decode, rows_of, written
from inspect_app.accounts.vocabulary import SheetProblem
from inspect_app.comparison.vocabulary import DEMANDED, CaseLine, CaseTable, Column
from inspect_app.foundation.errors import Invalid
from inspect_app.foundation.text import tidy

MAX_ROWS = 50_000
_MOST_HEADS, _LONGEST_HEAD, _SHORT = 200, 60, 80
_ROW = "row"
_FIRST_YEAR, _LARGEST = 2000, 100_000
# What back offices call the columns; the first that a table has is proposed.
_HEADS: dict[Column, tuple[str, ...]] = {
    Column.CASE: ("办件编号", "业务编号", "受理编号", "业务流水号", "流水号", "办件号"),
    Column.MATTER: ("事项编码", "事项代码", "事项编号", "事项名称", "事项"),
    Column.DAY: ("办结日期", "办结时间", "办毕时间", "日期", "受理日期", "受理时间"),
    Column.WINDOW: ("窗口编码", "窗口编号", "窗口", "受理窗口"),
    Column.TRIPS: ("跑动次数", "跑动趟数", "到场次数", "往返次数"),
    Column.MINUTES: ("办理分钟数", "办理分钟", "办理时长", "办理用时", "时长（分钟）"),
    Column.WORKDAYS: ("办理工作日", "实际工作日", "办理天数", "用时（工作日）"),
    Column.PAPERS: ("收取材料数", "材料数", "材料份数", "收取材料", "提交材料"),
    Column.ONLINE: ("能否网上办", "网上可办", "是否网办"),
}
_COUNTS = (Column.TRIPS, Column.MINUTES, Column.WORKDAYS)
_YES = frozenset(("是", "能", "可以", "1", "Y", "y", "true"))
_NO = frozenset(("否", "不能", "不可以", "0", "N", "n", "false"))
_NUMBER = re.compile(r"\d{1,6}(\.\d{1,4})?")
_PARTS = re.compile(r"[、，,;；|/\n]+")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_IDENTITY = re.compile(r"\d{17}[\dXx]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def heads_in(data: bytes) -> list[str]:
    """Return the heads of a table; raise Invalid for what is no table, or whose heads can't be told apart."""
    first = next(rows_of(decode(data), MAX_ROWS), None)
    heads = [tidy(cell) for cell in first[1]] if first else []
    named = [head for head in heads if head]
    if not named:
        raise Invalid("文件是空的，没有表头。", "file")
    if len(named) > _MOST_HEADS or any(len(head) > _LONGEST_HEAD for head in named):
        raise Invalid("第一行不像表头。请让第一行是列名，再上传。", "file")
    twice = next((head for head in named if named.count(head) > 1), None)
    if twice:
        raise Invalid(f"表头“{twice}”出现了两次，分不清是哪一列。请改名后再上传。", "file")
    return named


def proposed(heads: Sequence[str]) -> dict[Column, str]:
    """Propose which head holds what, by what back offices usually call it."""
    found = {column: next((word for word in words if word in heads), "") for column, words in _HEADS.items()}
    return {column: head for column, head in found.items() if head}


def narrowed(data: bytes, columns: Mapping[Column, str]) -> bytes:
    """Return a table with the mapped columns only, each line with its number: nothing else is ever kept."""
    rows = rows_of(decode(data), MAX_ROWS)
    first = next(rows, None)
    if first is None:
        raise Invalid("文件是空的。", "file")
    heads = [tidy(cell) for cell in first[1]]
    missing = [f"“{head}”（{column.label}）" for column, head in columns.items() if heads.count(head) != 1]
    if missing:
        raise Invalid(f"表头里没有{'、'.join(missing)}，或者出现了两次。换一个文件，或到“对应关系”里改。", "file")
    places = [heads.index(head) for head in columns.values()]

    def kept() -> Iterator[Sequence[object]]:
        yield (_ROW, *columns)
        for row, cells in rows:
            yield (row, *(cells[place] if place < len(cells) else "" for place in places))

    return written(kept())


def read_cases(data: bytes, today: date) -> CaseTable:
    """Read a narrowed table; every line that can't be read is named, the others stand."""
    reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    said = next(reader)[1:]
    columns = sorted((column for column in Column if column.value in said), key=lambda one: said.index(one.value))
    lines: list[CaseLine] = []
    problems: list[SheetProblem] = []
    first: dict[str, int] = {}
    for row, *cells in reader:
        raw = {column: tidy(cell) for column, cell in zip(columns, cells, strict=True)}
        wrong = [*_wrong(raw, today)]
        case_no = raw[Column.CASE]
        if not wrong and (there := first.setdefault(case_no, int(row))) != int(row):
            wrong.append(f"办件编号“{case_no}”和第 {there} 行重复。")
        problems += (SheetProblem(f"第 {row} 行", text) for text in wrong)
        if not wrong:
            lines.append(_line(int(row), raw))
    if not lines and not problems:
        problems.append(SheetProblem("", "表里没有一行办件。"))
    return CaseTable(tuple(lines), tuple(problems))


def _wrong(raw: Mapping[Column, str], today: date) -> Iterator[str]:
    for column in DEMANDED:
        if not raw[column]:
            yield f"{column.label}是空的。"
    yield from _wrong_day(raw[Column.DAY], today)
    if _is_personal(raw[Column.CASE]):
        yield "办件编号像身份证号或手机号，这里不收个人信息，请换一列。"
    for column in (Column.CASE, Column.MATTER, Column.WINDOW):
        if len(raw.get(column, "")) > _SHORT:
            yield f"{column.label}最多 {_SHORT} 个字。"
    yield from _wrong_measures(raw)


def _wrong_measures(raw: Mapping[Column, str]) -> Iterator[str]:
    for column in _COUNTS:
        if (said := raw.get(column, "")) and _count(said) is None:
            yield f"{column.label}“{said[:20]}”不是数，应像 2 或 1.5，不带单位。"
    if (said := raw.get(Column.ONLINE, "")) and said not in _YES | _NO:
        yield f"{Column.ONLINE.label}“{said[:20]}”应为“是”或“否”。"


def _wrong_day(said: str, today: date) -> Iterator[str]:
    day = day_of(said) if said else None
    if said and day is None:
        yield f"办结日期“{said[:20]}”读不懂，应像 2026-05-06。"
    elif day is not None and (day > today or day.year < _FIRST_YEAR):
        yield f"办结日期 {day} 不在 {_FIRST_YEAR} 年到今天之间。"


def _line(row: int, raw: Mapping[Column, str]) -> CaseLine:
    day = day_of(raw[Column.DAY])
    assert day is not None  # noqa: S101 - _wrong() has looked at it
    online = raw.get(Column.ONLINE, "")
    return CaseLine(
        row=row,
        case_no=raw[Column.CASE],
        matter=raw[Column.MATTER],
        day=day,
        window=raw.get(Column.WINDOW, ""),
        trips=_count(raw.get(Column.TRIPS, "")),
        minutes=_count(raw.get(Column.MINUTES, "")),
        workdays=_count(raw.get(Column.WORKDAYS, "")),
        papers=_papers(raw.get(Column.PAPERS, "")),
        online=online in _YES if online else None,
    )


def _count(said: str) -> int | None:
    """Return a number rounded up: 1.5 days are more than one day, and not more than two."""
    if not _NUMBER.fullmatch(said):
        return None
    number = ceil(float(said))
    return number if number <= _LARGEST else None


def _papers(said: str) -> int | None:
    """Return how many papers were asked for, from a number or from their names; the names are not kept."""
    if not said:
        return None
    number = _count(said)
    return len({part.strip() for part in _PARTS.split(said) if part.strip()}) if number is None else number


def _is_personal(said: str) -> bool:
    if _MOBILE.fullmatch(said):
        return True
    if not _IDENTITY.fullmatch(said):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(said[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == said[-1].upper()

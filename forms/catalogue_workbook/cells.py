"""Read one cell: full-width digits and stray blanks made plain, every other doubt refused with a sentence."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from forms.catalogue_workbook.grid import NoValue
from inspect_app.catalogue.vocabulary import CellKind, Column, Value
from inspect_app.foundation.text import normalise, tidy

_LONGEST = {CellKind.TEXT: 500, CellKind.CODE: 60, CellKind.UNIT: 200, CellKind.CODES: 2_000}
_MOST = 100_000
_CODE = re.compile(r"[\w.\-/()〔〕]+")
_SPLIT = re.compile(r"[\s,;、|]+")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 0?0:00(?::00)?)?")
_YES = {"是", "有", "√", "✓", "y", "yes", "true", "1", "1.0"}
_NO = {"否", "无", "×", "✗", "x", "n", "no", "false", "0", "0.0"}


class Unreadable(Exception):
    """A cell that can't be taken; the message is the sentence for the person."""


def read_cell(column: Column, raw: object) -> Value:
    """Return the clean value of a cell, `column.blank` for an empty one; raise Unreadable otherwise."""
    if isinstance(raw, NoValue):
        raise Unreadable(raw.sentence)
    text = tidy(_plain(raw))
    if not text:
        if column.required:
            raise Unreadable(f"没有填{column.title}")
        return () if column.kind is CellKind.CODES else column.blank
    if len(text) > (longest := _LONGEST.get(column.kind, 100)):
        raise Unreadable(f"{column.title}太长，最多 {longest} 个字")
    return _READERS[column.kind](column, text)


def _plain(raw: object) -> str:
    """Return a cell as it reads: whole numbers without a point, days without a time of day."""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    return "" if raw is None else str(raw)


def _read_code(column: Column, text: str) -> str:
    code = normalise(text)
    if not _CODE.fullmatch(code):
        raise Unreadable(f"{column.title}“{code}”里有空格或不能用的符号")
    return code


def _read_codes(_column: Column, text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in _SPLIT.split(normalise(text)) if part))


def _read_choice(column: Column, text: str) -> Value:
    wanted = normalise(text)
    members = list(column.choices or ())
    for member in members:
        if wanted in (normalise(member.label), member.value):
            return member
    words = "、".join(member.label for member in members)
    raise Unreadable(f"{column.title}没有“{text}”，可选：{words}")


def _read_yes_no(column: Column, text: str) -> bool:
    word = normalise(text).lower()
    if word not in _YES | _NO:
        raise Unreadable(f"{column.title}要填“是”或“否”，不能填“{text}”")
    return word in _YES


def _read_count(column: Column, text: str) -> int:
    digits = normalise(text)
    if not (digits.isascii() and digits.isdigit() and int(digits) <= _MOST):
        raise Unreadable(f"{column.title}要填 0 到 {_MOST} 的整数，不能填“{text}”")
    return int(digits)


def _read_day(column: Column, text: str) -> date:
    found = _DAY.fullmatch(normalise(text))
    try:
        day = date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        day = None
    if day is None or not 1949 <= day.year <= 2100:
        raise Unreadable(f"{column.title}要填日期，如 2017-12-01，不能填“{text}”")
    return day


_READERS: Mapping[CellKind, Callable[[Column, str], Value]] = {
    CellKind.TEXT: lambda _column, text: text,
    CellKind.UNIT: lambda _column, text: text,
    CellKind.CODE: _read_code,
    CellKind.CODES: _read_codes,
    CellKind.CHOICE: _read_choice,
    CellKind.YES_NO: _read_yes_no,
    CellKind.COUNT: _read_count,
    CellKind.DAY: _read_day,
}

"""电话抽测 as Excel: the units and the numbers of a batch, in the same words as the screen's."""

from collections.abc import Iterable
from datetime import datetime

from exports.sheets import book_xlsx
from inspect_app.spotchecks.vocabulary.phones import LINE_HEADS, UNIT_HEADS, LineRow, UnitSums

_UNIT_WIDTHS = (20, 8, 10, 10, 14, 14, 10, 10)
_LINE_WIDTHS = (18, 30, 18, 12, 34, 34, 34, 18, 22)


def phones_xlsx(
    title: str, units: Iterable[UnitSums], lines: Iterable[LineRow], *, office: str, made_at: datetime
) -> bytes:
    """Return a workbook of two sheets; `office` is its author, never a person; `made_at` is aware."""
    sheets = (
        ("单位", UNIT_HEADS, (unit.cells for unit in units), _UNIT_WIDTHS),
        ("号码", LINE_HEADS, (line.cells for line in lines), _LINE_WIDTHS),
    )
    return book_xlsx(title, sheets, office=office, made_at=made_at)

"""The ledger as Excel: rows in, bytes out, in constant memory."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from exports.flat_workbook import Cell, flat_xlsx
from inspect_app.rectification.rules.ledger_columns import LedgerColumn
from inspect_app.rectification.vocabulary import LedgerRow

_NAME = "问题台账"
_C = LedgerColumn
_WIDTHS = {
    _C.NUMBER: 13, _C.TITLE: 44, _C.UNIT: 16, _C.PLACE: 30, _C.ITEM: 30, _C.KIND: 14, _C.METHOD: 12, _C.SOURCE: 11,
    _C.CAMPAIGN: 30, _C.STATUS: 11, _C.DELIVERED: 12, _C.ORIGINAL_DUE: 12, _C.DUE: 12, _C.LAMP: 18, _C.ANSWERED: 12,
    _C.REWORK: 10, _C.CLOSED: 12,
}  # fmt: skip
# What each column reads of a row; a day stays a day, a count stays a count.
_READ: dict[LedgerColumn, Callable[[LedgerRow], Cell]] = {
    _C.NUMBER: lambda row: row.number,
    _C.TITLE: lambda row: row.title,
    _C.UNIT: lambda row: row.unit,
    _C.PLACE: lambda row: row.place,
    _C.ITEM: lambda row: row.item,
    _C.KIND: lambda row: row.kind,
    _C.METHOD: lambda row: row.method,
    _C.SOURCE: lambda row: row.source,
    _C.CAMPAIGN: lambda row: row.campaign,
    _C.STATUS: lambda row: row.status.label,
    _C.DELIVERED: lambda row: row.delivered_on,
    _C.ORIGINAL_DUE: lambda row: row.original_due,
    _C.DUE: lambda row: row.due,
    _C.LAMP: lambda row: f"{row.lamp.label} {row.lamp_text}".rstrip(),
    _C.ANSWERED: lambda row: row.answered_on,
    _C.REWORK: lambda row: row.rework,
    _C.CLOSED: lambda row: row.closed_on,
}
_DAYS = frozenset({_C.DELIVERED, _C.ORIGINAL_DUE, _C.DUE, _C.ANSWERED, _C.CLOSED})


def ledger_xlsx(rows: Iterable[LedgerRow], columns: Sequence[LedgerColumn], *, office: str, made_at: datetime) -> bytes:
    """Return a workbook of the rows and columns in their order.

    `office` stands as its author, never a person; `made_at` is aware. Text that begins with `=` stays text.
    """
    heads = [(column.label, _WIDTHS[column], column in _DAYS) for column in columns]
    readers = [_READ[column] for column in columns]
    cells = ([read(row) for read in readers] for row in rows)
    return flat_xlsx(_NAME, heads, cells, office=office, made_at=made_at)

"""The ledger as Excel: rows in, bytes out, in constant memory."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO

import xlsxwriter

from inspect_app.foundation.text import clean
from inspect_app.rectification.vocabulary import LEDGER_COLUMNS, LedgerRow

_WIDTHS = (13, 44, 16, 30, 14, 12, 11, 12, 12, 18)
_CELL_LIMIT = 32_767


def ledger_xlsx(rows: Iterable[LedgerRow], *, office: str, made_at: datetime) -> bytes:
    """Return a workbook of the rows in their order.

    `office` stands as its author, never a person; `made_at` is a local time without a zone. Text that
    begins with `=` stays text.
    """
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"title": "问题台账", "author": office, "company": office, "created": made_at})
        _fill(book, rows)
    return buffer.getvalue()


def _fill(book: xlsxwriter.Workbook, rows: Iterable[LedgerRow]) -> None:
    sheet = book.add_worksheet("问题台账")
    head = book.add_format({"bold": True, "bg_color": "#E7E5DF", "bottom": 1, "valign": "vcenter"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 1)
    for place, name in enumerate(LEDGER_COLUMNS):
        sheet.write_string(0, place, name, head)
    last = 0
    for last, row in enumerate(rows, 1):
        for place, text in enumerate(_texts(row)):
            if text:
                sheet.write_string(last, place, text)
        sheet.write_datetime(last, 7, row.delivered_on, day)
        if row.due is not None:
            sheet.write_datetime(last, 8, row.due, day)
        sheet.write_string(last, 9, f"{row.lamp.label} {row.lamp_text}".rstrip())
    sheet.autofilter(0, 0, last, len(LEDGER_COLUMNS) - 1)


def _texts(row: LedgerRow) -> tuple[str, ...]:
    """Return the text cells before the dates, without characters that Excel can't hold."""
    texts = (row.number, row.title, row.unit, row.place, row.kind, row.method, row.status.label)
    return tuple(clean(text)[:_CELL_LIMIT] for text in texts)

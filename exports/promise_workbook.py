"""承诺兑现 as Excel: the league and the rates, and how telephones did, in the same words as the screen's."""

from collections.abc import Iterable
from datetime import datetime

from exports.sheets import book_xlsx
from inspect_app.metrics.vocabulary import LEAGUE_HEADS, PHONE_HEADS, MatterRow, PhoneRow, Rate

RATE_HEADS = ("指标", "数值", "分子/分母", "说明")
_WIDTHS = (8, 32, 16, 24, 28, 10, 10, 10, 10, 10, 10, 10, 10, 10, 16, 8)
_RATE_WIDTHS = (22, 14, 14, 48)
_PHONE_WIDTHS = (20, 12, 10, 14, 14, 12, 10)


def promise_xlsx(
    rows: Iterable[MatterRow], rates: Iterable[Rate], *, office: str, made_at: datetime
) -> bytes:
    """Return a workbook of two sheets; `office` is its author, never a person; `made_at` is aware."""
    sheets = (
        ("事项", LEAGUE_HEADS, (row.cells for row in rows), _WIDTHS),
        ("指标", RATE_HEADS, (rate.cells for rate in rates), _RATE_WIDTHS),
    )
    return book_xlsx("承诺兑现", sheets, office=office, made_at=made_at)


def phones_xlsx(rows: Iterable[PhoneRow], *, office: str, made_at: datetime) -> bytes:
    """Return a workbook of how the telephones of each unit did, the same rows as the screen's."""
    sheets = (("电话接通率", PHONE_HEADS, (row.cells for row in rows), _PHONE_WIDTHS),)
    return book_xlsx("电话接通率", sheets, office=office, made_at=made_at)

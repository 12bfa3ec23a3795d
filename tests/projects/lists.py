"""Which lists there are, and how a list reads on the screen and in Excel."""

import io
import re
from datetime import date
from html import unescape

from openpyxl import load_workbook

from inspect_app.projects.vocabulary.registers import Register

LISTS = ("/assigned", "/assigned/instructions", "/assigned/meetings", *(f"/registers/{one.value}" for one in Register))


def cells(text: str) -> list[list[str]]:
    body = text.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in body.split("<tr>")[1:]]
    return [[unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in row] for row in rows]


def sheet_rows(body: bytes) -> list[list[str]]:
    sheet = load_workbook(io.BytesIO(body)).active
    assert sheet is not None
    return [[as_shown(cell) for cell in row] for row in sheet.iter_rows(min_row=2, values_only=True)]


def as_shown(cell: object) -> str:
    if isinstance(cell, date):
        return f"{cell:%Y-%m-%d}"
    return f"{cell:g}" if isinstance(cell, float) else str(cell) if cell not in (None, "") else "—"

"""Who sees and does what as Excel: the table the program reads, role by role."""

from datetime import datetime

from exports.flat_workbook import Head, flat_xlsx
from inspect_app.access import Role
from inspect_app.accounts.rules import power_rows, sight_rows

_YES = "√"


def access_xlsx(*, office: str, made_at: datetime) -> bytes:
    """Return a workbook of the powers of every role; `office` is its author, `made_at` is aware."""
    heads: list[Head] = [("看什么、做什么", 44, False), *((role.label, 12, False) for role in Role)]
    rows = [(words, held) for words, held in (*sight_rows(), *power_rows())]
    cells = ([words, *(_YES if yes else None for yes in held)] for words, held in rows)
    return flat_xlsx("谁能看什么", heads, cells, office=office, made_at=made_at)

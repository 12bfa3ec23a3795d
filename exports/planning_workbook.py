"""The coverage of a campaign as Excel: the same rows and words as the screen's."""

from datetime import datetime

from exports.flat_workbook import Head, flat_xlsx
from inspect_app.planning.vocabulary import Coverage, TargetRow

_HEADS: tuple[Head, ...] = (
    ("单位", 18, False), ("网点", 24, False), ("窗口", 24, False), ("事项", 36, False), ("走访情况", 12, False),
)  # fmt: skip


def coverage_xlsx(seen: Coverage, *, office: str, made_at: datetime) -> bytes:
    """Return a workbook of a campaign's targets; `office` is its author, never a person; `made_at` is aware."""
    rows = ((row.unit, row.site, row.window, row.item, _state(row)) for row in seen.targets)
    return flat_xlsx("走访覆盖情况", _HEADS, rows, office=office, made_at=made_at)


def _state(row: TargetRow) -> str:
    if row.done:
        return "已走访"
    return "已安排" if row.planned else "未安排"

"""Turn the rows of an office's own workbook into a body."""

from collections.abc import Iterable

from inspect_app.checklists.rules.editing import empty_body
from inspect_app.checklists.vocabulary import ChecklistBody, Item, ItemKind, Part, SheetItem


def body_from_sheet(rows: Iterable[SheetItem]) -> ChecklistBody:
    """Return a body of yes/no items, in the order of the workbook, keyed s1, s2, …"""
    keyed = [(row.part, _item(f"s{number}", row)) for number, row in enumerate(rows, start=1)]
    return ChecklistBody(
        tuple(
            Part(part.key, tuple(item for key, item in keyed if key is part.key))
            for part in empty_body().parts
        )
    )


def _item(key: str, row: SheetItem) -> Item:
    hints = (("检查方法", row.method), ("评分标准", row.standard), ("备注", row.remark))
    hint = "；".join(f"{label}：{text.rstrip('。；')}" for label, text in hints if text)
    return Item(key, ItemKind.YES_NO, row.text, hint=hint, weight=row.weight)

"""Bodies and items for the tests of the checklists."""

from typing import Any

from inspect_app.checklists.vocabulary import ChecklistBody, Item, ItemKind, Option, Part, PartKey, Point


def an_item(key: str = "q", kind: ItemKind = ItemKind.YES_NO, **facts: Any) -> Item:
    """Make an item with a text."""
    return Item(key, kind, facts.pop("text", "窗口有人在岗"), **facts)


def a_body(*look: Item, do: tuple[Item, ...] = (), ask: tuple[Item, ...] = ()) -> ChecklistBody:
    """Make a body of the three parts."""
    return ChecklistBody((Part(PartKey.LOOK, look), Part(PartKey.DO, do), Part(PartKey.ASK, ask)))


def a_phone(**facts: Any) -> dict[str, Any]:
    """Make the answer of a phone test, by default answered and clear."""
    phone = {
        "number": "0571-12345678", "dialled_at": "2026-11-20T09:30",
        "connected": True, "answered": True, "quality": "good",
    } | facts  # fmt: skip
    return {"phone": phone}


TWO_OPTIONS = (Option("a", "办成了", 1), Option("b", "不给办", 0, fails=True))
TWO_POINTS = (Point("papers", "要带哪些材料"), Point("time", "多久能办好"))

CHOICE = an_item(kind=ItemKind.SINGLE, options=TWO_OPTIONS)
CHOICES = an_item(kind=ItemKind.MULTIPLE, options=TWO_OPTIONS)
NUMBER = an_item(kind=ItemKind.NUMBER, text="等了多久？", unit="分钟", minimum=0, maximum=600,
                 pass_maximum=15)  # fmt: skip
RATING = an_item(kind=ItemKind.RATING)
TEXT = an_item(kind=ItemKind.TEXT, required=False)
TIME = an_item(kind=ItemKind.TIME)
PHOTO = an_item(kind=ItemKind.PHOTO, required=False)
PHONE = an_item(kind=ItemKind.PHONE_TEST)
TOLD = an_item(kind=ItemKind.TOLD_LIST, points_to_tell=TWO_POINTS)
YES_NO = an_item()

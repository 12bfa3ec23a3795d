"""Edit a draft one step at a time: a body in, another body out."""

from collections.abc import Callable
from dataclasses import replace

from inspect_app.checklists.vocabulary import ChecklistBody, Item, ItemKind, Option, Part, PartKey, Point


def empty_body() -> ChecklistBody:
    """Return a body with the three parts and no item."""
    return ChecklistBody(tuple(Part(key) for key in PartKey))


def with_all_parts(body: ChecklistBody) -> ChecklistBody:
    """Return the body with its parts in the order of a visit, the missing ones empty."""
    found = {part.key: part for part in body.parts}
    return ChecklistBody(tuple(found.get(key, Part(key)) for key in PartKey))


def new_key(taken: frozenset[str]) -> str:
    """Return the first key of the row i1, i2, … that was never used."""
    number = len(taken) + 1
    while f"i{number}" in taken:
        number += 1
    return f"i{number}"


def add_item(body: ChecklistBody, part_key: PartKey, item: Item) -> ChecklistBody:
    """Put a new item at the end of a part."""
    return _in_part(with_all_parts(body), part_key, lambda items: (*items, item))


def replace_item(body: ChecklistBody, item: Item) -> ChecklistBody:
    """Put an item in the place of the one with the same key."""
    return _everywhere(body, lambda items: tuple(item if old.key == item.key else old for old in items))


def remove_item(body: ChecklistBody, key: str) -> ChecklistBody:
    """Take an item out."""
    return _everywhere(body, lambda items: tuple(item for item in items if item.key != key))


def move_item(body: ChecklistBody, key: str, step: int) -> ChecklistBody:
    """Move an item up (-1) or down (+1) within its part; at the end it stays."""
    return _everywhere(body, lambda items: _moved(items, key, step))


def blank_item(key: str, kind: ItemKind, text: str) -> Item:
    """Return a new item of a kind, with the two options a choice starts from."""
    options: tuple[Option, ...] = ()
    if kind in (ItemKind.SINGLE, ItemKind.MULTIPLE):
        options = (Option("a", "做到了", 1), Option("b", "没做到", 0, fails=True))
    points = (Point("a", "要带的材料"),) if kind is ItemKind.TOLD_LIST else ()
    required = kind not in (ItemKind.TEXT, ItemKind.PHOTO)
    return Item(key, kind, text, options=options, points_to_tell=points, required=required)


def next_letter(taken: list[str]) -> str:
    """Return the first key of the row a, b, …, z, a1, b1, … that isn't used."""
    number = 0
    while True:
        letter = chr(ord("a") + number % 26) + (str(number // 26) if number >= 26 else "")
        if letter not in taken:
            return letter
        number += 1


def _moved(items: tuple[Item, ...], key: str, step: int) -> tuple[Item, ...]:
    place = next((place for place, item in enumerate(items) if item.key == key), None)
    if place is None or not 0 <= place + step < len(items):
        return items
    moved = list(items)
    moved.insert(place + step, moved.pop(place))
    return tuple(moved)


def _in_part(
    body: ChecklistBody, part_key: PartKey, change: Callable[[tuple[Item, ...]], tuple[Item, ...]]
) -> ChecklistBody:
    parts = (replace(part, items=change(part.items)) if part.key is part_key else part for part in body.parts)
    return ChecklistBody(tuple(parts))


def _everywhere(
    body: ChecklistBody, change: Callable[[tuple[Item, ...]], tuple[Item, ...]]
) -> ChecklistBody:
    return ChecklistBody(tuple(replace(part, items=change(part.items)) for part in body.parts))

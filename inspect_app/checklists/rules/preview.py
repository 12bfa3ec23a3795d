"""A version as the tablet shows it: numbered items, part by part."""

from dataclasses import dataclass

from inspect_app.checklists.rules.wording import rule_in_words
from inspect_app.checklists.vocabulary import ChecklistBody, Item, PartKey


@dataclass(frozen=True, slots=True)
class PreviewItem:
    """One item with its number in the visit (none for an empty slot) and its condition in words."""

    number: int | None
    item: Item
    condition: str


@dataclass(frozen=True, slots=True)
class PreviewPart:
    """One part: every item for the editor, the written ones for the preview."""

    key: PartKey
    label: str
    rows: tuple[PreviewItem, ...]
    written: tuple[PreviewItem, ...]
    weight: float

    @property
    def summary(self) -> str:
        """Return how much there is in the part."""
        return f"{len(self.written)} 项，{self.weight:g} 分"


def preview(body: ChecklistBody) -> tuple[PreviewPart, ...]:
    """Return the parts with their items numbered through the whole visit."""
    numbers = {item.key: number for number, item in enumerate(body.written_items, start=1)}
    parts = []
    for part in body.parts:
        rows = tuple(
            PreviewItem(numbers.get(item.key), item, rule_in_words(item.show_when, body.items))
            for item in part.items
        )
        written = tuple(row for row in rows if row.number is not None)
        weight = round(sum(row.item.weight for row in written), 2)
        parts.append(PreviewPart(part.key, part.label, rows, written, weight))
    return tuple(parts)

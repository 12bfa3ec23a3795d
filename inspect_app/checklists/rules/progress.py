"""Which items an author sees now, and how far they have come."""

from collections.abc import Mapping
from dataclasses import dataclass

from inspect_app.checklists.rules.conditions import Answers, evaluate
from inspect_app.checklists.vocabulary import ChecklistBody, Item, PartKey, is_answered


@dataclass(frozen=True, slots=True)
class PartProgress:
    """How many of the items that want an answer have one."""

    key: PartKey
    done: int
    total: int

    @property
    def is_complete(self) -> bool:
        """Say whether nothing is missing in this part."""
        return self.done == self.total


def visible_items(body: ChecklistBody, answers: Answers) -> tuple[Item, ...]:
    """Return the items to be shown, in order.

    A condition looks only at items before it; the answer of a hidden item counts as not given.
    """
    shown: list[Item] = []
    counted: dict[str, object] = {}
    for item in body.written_items:
        if item.show_when is None or evaluate(item.show_when, counted):
            shown.append(item)
            if item.key in answers:
                counted[item.key] = answers[item.key]
    return tuple(shown)


def visible_answers(body: ChecklistBody, answers: Answers) -> dict[str, object]:
    """Return the answers of the items that are shown; what was typed into a hidden one is left out."""
    return {item.key: answers[item.key] for item in visible_items(body, answers) if item.key in answers}


def missing_items(body: ChecklistBody, answers: Answers) -> tuple[Item, ...]:
    """Return the shown items that still want an answer before the visit can be submitted."""
    return tuple(
        item for item in visible_items(body, answers)
        if item.required and not is_answered(answers.get(item.key))
    )  # fmt: skip


def progress(body: ChecklistBody, answers: Answers) -> tuple[PartProgress, ...]:
    """Return done/total per part over the shown items that must be answered."""
    wanted = {item.key for item in visible_items(body, answers) if item.required}
    return tuple(_part_progress(part.key, part.items, wanted, answers) for part in body.parts)


def _part_progress(
    key: PartKey, items: tuple[Item, ...], wanted: set[str], answers: Mapping[str, object]
) -> PartProgress:
    keys = [item.key for item in items if item.key in wanted]
    return PartProgress(key, sum(is_answered(answers.get(item)) for item in keys), len(keys))

"""One visit as it is read: each part with its items, answers in words, and what may be done with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inspect_app.checklists.rules import is_failing, progress, visible_items
from inspect_app.checklists.vocabulary import Item, parse_body
from inspect_app.visits.rules.reading import answer_reason, answer_words
from inspect_app.visits.vocabulary import VisitStatus

Answers = Mapping[str, Mapping[str, Any]]
_ENTERABLE = frozenset({VisitStatus.PLANNED, VisitStatus.DRAFT, VisitStatus.RETURNED})


@dataclass(frozen=True, slots=True)
class ReadItem:
    """One item with its answer in words; `fails` when the answer shows a problem."""

    number: int
    key: str
    text: str
    clause: str
    words: str
    reason: str
    note: str
    fails: bool
    critical: bool


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A part of the checklist with what was answered."""

    key: str
    label: str
    done: int
    total: int
    items: tuple[ReadItem, ...]


@dataclass(frozen=True, slots=True)
class VisitPage:
    """What a page of one visit shows, and which deeds it offers."""

    parts: tuple[ReadPart, ...]
    can_replan: bool
    can_enter: bool
    can_review: bool


def visit_page(body: Mapping[str, Any], answers: Answers, status: VisitStatus) -> VisitPage:
    """Return a visit as it is read: the shown items of each part, numbered through."""
    checklist = parse_body(body)
    shown = visible_items(checklist, answers)
    numbers = {item.key: place for place, item in enumerate(shown, start=1)}
    tallies = {tally.key: tally for tally in progress(checklist, answers)}
    parts = tuple(
        ReadPart(
            key=part.key.value,
            label=part.label,
            done=tallies[part.key].done,
            total=tallies[part.key].total,
            items=tuple(_read(numbers[item.key], item, answers) for item in part.items if item.key in numbers),
        )
        for part in checklist.parts
    )
    replan, review = status is VisitStatus.PLANNED, status is VisitStatus.RECEIVED
    return VisitPage(parts, replan, status in _ENTERABLE, review)


def _read(number: int, item: Item, answers: Answers) -> ReadItem:
    answer = answers.get(item.key)
    return ReadItem(
        number=number,
        key=item.key,
        text=item.text,
        clause=item.clause,
        words=answer_words(item, answer),
        reason=answer_reason(answer),
        note=str(answer.get("note", "")) if answer else "",
        fails=is_failing(item, answer),
        critical=item.critical,
    )

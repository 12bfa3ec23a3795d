"""Points earned out of points possible, and which answers fail.

An item is worth its weight. Hidden items, 不适用, 没看到 and items without an answer count on neither
side; texts, times and photos are worth nothing. A failing critical item caps its part, and with it the
whole, at 59 % of what was possible.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from inspect_app.checklists.rules.conditions import Answers
from inspect_app.checklists.rules.progress import visible_items
from inspect_app.checklists.vocabulary import (
    ChecklistBody,
    Choice,
    Item,
    ItemKind,
    PartKey,
    PhoneQuality,
    answer_value,
)

CRITICAL_CAP = Decimal("0.59")
LOWEST_PASSING_RATING = 3
_CENT = Decimal("0.01")
_NOTHING = Decimal(0)
_WHOLE = Decimal(1)
_UNSCORED = (Choice.NA.value, Choice.NOT_SEEN.value)
_YES_NO = {Choice.YES.value: _WHOLE, Choice.NO.value: _NOTHING}
_QUALITY = {PhoneQuality.GOOD.value: _WHOLE, PhoneQuality.FAIR.value: Decimal("0.5")}


@dataclass(frozen=True, slots=True)
class Tally:
    """Points of one part or of the whole; `capped` when a critical item failed."""

    earned: float
    possible: float
    capped: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the tally as frozen with a visit."""
        return {"earned": self.earned, "possible": self.possible, "capped": self.capped}


@dataclass(frozen=True, slots=True)
class Score:
    """The tally of each part and of the whole."""

    parts: tuple[tuple[PartKey, Tally], ...]
    total: Tally

    def to_json(self) -> dict[str, Any]:
        """Return the score as frozen with a visit."""
        parts = {key.value: tally.to_json() for key, tally in self.parts}
        return {"parts": parts, "total": self.total.to_json()}


def score(body: ChecklistBody, answers: Answers) -> Score:
    """Count what these answers earned, part by part."""
    marks = {item.key: mark for item in visible_items(body, answers) if (mark := _mark(item, answers.get(item.key)))}
    parts = [(part.key, [marks[item.key] for item in part.items if item.key in marks]) for part in body.parts]
    return Score(tuple((key, _tally(of_part)) for key, of_part in parts), _tally(marks.values()))


def is_failing(item: Item, answer: object) -> bool:
    """Say whether an answer shows a problem, so that 列为问题 is offered."""
    share = share_earned(item, answer)
    if share is None:
        return False
    if item.kind in (ItemKind.SINGLE, ItemKind.MULTIPLE):
        return any(option.fails for option in item.options if option.key in _chosen(answer))
    if item.kind is ItemKind.RATING:
        return share < Decimal(LOWEST_PASSING_RATING) / 5
    if item.kind is ItemKind.TOLD_LIST:
        return share < 1
    return share == 0


def share_earned(item: Item, answer: Any) -> Decimal | None:
    """Return the share of its weight an answer earned, 0 to 1, or nothing when it isn't scored."""
    value = answer_value(answer)
    measure = _MEASURES.get(item.kind)
    if value is None or measure is None or value in _UNSCORED:
        return None
    return measure(item, answer["phone"] if item.kind is ItemKind.PHONE_TEST else value)


@dataclass(frozen=True, slots=True)
class _Mark:
    """What one answer earned of its weight."""

    weight: Decimal
    earned: Decimal
    caps: bool


def _mark(item: Item, answer: object) -> _Mark | None:
    share = share_earned(item, answer)
    if share is None:
        return None
    weight = _points(item.weight)
    return _Mark(weight, weight * share, item.critical and is_failing(item, answer))


@cache
def _points(weight: float) -> Decimal:
    return Decimal(str(weight))


def _tally(marks: Iterable[_Mark]) -> Tally:
    earned, possible, capped = _NOTHING, _NOTHING, False
    for mark in marks:
        earned += mark.earned
        possible += mark.weight
        capped = capped or mark.caps
    if capped:
        earned = min(earned, (possible * CRITICAL_CAP).quantize(_CENT, ROUND_DOWN))
    return Tally(float(earned.quantize(_CENT, ROUND_HALF_UP)), float(possible), capped)


def _chosen(answer: object) -> list[str]:
    value = answer_value(answer)
    return [value] if isinstance(value, str) else value if isinstance(value, list) else []


def _yes_no(_item: Item, value: Any) -> Decimal | None:
    return _YES_NO.get(value) if isinstance(value, str) else None


def _single(item: Item, value: Any) -> Decimal | None:
    best = max((option.points for option in item.options), default=0)
    chosen = next((option for option in item.options if option.key == value), None)
    if chosen is None:
        return None
    if best > 0:
        return Decimal(str(chosen.points)) / Decimal(str(best))
    return _pass_or_fail(item, [chosen.fails])


def _multiple(item: Item, value: Any) -> Decimal | None:
    chosen = [option for option in item.options if isinstance(value, list) and option.key in value]
    if not chosen:
        return None
    best = sum(Decimal(str(option.points)) for option in item.options)
    if best > 0:
        return sum((Decimal(str(option.points)) for option in chosen), _NOTHING) / best
    return _pass_or_fail(item, [option.fails for option in chosen])


def _pass_or_fail(item: Item, fails: list[bool]) -> Decimal | None:
    """Score options without points by their failures; where none can fail, nothing is scored."""
    if not any(option.fails for option in item.options):
        return None
    return _NOTHING if any(fails) else _WHOLE


def _number(item: Item, value: Any) -> Decimal | None:
    if not isinstance(value, float) or (item.pass_minimum is None and item.pass_maximum is None):
        return None
    low = item.pass_minimum is None or value >= item.pass_minimum
    high = item.pass_maximum is None or value <= item.pass_maximum
    return _WHOLE if low and high else _NOTHING


def _rating(_item: Item, value: Any) -> Decimal | None:
    return Decimal(str(value)) / 5 if isinstance(value, float) and 1 <= value <= 5 else None


def _phone_test(_item: Item, value: Any) -> Decimal:
    reached = value["connected"] and value.get("answered") is True
    return _QUALITY.get(str(value.get("quality")), _NOTHING) if reached else _NOTHING


def _told_list(item: Item, value: Any) -> Decimal | None:
    if not isinstance(value, list) or not item.points_to_tell:
        return None
    told = sum(point.key in value for point in item.points_to_tell)
    return Decimal(told) / len(item.points_to_tell)


_MEASURES: Mapping[ItemKind, Callable[[Item, Any], Decimal | None]] = {
    ItemKind.YES_NO: _yes_no,
    ItemKind.SINGLE: _single,
    ItemKind.MULTIPLE: _multiple,
    ItemKind.NUMBER: _number,
    ItemKind.RATING: _rating,
    ItemKind.PHONE_TEST: _phone_test,
    ItemKind.TOLD_LIST: _told_list,
}

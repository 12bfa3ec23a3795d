"""Share out errands over half days and over open and covert, so that the shares asked for come out."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from random import Random
from typing import TypeVar

from inspect_app.foundation.errors import Invalid
from inspect_app.planning.vocabulary import Cell, RoundPlan
from inspect_app.visits.vocabulary import DaySlot, VisitMode

K = TypeVar("K")
Half = tuple[date, DaySlot]
Room = Callable[[Half], int]
_WHOLE = 100
_WEEKDAYS = "一二三四五六日"


def share_out(total: int, weights: Mapping[K, int]) -> dict[K, int]:
    """Divide `total` by weights, to whole numbers that add up (largest remainder; ties to the earlier key)."""
    whole = sum(weights.values()) or 1
    parts = {key: divmod(total * weight, whole) for key, weight in weights.items()}
    shares = {key: part for key, (part, _) in parts.items()}
    largest = sorted(parts, key=lambda key: -parts[key][1])
    for key in largest[: total - sum(shares.values())]:
        shares[key] += 1
    return shares


def cells_for(total: int, days: Sequence[date], plan: RoundPlan, room: Room, dice: Random) -> list[Cell]:
    """Return a half day and a mode for each of `total` errands; raise Invalid when a share has no day.

    `room` says how many covert visits a half day can take: they go where there are shoppers.
    """
    slots = share_out(total, {DaySlot.MORNING: plan.morning, DaySlot.AFTERNOON: _WHOLE - plan.morning})
    halves = list(zip(_drawn(_by_day(total, days, plan), dice), _drawn(slots, dice), strict=True))
    covert = share_out(total, {VisitMode.COVERT: plan.covert, VisitMode.OPEN: _WHOLE - plan.covert})[VisitMode.COVERT]
    chosen = _roomiest(Counter(halves), covert, room)
    open_ones = Counter(halves) - chosen
    return [(*half, VisitMode.COVERT) for half in chosen.elements()] + [
        (*half, VisitMode.OPEN) for half in open_ones.elements()
    ]


def _roomiest(halves: Counter[Half], count: int, room: Room) -> Counter[Half]:
    """Choose `count` of the half days, each time the one that can still take most."""
    chosen: Counter[Half] = Counter()
    for _ in range(count):
        left = [half for half in halves if chosen[half] < halves[half]]
        chosen[max(left, key=lambda half: room(half) - chosen[half])] += 1
    return chosen


def _by_day(total: int, days: Sequence[date], plan: RoundPlan) -> dict[date, int]:
    if not days:
        raise Invalid("这段时间里没有工作日，请改起止日期。", "last")
    if not any(plan.weekdays.values()):
        return _spread(total, days)
    shares = share_out(total, plan.weekdays)
    found: dict[date, int] = {}
    for weekday, count in shares.items():
        same = [day for day in days if day.weekday() == weekday]
        if count and not same:
            raise Invalid(f"这段时间里没有周{_WEEKDAYS[weekday]}的工作日，请改占比或起止日期。", "last")
        found |= _spread(count, same)
    return found


def _spread(total: int, days: Sequence[date]) -> dict[date, int]:
    """Give each day as many as any other; what is left goes to days far apart."""
    each, more = divmod(total, len(days)) if days else (0, 0)
    extra = {days[place * len(days) // more] for place in range(more)}
    return {day: each + (day in extra) for day in days}


def _drawn(counts: Mapping[K, int], dice: Random) -> list[K]:
    """Return each key as often as it is to come, shuffled."""
    row = [key for key, count in counts.items() for _ in range(count)]
    dice.shuffle(row)
    return row

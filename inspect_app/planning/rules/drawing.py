"""One round of assignment: errands to half days, half days to people; the same seed draws the same round."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from random import Random

from inspect_app.planning.rules.choosing import (
    is_away,
    is_busy,
    is_locked,
    kept_away,
    kept_away_on,
    mode_of,
    why_nobody,
)
from inspect_app.planning.rules.filling import fill
from inspect_app.planning.rules.pairing import Pair, pair_units
from inspect_app.planning.rules.sharing import Half, Room, cells_for
from inspect_app.planning.vocabulary import Assigned, Cell, Errand, Goer, RoundKind, RoundPlan, Why
from inspect_app.visits.rules import Lineage, is_related
from inspect_app.visits.vocabulary import VisitMode


def errands_of(windows: Sequence[tuple[int, int, int]], per_trip: int) -> list[Errand]:
    """Bundle windows (id, unit, site) of one unit at one site into errands of at most `per_trip` windows."""
    groups: dict[tuple[int, int], list[int]] = {}
    for window_id, unit_id, site_id in windows:
        groups.setdefault((unit_id, site_id), []).append(window_id)
    return [
        Errand(unit_id, site_id, tuple(ids[start : start + per_trip]))
        for (unit_id, site_id), ids in groups.items()
        for start in range(0, len(ids), per_trip)
    ]


def draw(
    errands: Sequence[Errand],
    goers: Sequence[Goer],
    days: Sequence[date],
    plan: RoundPlan,
    lineage: Lineage,
    times: Mapping[Pair, int],
) -> list[Assigned]:
    """Assign every errand or say which rule is in the way; raise CannotPair, or Invalid for shares without a day."""
    dice = Random(plan.seed)  # noqa: S311 - a draw to be repeated, no secret
    lookers: dict[int, int] = {}
    again: set[int] = set()
    if plan.kind is RoundKind.CROSS:
        units = {errand.unit_id for errand in errands}
        goers = for_units(goers, units, lineage)
        before = _times_of_units(times, units, lineage)
        lookers = _paired(errands, goers, lineage, before, dice)
        again = {target for target, looker in lookers.items() if before.get((looker, target))}
    cells = cells_for(len(errands), days, plan, _room_for_shoppers(goers, plan), dice)
    return _Round(errands, goers, plan, lineage, lookers, again).drawn(cells, dice)


def _room_for_shoppers(goers: Sequence[Goer], plan: RoundPlan) -> Room:
    """Return how many covert visits a half day can take."""
    shoppers = [goer for goer in goers if mode_of(goer.role) is VisitMode.COVERT]

    @cache
    def room(half: Half) -> int:
        return plan.per_half_day * sum(not (is_busy(goer, *half) or is_away(goer, half[0])) for goer in shoppers)

    return room


def for_units(goers: Sequence[Goer], units: Collection[int], lineage: Lineage) -> list[Goer]:
    """Let each person look for the nearest unit above them that takes part; the others stay at home."""
    found = ((goer, _nearest(goer.unit_id or 0, units, lineage)) for goer in goers)
    return [replace(goer, looks_for=unit) for goer, unit in found if unit is not None]


def _nearest(unit_id: int, units: Collection[int], lineage: Lineage) -> int | None:
    return next((unit for unit in lineage.get(unit_id, ()) if unit in units), None)


def _times_of_units(times: Mapping[Pair, int], units: Collection[int], lineage: Lineage) -> dict[Pair, int]:
    """Count what people of the units below did as their unit's."""
    found: Counter[Pair] = Counter()
    for (home, seen), count in times.items():
        looker, target = _nearest(home, units, lineage), _nearest(seen, units, lineage)
        if looker is not None and target is not None:
            found[looker, target] += count
    return dict(found)


def _paired(
    errands: Sequence[Errand], goers: Sequence[Goer], lineage: Lineage, times: Mapping[Pair, int], dice: Random
) -> dict[int, int]:
    targets = list(dict.fromkeys(errand.unit_id for errand in errands))
    lookers = list(dict.fromkeys(goer.looks_for for goer in goers if goer.looks_for is not None))
    forbidden = {(looker, target) for looker in lookers for target in targets if is_related(looker, target, lineage)}
    return pair_units(lookers, targets, forbidden, times, dice)


class _Round:
    def __init__(
        self,
        errands: Sequence[Errand],
        goers: Sequence[Goer],
        plan: RoundPlan,
        lineage: Lineage,
        lookers: Mapping[int, int],
        again: Collection[int],
    ) -> None:
        self._errands, self._goers, self._plan = errands, goers, plan
        self._lineage, self._lookers, self._again = lineage, lookers, again
        # Asked of every errand and every half day: found once.
        self._why, self._there, self._able = cache(self._find_why), cache(self._find_there), cache(self._find_able)

    def drawn(self, cells: list[Cell], dice: Random) -> list[Assigned]:
        """Return the errands as they are assigned."""
        kinds = list(dict.fromkeys(cells))
        rooms = {kind: cells.count(kind) for kind in kinds}
        dice.shuffle(kinds)
        times = [[place for place, cell in enumerate(kinds) if _has_any(self._options(errand, cell))]
                 for errand in self._errands]  # fmt: skip
        chosen = fill(times, lambda _, place: place, lambda place: rooms[kinds[_as_int(place)]], even=False)
        spare = _spare(kinds, rooms, chosen)
        at = [kinds[place] if place is not None else next(spare) for place in chosen]
        return self._staffed(at, dice)

    def _staffed(self, at: Sequence[Cell], dice: Random) -> list[Assigned]:
        order = list(range(len(self._goers)))
        dice.shuffle(order)
        able = [self._options(errand, cell) for errand, cell in zip(self._errands, at, strict=True)]
        options = [[goer for goer in order if goer in fit] for fit in map(frozenset, able)]
        sent = fill(options, lambda errand, goer: (goer, at[errand][:2]), lambda _: self._plan.per_half_day)
        loads = {goer: sent.count(goer) for goer in set(sent) if goer is not None}
        return [
            self._assigned(errand, cell, goer, len(options[errand]), loads.get(goer, 0) if goer is not None else 0)
            for errand, (cell, goer) in enumerate(zip(at, sent, strict=True))
        ]

    def _assigned(self, place: int, cell: Cell, goer: int | None, could: int, load: int) -> Assigned:
        errand, (day, slot, mode) = self._errands[place], cell
        looker = self._lookers.get(errand.unit_id)
        if goer is None:
            return Assigned(errand, mode, None, None, slot, self._nobody(place, cell), looker)
        reason = f"可派 {could} 人，此人本轮 {load} 次"
        if looker is not None:
            reason = f"{'两家以前配过，没有别的配法' if errand.unit_id in self._again else '两家首次配对'}；{reason}"
        return Assigned(errand, mode, self._goers[goer], day, slot, reason, looker)

    def _nobody(self, place: int, cell: Cell) -> str:
        errand, mode = self._errands[place], cell[2]
        fitting = [goer for goer, one in enumerate(self._goers) if mode_of(one.role) is mode]
        whys = [self._why(errand.unit_id, goer) or self._why_then(errand, goer, cell) for goer in fitting]
        return why_nobody([self._goers[goer] for goer in fitting], whys, self._plan, mode)

    def _options(self, errand: Errand, cell: Cell) -> Iterator[int]:
        """Yield who could go on an errand on a half day."""
        for goer in self._able(errand.unit_id, cell):
            if not is_locked(self._goers[goer], errand, cell[0], self._plan.lock_days):
                yield goer

    def _find_able(self, unit_id: int, cell: Cell) -> tuple[int, ...]:
        """Return who could go to a unit on a half day, were none of its windows locked for them."""
        return tuple(goer for goer in self._there(cell) if self._why(unit_id, goer) is None)

    def _find_there(self, cell: Cell) -> tuple[int, ...]:
        """Return who visits in a way and is free on a half day."""
        day, slot, mode = cell
        return tuple(
            goer
            for goer, one in enumerate(self._goers)
            if mode_of(one.role) is mode and not (is_busy(one, day, slot) or is_away(one, day))
        )

    def _find_why(self, unit_id: int, goer: int) -> Why | None:
        """Return what keeps somebody away from a unit on any day."""
        one = self._goers[goer]
        not_paired = bool(self._lookers) and one.looks_for != self._lookers[unit_id]
        kept = kept_away(one, unit_id, self._plan.method, self._lineage)
        return kept or (Why.NOT_PAIRED if not_paired else None)

    def _why_then(self, errand: Errand, goer: int, cell: Cell) -> Why | None:
        one = self._goers[goer]
        if is_busy(one, cell[0], cell[1]):
            return Why.FULL
        return kept_away_on(one, errand, cell[0], self._plan.lock_days)


def _has_any(found: Iterator[int]) -> bool:
    return next(found, None) is not None


def _as_int(place: object) -> int:
    assert isinstance(place, int)  # noqa: S101 - the gate above hands out places
    return place


def _spare(kinds: Sequence[Cell], rooms: Mapping[Cell, int], chosen: Sequence[int | None]) -> Iterator[Cell]:
    """Yield the half days that nobody could take, for the errands nobody could go on."""
    for place, cell in enumerate(kinds):
        yield from [cell] * (rooms[cell] - chosen.count(place))



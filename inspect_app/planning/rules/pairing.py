"""Who looks at whom in a cross-check: no own unit, no mirror, even loads, as few repeated pairs as can be.

A mirror (A looks at B while B looks at A) is a rule about two pairs at once, which no assignment problem knows.
So the best assignment is sought without it; where it holds a mirror, one of the two pairs is forbidden in turn, the
cheaper branch first. The first one without a mirror is the best there is.
"""

import heapq
from collections.abc import Collection, Mapping, Sequence
from itertools import count
from random import Random

Pair = tuple[int, int]
Costs = list[list[int]]
_NEVER = 10**12
_TRIES = 400


class CannotPair(Exception):
    """No pairing keeps the rules; the message says which rule is in the way, `units` which units."""

    def __init__(self, message: str, units: tuple[int, ...] = ()) -> None:
        super().__init__(message)
        self.message, self.units = message, units


def pair_units(
    lookers: Sequence[int],
    targets: Sequence[int],
    forbidden: Collection[Pair],
    times: Mapping[Pair, int],
    dice: Random,
) -> dict[int, int]:
    """Return the looker of each target; loads differ by at most one. Raise CannotPair.

    `forbidden` are pairs (looker, target) that may never be, `times` how often a pair was.
    """
    alone = tuple(target for target in targets if all((looker, target) in forbidden for looker in lookers))
    if not lookers or alone:
        raise CannotPair("能派人的单位都是本单位或上下级，没有别的单位可去。", alone)
    table = _Table(lookers, targets, forbidden, times, dice)
    found = _without_mirrors(table)
    if found is None:
        if _solve(table, frozenset()) is None:
            raise CannotPair("回避本单位和上下级后，能派人的单位不够，不能每家派出一样多。")
        raise CannotPair("剩下的配法都是两家对看，请至少有三个互不隶属的单位参加。")
    return found


class _Table:
    """Rows are turns of the lookers, columns targets and, where loads can't be equal, turns nobody takes."""

    def __init__(
        self,
        lookers: Sequence[int],
        targets: Sequence[int],
        forbidden: Collection[Pair],
        times: Mapping[Pair, int],
        dice: Random,
    ) -> None:
        each, more = divmod(len(targets), len(lookers))
        self.rows = [(looker, True) for looker in lookers for _ in range(each)]
        self.rows += [(looker, False) for looker in lookers] if more else []
        self.columns: list[int | None] = [*targets, *[None] * (len(self.rows) - len(targets))]
        self.forbidden = set(forbidden)
        # One repeated pair weighs more than any luck of the dice.
        weight = 1000 * (len(self.rows) + 1)
        luck = {(looker, target): dice.randrange(1000) for looker in lookers for target in targets}
        self.price = {pair: times.get(pair, 0) * weight + luck[pair] for pair in luck}

    def costs(self, also: frozenset[Pair]) -> Costs:
        """Return what each turn costs at each target."""
        closed = self.forbidden | also
        return [
            [
                (_NEVER if must else 0)
                if target is None
                else (_NEVER if (looker, target) in closed else self.price[looker, target])
                for target in self.columns
            ]
            for looker, must in self.rows
        ]


def _without_mirrors(table: _Table) -> dict[int, int] | None:
    first = _solve(table, frozenset())
    waiting, turn = [(first[0], 0, frozenset[Pair](), first[1])] if first else [], count(1)
    for _ in range(_TRIES):
        if not waiting:
            return None
        _, _, closed, found = heapq.heappop(waiting)
        mirror = _mirror(found)
        if mirror is None:
            return found
        for pair in (mirror, mirror[::-1]):
            solved = _solve(table, closed | {pair})
            if solved is not None:
                heapq.heappush(waiting, (solved[0], next(turn), closed | {pair}, solved[1]))
    raise CannotPair(f"试了 {_TRIES} 种配法，总有两家对看。请换一个随机数，或多请几个单位参加。")


def _mirror(found: Mapping[int, int]) -> Pair | None:
    for target, looker in found.items():
        if found.get(looker) == target:
            return looker, target
    return None


def _solve(table: _Table, also: frozenset[Pair]) -> tuple[int, dict[int, int]] | None:
    """Return (cost, looker of each target) of the cheapest assignment, mirrors or not; None when there is none."""
    costs = table.costs(also)
    chosen = cheapest(costs)
    total = sum(costs[row][column] for column, row in enumerate(chosen))
    if total >= _NEVER:
        return None
    found = {
        target: table.rows[row][0]
        for target, row in zip(table.columns, chosen, strict=True)
        if target is not None
    }
    return total, found


def cheapest(costs: Costs) -> list[int]:
    """Return the row of each column in the cheapest assignment of a square table (Kuhn, Munkres; n³ steps)."""
    size = len(costs)
    row_price, column_price = [0] * size, [0] * (size + 1)
    at = [-1] * (size + 1)  # the row of each column; the last column is the door rows come in by
    for row in range(size):
        at[size] = row
        came = _shortest_way(costs, row_price, column_price, at)
        column = next(place for place in came if at[place] == -1)
        while column != size:
            at[column] = at[came[column]]
            column = came[column]
    return at[:size]


def _shortest_way(costs: Costs, row_price: list[int], column_price: list[int], at: list[int]) -> dict[int, int]:
    """Find the cheapest way from the door to a free column; return how each column was reached, prices adjusted."""
    size = len(costs)
    best, before = [_NEVER * size * 2] * size, [size] * size
    came, here = {size: size}, size
    while at[here] != -1:
        row = at[here]
        left = [column for column in range(size) if column not in came]
        for column in left:
            price = costs[row][column] - row_price[row] - column_price[column]
            if price < best[column]:
                best[column], before[column] = price, here
        following = min(left, key=best.__getitem__)
        step = best[following]
        for column in came:
            row_price[at[column]] += step
            column_price[column] -= step
        for column in left:
            best[column] -= step
        came[following] = before[following]
        here = following
    return came

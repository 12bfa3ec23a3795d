"""Who looks at whom: no own unit, no mirror, no repeated pair while one is possible, loads within one."""

import itertools
from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.planning.rules.pairing import CannotPair, Pair, cheapest, pair_units


def _own(units: list[int]) -> set[Pair]:
    return {(unit, unit) for unit in units}


def _pairs(found: dict[int, int]) -> set[Pair]:
    return {(looker, target) for target, looker in found.items()}


def test_forty_four_units_look_at_one_another_for_ten_rounds() -> None:
    units, times = list(range(44)), Counter[Pair]()
    for turn in range(10):
        found = pair_units(units, units, _own(units), times, Random(turn))
        pairs = _pairs(found)
        assert set(found) == set(units)
        assert set(Counter(found.values()).values()) == {1}
        assert not any(looker == target for looker, target in pairs)
        assert not any(pair[::-1] in pairs for pair in pairs)
        assert not any(times[pair] for pair in pairs)
        times.update(pairs)


def _all_pairings(units: list[int], forbidden: set[Pair]) -> list[set[Pair]]:
    """Return every pairing of as many lookers as targets that keeps the rules, by trying them all."""
    found = []
    for order in itertools.permutations(units):
        pairs = set(zip(order, units, strict=True))
        if pairs.isdisjoint(forbidden) and not any(pair[::-1] in pairs for pair in pairs):
            found.append(pairs)
    return found


_FIVE = st.integers(1, 5)


@given(_FIVE, st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4))), st.data(), st.integers(0, 99))
def test_no_pairing_repeats_fewer_pairs(size: int, related: set[Pair], data: st.DataObject, seed: int) -> None:
    """Beside trying every pairing: the same answer whether there is one, and never more repeats than the best."""
    units = list(range(size))
    forbidden = _own(units) | related | {pair[::-1] for pair in related}
    times = {pair: data.draw(st.integers(0, 2)) for pair in itertools.product(units, units)}
    possible = _all_pairings(units, forbidden)
    if not possible:
        with pytest.raises(CannotPair):
            pair_units(units, units, forbidden, times, Random(seed))
        return
    pairs = _pairs(pair_units(units, units, forbidden, times, Random(seed)))
    assert pairs in possible
    repeats = [sum(times[pair] for pair in one) for one in possible]
    assert sum(times[pair] for pair in pairs) == min(repeats)


@given(st.integers(3, 14), st.integers(1, 14), st.integers(0, 99))
def test_loads_differ_by_at_most_one(targets: int, lookers: int, seed: int) -> None:
    """Where fewer units can send people than are looked at; a lone or a paired looker may be impossible."""
    units, sending = list(range(targets)), list(range(min(lookers, targets)))
    try:
        found = pair_units(sending, units, _own(units), {}, Random(seed))
    except CannotPair:
        assert len(sending) < 3
        return
    loads = Counter(found.values())
    assert max(loads.values()) - min(loads.get(looker, 0) for looker in sending) <= 1
    pairs = _pairs(found)
    assert not any(pair[::-1] in pairs or pair[0] == pair[1] for pair in pairs)


@given(st.integers(1, 6), st.data())
def test_the_cheapest_assignment_is_the_cheapest(size: int, data: st.DataObject) -> None:
    costs = [[data.draw(st.integers(0, 30)) for _ in range(size)] for _ in range(size)]
    chosen = cheapest(costs)
    assert sorted(chosen) == list(range(size))
    sums = [sum(costs[row][at] for at, row in enumerate(order)) for order in itertools.permutations(range(size))]
    assert sum(costs[row][at] for at, row in enumerate(chosen)) == min(sums)


def test_the_same_seed_pairs_alike_and_another_one_otherwise() -> None:
    units = list(range(20))
    first, again, other = (pair_units(units, units, _own(units), {}, Random(seed)) for seed in (7, 7, 8))
    assert first == again != other


@pytest.mark.parametrize(
    ("lookers", "targets", "forbidden", "sentence", "units"),
    [
        ([1, 2], [1, 2], {(1, 1), (2, 2)}, "对看", ()),
        ([1], [1, 2], {(1, 1)}, "没有别的单位可去", (1,)),
        ([], [1], set(), "没有别的单位可去", (1,)),
        ([1, 2, 3], [1, 2, 3], {(1, 1), (2, 2), (3, 3), (1, 2), (1, 3)}, "不够", ()),
    ],
)
def test_what_cannot_be_paired_is_explained(
    lookers: list[int], targets: list[int], forbidden: set[Pair], sentence: str, units: tuple[int, ...]
) -> None:
    with pytest.raises(CannotPair) as refused:
        pair_units(lookers, targets, forbidden, {}, Random(1))
    assert sentence in refused.value.message
    assert refused.value.units == units

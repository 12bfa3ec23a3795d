"""Small counts of visits are told together, and what is told still adds up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.notices.rules.few import OTHER, told_together
from inspect_app.notices.vocabulary import MethodCount


def _told(*counts: tuple[int, int]) -> list[tuple[str, int, int]]:
    rows = (MethodCount(f"方式{place}", new, total) for place, (new, total) in enumerate(counts))
    return [(row.method, row.new, row.total) for row in told_together(rows)]


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        (((6, 41), (8, 97)), [("方式0", 6, 41), ("方式1", 8, 97)]),
        (((0, 41), (8, 97)), [("方式0", 0, 41), ("方式1", 8, 97)]),
        # One visit by a method, today or ever, goes into 其他; alone it would be reckoned from the total.
        (((6, 41), (1, 1), (8, 97)), [("方式2", 8, 97), (OTHER, 7, 42)]),
        (((6, 41), (2, 2), (1, 9), (8, 97)), [("方式0", 6, 41), ("方式3", 8, 97), (OTHER, 3, 11)]),
        (((1, 1),), [(OTHER, 1, 1)]),
        ((), []),
    ],
)
def test_a_small_count_goes_into_the_others(counts: tuple[tuple[int, int], ...], told: list[object]) -> None:
    assert _told(*counts) == told


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 9)).map(lambda pair: (pair[0], sum(pair))), max_size=6))
def test_the_totals_add_up_and_no_small_count_is_told_beside_others(counts: list[tuple[int, int]]) -> None:
    told = _told(*counts)
    assert sum(new for _, new, _ in told) == sum(new for new, _ in counts)
    assert sum(total for _, _, total in told) == sum(total for _, total in counts)
    if len(told) > 1:
        assert [row for row in told if 0 < row[1] < 3 or 0 < row[2] < 3] == []

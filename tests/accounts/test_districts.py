"""Which units rank with the districts: districts and all below them, not the bureaus of the office's own territory."""

from inspect_app.accounts.rules import of_districts
from inspect_app.accounts.vocabulary import UnitKind as K

_CITY = [
    (1, None, K.REFORM_OFFICE), (2, None, K.BUREAU), (3, 2, K.SECTION), (4, None, K.DISTRICT), (5, 4, K.BUREAU),
    (6, 4, K.TOWN), (7, 6, K.VILLAGE), (8, 5, K.SECTION), (9, 4, K.REFORM_OFFICE),
]  # fmt: skip


def test_a_service_centre_of_a_district_ranks_with_the_districts() -> None:
    assert of_districts(_CITY) == {4, 5, 6, 7, 8, 9}


def test_the_bureaus_of_a_district_that_runs_the_reform_are_its_bureaus() -> None:
    district = [(1, None, K.DISTRICT), (2, 1, K.REFORM_OFFICE), (3, 1, K.BUREAU), (4, 1, K.TOWN), (5, 4, K.SECTION)]
    assert of_districts(district) == {4, 5}


def test_a_tree_that_bites_its_tail_or_lacks_its_root_ends() -> None:
    assert of_districts([(1, 2, K.BUREAU), (2, 1, K.DISTRICT), (3, 99, K.BUREAU)]) == {1, 2}
    assert of_districts([]) == frozenset()

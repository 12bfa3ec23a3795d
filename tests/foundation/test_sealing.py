"""Seals: what must be read again, and what must only be compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.foundation import randomness
from inspect_app.foundation.sealing import BrokenSeal, Sealer

SEALER = Sealer("key")


@given(st.binary(max_size=500), st.text(max_size=20))
def test_what_was_sealed_is_read_again_and_nothing_of_it_shows(clear: bytes, context: str) -> None:
    sealed = SEALER.seal(clear, context)
    assert SEALER.open(sealed, context) == clear
    assert len(clear) < 4 or clear not in sealed


@pytest.mark.parametrize("place", [0, 11, 12, 20, -1])
def test_one_changed_byte_breaks_the_seal(place: int) -> None:
    sealed = bytearray(SEALER.seal(b"somebody", "author"))
    sealed[place] ^= 1
    with pytest.raises(BrokenSeal):
        SEALER.open(bytes(sealed), "author")


def test_a_seal_opens_only_with_its_key_and_for_its_use() -> None:
    sealed = SEALER.seal(b"somebody", "author")
    with pytest.raises(BrokenSeal):
        SEALER.open(sealed, "name")
    with pytest.raises(BrokenSeal):
        Sealer("another key").open(sealed, "author")


@pytest.mark.parametrize("broken", [b"", b"short", b"\0" * 12])
def test_bytes_that_are_no_seal_are_refused(broken: bytes) -> None:
    with pytest.raises(BrokenSeal):
        SEALER.open(broken, "author")


def test_two_seals_of_one_person_differ_and_two_tags_are_equal() -> None:
    assert SEALER.seal_author(7) != SEALER.seal_author(7)
    assert SEALER.open_author(SEALER.seal_author(7)) == 7
    assert SEALER.author_tag(7) == SEALER.author_tag(7)
    assert len({SEALER.author_tag(7), SEALER.author_tag(8), Sealer("other").author_tag(7)}) == 3


def test_given_the_same_random_bytes_two_seals_are_equal() -> None:
    with randomness.drawing(lambda count: b"\1" * count):
        assert SEALER.seal_author(7) == SEALER.seal_author(7)

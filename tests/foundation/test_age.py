"""Encrypted files: other programs read them, and what was changed or cut is never taken for whole."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.foundation import bech32
from inspect_app.foundation.age import Damaged, Identity, Opener, Passphrase, Reader, Recipient, Writer, WrongKey

_CHUNK = 64 * 1024
_IDENTITY = Identity(bytes(range(32)))
# Written by another program (rage's library), for the public key of _IDENTITY, with a stanza nobody knows.
_ELSEWHERE = bytes.fromhex(
    "6167652d656e6372797074696f6e2e6f72672f76310a2d3e2058323535313920775a67476b50552f6b3035575a4948663154526e437676"
    "336c7433505664515031687a5245377a656e6e4d0a46424a3269433841643869536262416a43513632616548462f7041503339304e634c"
    "5457344171644d68490a2d3e2055252d6772656173652048403b4321205076545b35787920576b6f2e7a252c0a70335862733870425267"
    "4544515663385a6b4e2f3553514b324d30594e5748416436735277770a2d2d2d2048655a685541584368524259776d696e6652446d3079"
    "542b4f5878415a665a516f7a754d2f4c6a31442b730a3da90552ea0e5c2d9f8df9beec8410e001c980ad5defbe79a75e07b98784dae8db"
    "dafb18d307a7c3fc7748794975"
)


def _locked(clear: bytes, locker: Recipient | Passphrase = _IDENTITY.recipient) -> bytes:
    out = io.BytesIO()
    writer = Writer(out, locker)
    for start in range(0, len(clear), 50_000):
        writer.write(clear[start : start + 50_000])
    writer.finish()
    return out.getvalue()


def _opened(locked: bytes, opener: Opener = _IDENTITY) -> bytes:
    return io.BufferedReader(Reader(io.BytesIO(locked), opener)).read()


def test_what_another_program_wrote_is_read() -> None:
    assert _opened(_ELSEWHERE) == b"made elsewhere"


@pytest.mark.parametrize("size", [0, 1, _CHUNK - 1, _CHUNK, _CHUNK + 1, 3 * _CHUNK])
def test_what_was_locked_is_opened(size: int) -> None:
    clear = bytes(place % 251 for place in range(size))
    assert _opened(_locked(clear)) == clear


def test_a_passphrase_opens_what_it_locked_and_no_other_does() -> None:
    locked = _locked(b"one", Passphrase("春江", work=10))
    assert _opened(locked, Passphrase("春江")) == b"one"
    with pytest.raises(WrongKey):
        _opened(locked, Passphrase("花月"))


def test_another_key_opens_nothing() -> None:
    with pytest.raises(WrongKey):
        _opened(_locked(b"one"), Identity(bytes(32)))


_LOCKED = _locked(b"x" * (2 * _CHUNK + 9))


@given(st.integers(0, len(_LOCKED) - 1), st.integers(1, 255))
def test_a_changed_byte_is_found(place: int, change: int) -> None:
    forged = _LOCKED[:place] + bytes([_LOCKED[place] ^ change]) + _LOCKED[place + 1 :]
    with pytest.raises((Damaged, WrongKey)):
        _opened(forged)


@given(st.integers(0, len(_LOCKED) - 1))
def test_a_file_cut_off_anywhere_is_found(place: int) -> None:
    with pytest.raises((Damaged, WrongKey)):
        _opened(_LOCKED[:place])


def test_chunks_that_changed_places_are_found() -> None:
    start, sealed = len(_LOCKED) - 2 * (_CHUNK + 16) - 9 - 16, _CHUNK + 16
    first, second = _LOCKED[start : start + sealed], _LOCKED[start + sealed : start + 2 * sealed]
    with pytest.raises(Damaged):
        _opened(_LOCKED[:start] + second + first + _LOCKED[start + 2 * sealed :])


def test_a_key_is_read_as_it_was_written_and_a_mistyped_one_is_refused() -> None:
    assert Identity.parse(f"# a remark\n{_IDENTITY}\n") == _IDENTITY
    written = str(_IDENTITY.recipient)
    assert Recipient.parse(f" {written}\n") == _IDENTITY.recipient
    for place in range(4, len(written)):
        other = "q" if written[place] != "q" else "p"
        with pytest.raises(ValueError):
            Recipient.parse(written[:place] + other + written[place + 1 :])


@pytest.mark.parametrize("text", ["", "age1", "AGE-SECRET-KEY-1", "hello", "age1QQqq", str(_IDENTITY)])
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Recipient.parse(text)


def test_bech32_is_what_its_standard_says() -> None:
    """An example of BIP 173."""
    data = bytes.fromhex("00443214c74254b635cf84653a56d7c675be77df")
    assert bech32.decode("abcdef", bech32.encode("abcdef", data)) == data
    with pytest.raises(ValueError):
        bech32.decode("abcdeg", bech32.encode("abcdef", data))

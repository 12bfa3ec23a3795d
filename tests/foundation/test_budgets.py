"""How much at once and how often: gates and buckets, without a server."""

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest

from inspect_app.config import PROJECT_ROOT
from inspect_app.foundation.budgets import EXPORTS, HASHING, THREADS, Buckets, Gate
from inspect_app.foundation.errors import TooMany

START = datetime(2026, 5, 18, 1, 0, tzinfo=UTC)
_SECONDS = 60


def test_a_gate_lets_some_in_some_wait_and_tells_the_rest_to_come_back() -> None:
    gate = Gate(at_once=2, waiting=1, patience=_SECONDS, message="太多")
    gate.enter()
    gate.enter()
    third = threading.Thread(target=gate.enter)
    third.start()
    while gate._places._value:  # type: ignore[attr-defined]  # until the third stands in line
        threading.Event().wait(0.001)
    with pytest.raises(TooMany) as refused:
        gate.enter()
    assert (refused.value.status, refused.value.seconds, refused.value.message) == (429, 30, "太多")
    gate.leave()
    third.join(_SECONDS)
    assert not third.is_alive()  # it was let in when one left
    gate.leave()
    gate.leave()


def test_who_waits_in_vain_is_told_so_and_leaves_the_line() -> None:
    gate = Gate(at_once=1, waiting=1, patience=0.01, message="太多")
    gate.enter()
    for _ in range(3):  # each time the place in line is free again
        with pytest.raises(TooMany):
            gate.enter()
    gate.leave()
    with gate.turn():
        pass


def test_a_turn_ends_when_what_is_done_in_it_fails() -> None:
    gate = Gate(at_once=1, waiting=0, patience=0.01, message="太多")
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), gate.turn():
            _ = 1 / 0


def test_however_many_sign_in_and_export_two_threads_are_left_for_tablets() -> None:
    start = (PROJECT_ROOT / ".ci" / "start").read_text(encoding="utf-8")
    said = re.search(r"--threads (\d+)", start)
    assert said and int(said[1]) == THREADS
    assert THREADS - HASHING.threads - EXPORTS.threads >= 2


def test_a_bucket_is_full_at_first_and_refills_evenly() -> None:
    buckets = Buckets(6)
    assert [buckets.take("a", START) for _ in range(7)] == [0] * 6 + [600]
    assert buckets.take("b", START) == 0  # somebody else has their own
    assert buckets.take("a", START + timedelta(minutes=9)) == 60
    assert buckets.take("a", START + timedelta(minutes=10)) == 0
    assert buckets.take("a", START + timedelta(minutes=10)) == 600
    assert [buckets.take("a", START + timedelta(days=1)) for _ in range(7)] == [0] * 6 + [600]


def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    buckets = Buckets(1)
    assert buckets.take("a", START) == 0
    assert buckets.take("a", START - timedelta(days=1)) > 0
    assert buckets.take("a", START + timedelta(minutes=59)) == 60


def test_no_limit_is_no_limit_and_old_keys_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {Buckets(0).take("a", START) for _ in range(1000)} == {0}
    monkeypatch.setattr("inspect_app.foundation.budgets._MOST_KEYS", 3)
    buckets = Buckets(1)
    for key in "abc":
        buckets.take(key, START)
    buckets.take("d", START + timedelta(minutes=1))  # nobody is forgotten who still waits
    assert buckets.take("a", START + timedelta(minutes=1)) > 0
    buckets.take("e", START + timedelta(hours=2))
    assert set(buckets._buckets) == {"e"}

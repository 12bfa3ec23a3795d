"""What is decided about opinions, without a database."""

from dataclasses import replace
from datetime import date

import pytest

from inspect_app.foundation.errors import Invalid
from inspect_app.voices.rules.opinions import (
    BUSY,
    LIFE,
    SHORTEST,
    WAIT,
    bits_for,
    checked,
    folded,
    gaps,
    is_excess,
    judge,
    masked_phone,
    places,
    read_challenge,
    receipt_of,
    spaced,
    state_of,
    tag_of,
    write_challenge,
)
from inspect_app.voices.vocabulary.opinions import (
    Challenge,
    FormState,
    OpinionDraft,
    Part,
    Said,
    Seen,
    TripsSaid,
    Verdict,
)
from tests.voices.opinions import solve

TODAY = date(2026, 12, 1)
FRESH = Challenge("K7M4PQ2A", "a" * 32, 1_000_000, 11)
SOLVED = solve(FRESH.nonce, FRESH.bits)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, FormState.OPEN),
        ({"until": TODAY}, FormState.OPEN),
        ({"until": date(2026, 11, 30)}, FormState.EXPIRED),
        ({"ends_on": TODAY}, FormState.OPEN),
        ({"ends_on": date(2026, 11, 30)}, FormState.OVER),
        ({"in_use": False}, FormState.GONE),
        ({"closed_on": TODAY, "in_use": False, "until": date(2026, 1, 1)}, FormState.CLOSED),
    ],
)
def test_a_form_is_open_until_its_last_day(facts: dict[str, object], state: FormState) -> None:
    known = {"closed_on": None, "until": None, "ends_on": None, "in_use": True} | facts
    assert state_of(TODAY, **known) is state  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("challenge", "after", "solution", "verdict"),
    [
        (FRESH, SHORTEST, SOLVED, Verdict.GOOD),
        (FRESH, LIFE, SOLVED, Verdict.GOOD),
        (FRESH, LIFE + 1, SOLVED, Verdict.STALE),
        (FRESH, -1, SOLVED, Verdict.STALE),
        (FRESH, SHORTEST - 1, SOLVED, Verdict.EARLY),
        (FRESH, SHORTEST, "", Verdict.UNSOLVED),
        (FRESH, SHORTEST, "²", Verdict.UNSOLVED),
        (FRESH, SHORTEST, str(int(SOLVED) + 1), Verdict.UNSOLVED),
        (replace(FRESH, code="ANOTHER1"), SHORTEST, SOLVED, Verdict.STALE),
        (replace(FRESH, waiting=True), WAIT - 1, "", Verdict.UNSOLVED),
        (replace(FRESH, waiting=True), WAIT, "", Verdict.GOOD),
        (None, SHORTEST, SOLVED, Verdict.STALE),
    ],
)
def test_a_page_counts_once_a_person_had_it_long_enough(
    challenge: Challenge | None, after: int, solution: str, verdict: Verdict
) -> None:
    assert judge(challenge, "K7M4PQ2A", FRESH.at + after, solution) is verdict


def test_only_what_this_installation_signed_is_a_challenge() -> None:
    written = write_challenge("key", FRESH)
    assert read_challenge("key", written) == FRESH
    assert read_challenge("other", written) is None
    assert read_challenge("key", written[:-1] + ("A" if written[-1] != "A" else "B")) is None
    assert [read_challenge("key", text) for text in ("", "x", "\x00", "🙂" * 9)] == [None] * 4


def test_a_receipt_is_the_same_however_often_its_page_is_sent() -> None:
    receipt = receipt_of("key", "nonce")
    assert receipt == receipt_of("key", "nonce")
    assert receipt not in (receipt_of("key", "other"), receipt_of("other", "nonce"))
    assert folded(f" {spaced(receipt).lower()} ") == receipt


def test_an_address_means_nothing_under_the_key_of_another_hour() -> None:
    assert tag_of(b"1" * 32, "203.0.113.7") == tag_of(b"1" * 32, "203.0.113.7")
    assert tag_of(b"1" * 32, "203.0.113.7") != tag_of(b"2" * 32, "203.0.113.7")


def test_a_busy_hall_is_no_excess() -> None:
    assert [is_excess(count) for count in (1, 60, BUSY, BUSY + 1)] == [False, False, False, True]
    assert bits_for(BUSY - 1) < bits_for(BUSY)


def test_blanks_alone_are_no_opinion() -> None:
    with pytest.raises(Invalid, match="四个问题都还空着，请至少答一个"):
        checked(OpinionDraft(words=" \n\t "))


def test_five_thousand_characters_are_told_how_many_are_too_many() -> None:
    assert len(checked(OpinionDraft(words="字" * 2000)).words) == 2000
    with pytest.raises(Invalid, match="写了 5000 个字，最多 2000 个"):
        checked(OpinionDraft(words="字" * 5000))


@pytest.mark.parametrize("phone", ["138", "23800001234", "138 0000 123", "电话", "138000012345"])
def test_a_number_that_nobody_can_call_is_refused(phone: str) -> None:
    with pytest.raises(Invalid, match="电话号码不对"):
        checked(OpinionDraft(TripsSaid.ONE, phone=phone))


def test_a_number_is_kept_as_it_is_dialled() -> None:
    assert checked(OpinionDraft(TripsSaid.ONE, phone="１３８ 0000 1234")).phone == "13800001234"
    assert masked_phone("13800001234") == "138****1234"


def test_citizens_word_stands_beside_inspectors_eyes() -> None:
    said = [Said(1, 2, False), Said(1, 1, True), Said(1, None, True), Said(1, 3, None), Said(2, 1, True)]
    seen = [Seen(1, score=90.0), Seen(1, score=80.0), Seen(1, trips=1), Seen(3, score=70.0)]
    found = gaps(said, seen)
    assert set(found) == {1, 2, 3}
    one = found[1]
    assert (one.satisfied, one.trips, one.once) == (Part(2, 3), Part(6, 3), Part(1, 3))
    assert (one.score, one.tried) == (Part(170.0, 2), Part(1, 1))
    assert one.points == pytest.approx(85 - 200 / 3)
    assert one.more_trips == pytest.approx(1.0)
    assert (found[2].points, found[3].points, found[3].satisfied.value) == (None, None, None)


def test_whoever_has_fewer_than_three_answers_has_no_place() -> None:
    answers = {1: [True] * 3, 2: [True, True, False], 3: [True, True], 4: [True, True, False]}
    found = gaps([Said(key, None, one) for key, row in answers.items() for one in row], [])
    assert places(list(found.values())) == {1: 1, 2: 2, 4: 2}

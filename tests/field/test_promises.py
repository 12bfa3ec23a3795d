"""Which announced promise a trial broke."""

import pytest

from inspect_app.field.rules import interview_offer, paper_origin, trial_offers
from inspect_app.field.vocabulary import InterviewWords, Promise, TrialFacts
from inspect_app.findings.vocabulary import Category
from inspect_app.visits.vocabulary import PaperOrigin

ONE = Promise("居住证申领", 1, False, 30, ("身份证", "照片"))
ZERO = Promise("网上签注", 0, False, None)
ID_ONLY = Promise("驾驶证补办", 1, True, None, ("身份证",))
ANY = Promise("企业登记", None, False, None)


def refs(promise: Promise | None, facts: TrialFacts) -> list[str]:
    return [offer.ref for offer in trial_offers(promise, facts)]


@pytest.mark.parametrize(
    ("promise", "complete", "trips", "expected"),
    [
        (ONE, True, 1, []),
        (ONE, True, 3, ["trips"]),
        (ONE, None, 2, ["trips"]),
        (ONE, False, 3, []),
        (ONE, True, None, []),
        (ZERO, True, 0, []),
        (ZERO, True, 1, ["trips"]),
        (ANY, True, 9, []),
        (None, True, 9, []),
    ],
)
def test_more_trips_than_promised(
    promise: Promise | None, complete: bool | None, trips: int | None, expected: list[str]
) -> None:
    assert refs(promise, TrialFacts(complete, trips, None)) == expected


@pytest.mark.parametrize(("minutes", "expected"), [(None, []), (30, []), (31, ["minutes"])])
def test_longer_than_promised(minutes: int | None, expected: list[str]) -> None:
    assert refs(ONE, TrialFacts(True, 1, minutes)) == expected


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        ((("身份证", "listed"),), []),
        ((("户口簿", "beyond"),), ["beyond:户口簿"]),
        ((("居住证明", "cancelled"),), ["cancelled:居住证明"]),
        ((("居住证明", "cancelled"), ("户口簿", "beyond")), ["cancelled:居住证明", "beyond:户口簿"]),
    ],
)
def test_papers_beyond_the_list_and_cancelled_proofs(papers: tuple[tuple[str, str], ...], expected: list[str]) -> None:
    assert refs(ONE, TrialFacts(True, 1, None, papers)) == expected


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        ((("身份证", "listed"),), []),
        ((("身份证复印件", "beyond"),), []),
        ((("身份证", "listed"), ("照片", "beyond")), ["id_only"]),
        ((("照片", "beyond"), ("户口簿", "listed")), ["id_only"]),
    ],
)
def test_more_than_the_identity_card(papers: tuple[tuple[str, str], ...], expected: list[str]) -> None:
    assert refs(ID_ONLY, TrialFacts(True, 1, None, papers)) == expected


def test_an_offer_is_filled_in() -> None:
    offer = trial_offers(ONE, TrialFacts(True, 3, None))[0]
    assert (offer.category, offer.trips_found) == (Category.PROMISE, 3)
    assert "居住证申领" in offer.title
    assert "3 趟" in offer.fact


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("身份证", PaperOrigin.LISTED),
        (" 身份证 ", PaperOrigin.LISTED),
        ("居住证明", PaperOrigin.CANCELLED),
        ("社区开的居住证明１份", PaperOrigin.CANCELLED),
        ("户口簿", PaperOrigin.BEYOND),
    ],
)
def test_a_cancelled_proof_is_known_by_its_name(name: str, expected: PaperOrigin) -> None:
    assert paper_origin(name, ["身份证"], ["居住证明"]) is expected


@pytest.mark.parametrize(
    ("satisfaction", "words", "offered"),
    [(1, "等太久", True), (2, "", False), (3, "一般", False), (None, "等太久", False)],
)
def test_only_dissatisfaction_in_words_offers_a_problem(satisfaction: int | None, words: str, offered: bool) -> None:
    talk = InterviewWords("citizen", satisfaction=satisfaction, words=words)
    assert (interview_offer(talk) is not None) is offered

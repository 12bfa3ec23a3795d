"""Which earlier findings are proposed, as what, in which order; and the grade of a recurrence."""

from datetime import date
from typing import Any

import pytest

from inspect_app.findings.rules.recurrence import (
    PROPOSED,
    Earlier,
    Place,
    Tie,
    Use,
    best_matches,
    is_below,
    raised,
    tie_of,
    use_of,
    why_proposed,
)
from inspect_app.findings.vocabulary import FindingStatus, Grade

NEW = Place(unit_id=1, window_id=10, item_id=100, question=(7, "q1"), visit_id=1000)
FOUND, TODAY = date(2026, 5, 20), date(2026, 6, 1)
CLOSED, OPEN = FindingStatus.CLOSED, FindingStatus.RECTIFYING


def earlier(number: int = 1, likeness: float = 0.0, **place: Any) -> Earlier:
    closed_on = place.pop("closed_on", None)
    status = CLOSED if closed_on else place.pop("status", OPEN)
    return Earlier(number, Place(**{"unit_id": 2, "window_id": 20, **place}), status, likeness, closed_on)


@pytest.mark.parametrize(("other", "tie"), [
    ({"window_id": 10, "question": (7, "q1"), "item_id": 100}, Tie.QUESTION_HERE),
    ({"window_id": 10, "item_id": 100}, Tie.MATTER_HERE),
    ({"unit_id": 1, "question": (7, "q1")}, Tie.QUESTION),
    ({"unit_id": 1, "item_id": 100}, Tie.MATTER),
    ({"window_id": 10, "question": (7, "q2")}, Tie.WINDOW),
    ({"question": (7, "q1")}, None),
    ({"unit_id": 1, "question": (8, "q1")}, None),
    ({"item_id": 100}, None),
    ({"window_id": None, "unit_id": None}, None),
])  # fmt: skip
def test_what_two_findings_have_in_common(other: dict[str, Any], tie: Tie | None) -> None:
    assert tie_of(NEW, Place(**{"unit_id": 2, "window_id": 20, **other})) is tie


def test_nothing_known_of_both_is_nothing_in_common() -> None:
    nowhere = Place(unit_id=None, window_id=None)
    assert tie_of(nowhere, nowhere) is None


@pytest.mark.parametrize(("status", "closed_on", "use"), [
    (CLOSED, date(2026, 5, 19), Use.RECURRENCE),
    (CLOSED, FOUND, Use.RECURRENCE),
    (CLOSED, date(2026, 5, 21), Use.DUPLICATE),
    (OPEN, None, Use.DUPLICATE),
    (FindingStatus.TERMINATED, None, Use.DUPLICATE),
    (FindingStatus.SUBMITTED, None, Use.DUPLICATE),
])  # fmt: skip
def test_only_what_is_found_after_closure_is_a_recurrence(
    status: FindingStatus, closed_on: date | None, use: Use
) -> None:
    assert use_of(FOUND, status, closed_on) is use


def proposed(*others: Earlier) -> list[int]:
    return [match.earlier.id for match in best_matches(NEW, FOUND, others)]


def test_the_best_reason_comes_first_and_near_words_strengthen_it() -> None:
    window_only = earlier(1, window_id=10)
    same_matter = earlier(2, window_id=10, item_id=100)
    same_question = earlier(3, window_id=10, question=(7, "q1"))
    near_at_window = earlier(4, 0.9, window_id=10)
    assert proposed(window_only, same_matter, same_question, near_at_window) == [4, 3, 2, 1]


def test_of_equals_the_newest_comes_first() -> None:
    assert proposed(earlier(1, window_id=10, item_id=100), earlier(2, window_id=10, item_id=100)) == [2, 1]


def test_the_list_is_short_and_the_window_alone_never_fills_it() -> None:
    many = [earlier(number, window_id=10, item_id=100) for number in range(1, 10)]
    assert len(proposed(*many)) == PROPOSED
    assert proposed(*(earlier(number, window_id=10) for number in range(1, 10))) == [9, 8]


def test_near_words_elsewhere_must_be_nearer_and_are_no_recurrence() -> None:
    assert proposed(earlier(1, 0.5, unit_id=1)) == [1]
    assert proposed(earlier(1, 0.5, window_id=None)) == []
    assert proposed(earlier(1, 0.7, window_id=None)) == [1]
    assert proposed(earlier(1, 0.9, window_id=None, closed_on=date(2026, 5, 1))) == []
    assert proposed(earlier(1, 0.9, unit_id=1, closed_on=date(2026, 5, 1))) == [1]


def test_the_same_words_at_another_departments_window_are_another_problem() -> None:
    assert proposed(earlier(1, 1.0)) == []


def test_the_same_words_about_another_matter_are_another_problem() -> None:
    assert proposed(earlier(1, 0.9, unit_id=1, item_id=101)) == []
    (match,) = best_matches(NEW, FOUND, [earlier(1, 0.9, window_id=10, item_id=101)])
    assert (match.tie, match.near) == (Tie.WINDOW, False)


def test_another_problem_of_the_same_visit_is_proposed_for_its_words_only() -> None:
    assert proposed(earlier(1, 0.2, window_id=10, item_id=100, visit_id=1000)) == []
    assert proposed(earlier(1, 0.8, window_id=10, item_id=100, visit_id=1000)) == [1]


@pytest.mark.parametrize(("other", "status", "words"), [
    (earlier(1, window_id=10, question=(7, "q1"), closed_on=date(2026, 3, 12)), "已销号",
     "同一窗口、同一检查项，3月12日已销号"),
    (earlier(1, 0.8, window_id=10, closed_on=date(2025, 12, 30)), "已销号",
     "同一窗口，文字相近，2025年12月30日已销号"),
    (earlier(1, 0.8, unit_id=1), "整改中", "文字相近，整改中"),
])  # fmt: skip
def test_the_reason_is_said_in_words(other: Earlier, status: str, words: str) -> None:
    (match,) = best_matches(NEW, FOUND, [other])
    assert why_proposed(match, status, TODAY) == words


def test_a_recurrence_is_one_grade_higher_and_the_highest_stays() -> None:
    assert [raised(grade) for grade in Grade] == [Grade.FIX_NOW, Grade.ORDINARY, Grade.MAJOR, Grade.MAJOR]
    assert is_below(Grade.FIX_NOW, Grade.ORDINARY) and not is_below(Grade.MAJOR, Grade.MAJOR)

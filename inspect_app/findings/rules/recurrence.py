"""Which earlier findings are proposed beside a new one, as what, and what a recurrence does to the grade.

The same problem again after 销号 is a new finding, one grade higher; before it, a duplicate (rectification.md §4.2).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspect_app.findings.vocabulary import FindingStatus, Grade
from inspect_app.foundation.labels import Labelled

PROPOSED = 6
# The window alone says little: such findings fill up what better reasons leave, and never the whole list.
_BY_PLACE_ALONE = 2
_NEAR, _NEAR_ELSEWHERE = 0.45, 0.6


class Tie(Labelled):
    """What an earlier finding has in common with a new one, the strongest first."""

    QUESTION_HERE = "question_here", "同一窗口、同一检查项"
    MATTER_HERE = "matter_here", "同一窗口、同一事项"
    QUESTION = "question", "同一单位、同一检查项"
    MATTER = "matter", "同一单位、同一事项"
    WINDOW = "window", "同一窗口"
    WORDS = "words", "文字相近"


class Use(Labelled):
    """As what an earlier finding is proposed."""

    DUPLICATE = "duplicate", "重复"
    RECURRENCE = "recurrence", "重复发生"


_WEIGHTS = {Tie.QUESTION_HERE: 0.6, Tie.MATTER_HERE: 0.5, Tie.QUESTION: 0.35, Tie.MATTER: 0.25, Tie.WINDOW: 0.15}


@dataclass(frozen=True, slots=True)
class Place:
    """Where and at which question something was found; `question` is (checklist, item key)."""

    unit_id: int | None
    window_id: int | None
    item_id: int | None = None
    question: tuple[int, str] | None = None
    visit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier finding as it is weighed: how near its words are (0 to 1), and when it was closed."""

    id: int
    place: Place
    status: FindingStatus
    likeness: float
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier finding worth proposing: what ties it, whether its words are near too, and as what."""

    earlier: Earlier
    tie: Tie
    near: bool
    use: Use

    @property
    def weight(self) -> float:
        """Return how strongly it is proposed."""
        return _WEIGHTS.get(self.tie, 0.0) + self.earlier.likeness


def best_matches(new: Place, found_on: date, others: Iterable[Earlier]) -> list[Match]:
    """Return the earlier findings to propose, the best first, the newest first among equals."""
    matches = [match for match in (_match(new, found_on, other) for other in others) if match is not None]
    matches.sort(key=lambda match: (-match.weight, -match.earlier.id))
    by_place = [match for match in matches if match.tie is Tie.WINDOW and not match.near][:_BY_PLACE_ALONE]
    good = [match for match in matches if match.tie is not Tie.WINDOW or match.near]
    return (good + by_place)[:PROPOSED]


def _match(new: Place, found_on: date, other: Earlier) -> Match | None:
    use, here = use_of(found_on, other.status, other.closed_on), is_about_the_same(new, other.place)
    near = _is_near(new, other, here)
    # One visit finds many things at one window; only words make two of them the same.
    same_visit = new.visit_id is not None and new.visit_id == other.place.visit_id
    tie = None if same_visit else tie_of(new, other.place)
    if tie is None:
        tie = Tie.WORDS if near else None
    if tie is None or (use is Use.RECURRENCE and not here):
        return None
    return Match(other, tie, near, use)


def _is_near(new: Place, other: Earlier, here: bool) -> bool:
    """Say whether words make two findings one: never of two matters, nor at two windows of two departments."""
    place = other.place
    if new.item_id is not None and place.item_id is not None and new.item_id != place.item_id:
        return False
    if here:
        return other.likeness >= _NEAR
    return other.likeness >= _NEAR_ELSEWHERE and None in (new.window_id, place.window_id)


def tie_of(new: Place, other: Place) -> Tie | None:
    """Return the strongest thing two places have in common, or nothing."""
    here = new.window_id is not None and new.window_id == other.window_id
    unit = new.unit_id is not None and new.unit_id == other.unit_id
    question = new.question is not None and new.question == other.question
    matter = new.item_id is not None and new.item_id == other.item_id
    held = (
        (Tie.QUESTION_HERE, here and question),
        (Tie.MATTER_HERE, here and matter),
        (Tie.QUESTION, unit and question),
        (Tie.MATTER, unit and matter),
        (Tie.WINDOW, here),
    )
    return next((tie for tie, holds in held if holds), None)


def is_about_the_same(new: Place, other: Place) -> bool:
    """Say whether two findings concern one window or one department: only then one may be the other again."""
    return (new.window_id is not None and new.window_id == other.window_id) or (
        new.unit_id is not None and new.unit_id == other.unit_id
    )


def use_of(found_on: date, status: FindingStatus, closed_on: date | None) -> Use:
    """Return whether an earlier finding is found again after its closure, or merely found twice."""
    again = status is FindingStatus.CLOSED and closed_on is not None and closed_on <= found_on
    return Use.RECURRENCE if again else Use.DUPLICATE


def why_proposed(match: Match, status_words: str, today: date) -> str:
    """Return the reason in words, such as 同一窗口、同一检查项，文字相近，3月12日已销号."""
    near = "文字相近" if match.near and match.tie is not Tie.WORDS else ""
    closed = match.earlier.closed_on
    fate = f"{day_words(closed, today)}已销号" if closed else status_words
    return "，".join(part for part in (match.tie.label, near, fate) if part)


def day_words(day: date, today: date) -> str:
    """Return a day as it is said, with its year when that is another."""
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


_ORDER = tuple(Grade)


def raised(grade: Grade) -> Grade:
    """Return the grade of a recurrence: one higher, 重大 stays."""
    return _ORDER[min(_ORDER.index(grade) + 1, len(_ORDER) - 1)]


def is_below(grade: Grade, wanted: Grade) -> bool:
    """Say whether a grade is lower than another."""
    return _ORDER.index(grade) < _ORDER.index(wanted)

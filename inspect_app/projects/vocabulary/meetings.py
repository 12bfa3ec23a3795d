"""Words about meetings (座谈) and their numbered demands (一是…六要)."""

from dataclasses import dataclass
from datetime import date

from inspect_app.foundation.labels import Labelled
from inspect_app.foundation.numbering import NUMERALS


class MeetingKind(Labelled):
    """What sort of meeting it was."""

    DEBRIEF = "debrief", "座谈会"
    CHIEF_VISIT = "chief_visit", "一把手体验督察"
    SEMINAR = "seminar", "研讨会"


@dataclass(frozen=True, slots=True)
class MeetingDraft:
    """A meeting as it is entered."""

    title: str
    kind: MeetingKind
    held_on: date
    place: str = ""
    chair: str = ""
    post: str = ""
    attendees: str = ""
    reports: str = ""


def ordinal(number: int) -> str:
    """Return a demand's place as it is spoken: 一是, 二是 … 十一是."""
    tens, ones = divmod(number, 10)
    if tens == 0 or number == 10:
        return f"{NUMERALS[number]}是"
    before = NUMERALS[tens] if tens > 1 else ""
    after = NUMERALS[ones] if ones else ""
    return f"{before}十{after}是"

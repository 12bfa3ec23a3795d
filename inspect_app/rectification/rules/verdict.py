"""The verdict on time (product.md): fair, because nobody's clock runs while the office holds the file.

`judged_due` is the date in force at the first feedback plus the working days the office held the file:
all of a verification, and of a review of a plan what went beyond C6.
"""

from dataclasses import dataclass
from datetime import date, datetime

from inspect_app.findings.rules import clocks
from inspect_app.foundation.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a feedback came in time: by the fair date, and beside it by the original one."""

    on_time: bool | None
    on_time_original: bool | None


def verdict(feedback: datetime, judged_due: date | None, original_due: date | None) -> Verdict:
    """Judge a round's feedback; nothing when there was no deadline."""
    return Verdict(clocks.is_on_time(feedback, judged_due), clocks.is_on_time(feedback, original_due))


def moved(judged_due: date | None, held: int, calendar: WorkCalendar) -> date | None:
    """Return the date the verdict is measured by after the office held the file for some days more."""
    return clocks.judged_due(judged_due, held, calendar)

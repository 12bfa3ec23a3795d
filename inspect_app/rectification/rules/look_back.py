"""When one looks again after closure (回头看), and at what share of what was closed; pure."""

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta

from inspect_app.findings.vocabulary import Grade
from inspect_app.foundation.workdays import WorkCalendar

AFTER_DAYS = (30, 90)  # C9, calendar days after closure
# Of a hundred closed findings of a grade, how many are looked at again.
SAMPLE: Mapping[Grade, int] = {Grade.MAJOR: 100, Grade.ORDINARY: 100, Grade.FIX_NOW: 20, Grade.SUGGESTION: 0}
_HUNDRED = 100


def due_on(closed: date, days: int, calendar: WorkCalendar) -> date:
    """Return the day to look again: so many days after closure, on the next working day when that is one off."""
    day = closed + timedelta(days=days)
    return day if calendar.is_workday(day) else calendar.next_workday(day).day


def is_sampled(grade: Grade, number: str, sample: Mapping[Grade, int] = SAMPLE) -> bool:
    """Say whether a finding is looked at again; its number decides, so that every run says the same."""
    share = sample.get(grade, 0)
    return int(hashlib.sha256(number.encode()).hexdigest(), 16) % _HUNDRED < share

"""Arithmetic of working days over a known set of days (rectification.md §5).

Day 0 is the day of dispatch; a deadline is the end of working day n. A day in a year that has not
been announced counts as Monday to Friday, but for the dates that the law itself gives off, and makes the
result provisional.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
# Dates that are off in every year, announced or not (《全国年节及纪念日放假办法》, 2024).
_BY_LAW = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date reached by counting; `provisional` when it leans on days not yet announced."""

    day: date
    provisional: bool


class WorkCalendar:
    """Say which days are worked.

    `days_off` are holidays that fall on weekdays, `worked` are weekend days that are worked,
    `known_years` the years for which the State Council's notice is loaded.
    """

    def __init__(self, days_off: Iterable[date], worked: Iterable[date], known_years: Iterable[int]) -> None:
        self._off = frozenset(days_off)
        self._worked = frozenset(worked)
        self._years = frozenset(known_years)

    def is_known(self, day: date) -> bool:
        """Say whether the notice for the year of this day is loaded."""
        return day.year in self._years

    def is_workday(self, day: date) -> bool:
        """Say whether people are at work on this day."""
        if day in self._worked:
            return True
        if day.weekday() >= _SATURDAY or day in self._off:
            return False
        return self.is_known(day) or (day.month, day.day) not in _BY_LAW

    def is_makeup(self, day: date) -> bool:
        """Say whether this is a weekend day that is worked (调休上班)."""
        return day in self._worked

    def add(self, start: date, count: int) -> Deadline:
        """Return the end of working day `count` after `start` (day 0)."""
        day, left, provisional = start, count, False
        while left > 0:
            day += _ONE_DAY
            provisional = provisional or not self.is_known(day)
            left -= self.is_workday(day)
        return Deadline(day, provisional)

    def next_workday(self, day: date) -> Deadline:
        """Return the first working day after `day`."""
        return self.add(day, 1)

    def between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and including `end`; negative when end is earlier."""
        if end < start:
            return -self.between(end, start)
        count, day = 0, start
        while day < end:
            day += _ONE_DAY
            count += self.is_workday(day)
        return count

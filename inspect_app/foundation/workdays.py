"""Arithmetic of working days over a known set of days (rectification.md §5).

Day 0 is the day of dispatch; a deadline is the end of working day n. A day in a year that has not
been announced counts as Monday to Friday, but for the dates that the law itself gives off, and makes the
result provisional.
"""

from bisect import bisect_right
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
        self._fewer = sorted(day for day in self._off - self._worked if day.weekday() < _SATURDAY)
        self._more = sorted(day for day in self._worked if day.weekday() >= _SATURDAY)

    def first_difference(self, other: "WorkCalendar") -> date | None:
        """Return the first day that another calendar knows otherwise, or nothing when they say the same."""
        days = (self._off ^ other._off) | (self._worked ^ other._worked)
        years = {date(year, 1, 1) for year in self._years ^ other._years}
        return min(days | years, default=None)

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
        weeks, rest = divmod((end - start).days, 7)
        weekdays = 5 * weeks + sum((start.weekday() + step) % 7 < _SATURDAY for step in range(1, rest + 1))
        moved = _within(self._more, start, end) - _within(self._fewer, start, end)
        return weekdays + moved - self._by_law_alone(start, end)

    def _by_law_alone(self, start: date, end: date) -> int:
        """Count the weekdays after `start` up to `end` that only the law gives off: their year isn't announced."""
        years = (year for year in range(start.year, end.year + 1) if year not in self._years)
        days = (date(year, *day) for year in years for day in _BY_LAW)
        return sum(
            start < day <= end and day.weekday() < _SATURDAY and day not in self._off | self._worked for day in days
        )


def _within(days: list[date], start: date, end: date) -> int:
    return bisect_right(days, end) - bisect_right(days, start)

"""The days an address asks for: this month unless it names others."""

from collections.abc import Mapping
from datetime import date

from inspect_app.metrics.vocabulary import Period


def period_of(query: Mapping[str, str], today: date, usual: date | None = None) -> Period:
    """Return the days asked for; what can't be read or runs backwards is left out.

    They begin with `usual`, or with the month, unless the address says otherwise.
    """
    begin = usual or date(today.year, today.month, 1)
    first = _day(query.get("from")) or begin
    last = _day(query.get("to")) or today
    return Period(first, last) if first <= last else Period(begin, today)


def campaign_of(query: Mapping[str, str], known: Mapping[int, str]) -> int | None:
    """Return the campaign asked for, or nothing for all of them."""
    chosen = number_of(query.get("campaign", ""))
    return chosen if chosen in known else None


def number_of(text: str) -> int | None:
    """Return a number in an address, or nothing when it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2200 else None  # noqa: PLR2004

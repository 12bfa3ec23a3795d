"""The only reader of the clock. Times are aware UTC; people see Asia/Shanghai."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def _system_now() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system_now


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return _source()


def today() -> date:
    """Return today's date in Asia/Shanghai."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """Return a moment as it reads on the office's wall clock."""
    return moment.astimezone(ZONE)


def at(day: date, hour: time) -> datetime:
    """Return the UTC moment of a wall-clock time in Asia/Shanghai."""
    return datetime.combine(day, hour, ZONE).astimezone(UTC)


def day_of(moment: datetime) -> date:
    """Return the date in Asia/Shanghai on which a moment falls."""
    return local(moment).date()


@contextmanager
def reading(source: Callable[[], datetime]) -> Iterator[None]:
    """Let the clock read from another source, so that two worlds can be compared byte by byte."""
    global _source
    before, _source = _source, source
    try:
        yield
    finally:
        _source = before

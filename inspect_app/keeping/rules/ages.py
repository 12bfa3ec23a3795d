"""Whether the last backup, and the last one that was tried, are too old."""

from datetime import datetime, timedelta

from inspect_app.keeping.vocabulary import BackupDeed, Lamp

_TWO_DAYS = timedelta(days=2)


def age_in_words(age: timedelta) -> str:
    """Return how long ago something was: minutes, hours, then days."""
    minutes = max(0, int(age / timedelta(minutes=1)))
    if minutes < 60:
        return f"{minutes} 分钟前"
    return f"{minutes // 60} 小时前" if age < _TWO_DAYS else f"{age.days} 天前"


def lamp_of(deed: BackupDeed, last_at: datetime | None, now: datetime, limit: timedelta) -> Lamp:
    """Return a line that is red when something was never done, or longer ago than the limit."""
    if last_at is None:
        return Lamp(deed, None, "从来没有", f"还没有{deed.label}过")
    age = now - last_at
    late = f"超过{_limit_words(limit)}没有{deed.label}" if age > limit else ""
    return Lamp(deed, last_at, age_in_words(age), late)


def _limit_words(limit: timedelta) -> str:
    return f" {limit.days} 天" if limit >= _TWO_DAYS else f" {int(limit / timedelta(hours=1))} 小时"

"""How much at once, and how often: what keeps a flood of one thing from starving everything else.

Both are kept in the memory of a web process and know nothing of anybody but a key; with several processes each
counts for itself.
"""

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from inspect_app.foundation.errors import TooMany

_HOUR = 3600
_DUST = 1e-6  # what sums of fractions leave over
# Beyond this many keys the ones that asked for nothing lately are forgotten.
_MOST_KEYS = 10_000


class Gate:
    """Let a few do something at once and a few more wait for them; whoever comes beyond is told to come back."""

    def __init__(self, at_once: int, waiting: int, patience: float, message: str) -> None:
        self.threads = at_once + waiting
        self._inside = threading.BoundedSemaphore(at_once)
        self._places = threading.BoundedSemaphore(self.threads)
        self._patience, self._message = patience, message

    def enter(self) -> None:
        """Take a turn, or raise TooMany."""
        if not self._places.acquire(blocking=False):
            raise self._refusal()
        if not self._inside.acquire(timeout=self._patience):
            self._places.release()
            raise self._refusal()

    def leave(self) -> None:
        """Give the turn back."""
        self._inside.release()
        self._places.release()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Do something in its turn."""
        self.enter()
        try:
            yield
        finally:
            self.leave()

    def _refusal(self) -> TooMany:
        return TooMany(self._message, math.ceil(self._patience / 2))


# A web process works with eight threads (.ci/start, docs/operations.md). However many sign in and export at once,
# two of them are left for tablets and pages; a test holds these numbers against the start.
THREADS = 8
HASHING = Gate(at_once=2, waiting=1, patience=10, message="现在登录的人太多，请过几秒再试。")
EXPORTS = Gate(at_once=1, waiting=2, patience=30, message="现在导出的人太多，请过半分钟再试。您刚才的筛选都还在。")


@dataclass(slots=True)
class _Bucket:
    left: float
    at: datetime


class Buckets:
    """One bucket of tokens a key, full at first, refilled evenly: so many an hour, and no more at once."""

    def __init__(self, an_hour: int) -> None:
        self._an_hour = an_hour
        self._buckets: dict[str, _Bucket] = {}
        self._lock = threading.Lock()

    def take(self, key: str, now: datetime) -> int:
        """Take a token and return 0; with none left return in how many seconds there is one. 0 an hour is no limit."""
        if not self._an_hour:
            return 0
        with self._lock:
            bucket = self._filled(key, now)
            if bucket.left >= 1 - _DUST:
                bucket.left -= 1
                return 0
            return max(1, math.ceil((1 - bucket.left) * _HOUR / self._an_hour - _DUST))

    def _filled(self, key: str, now: datetime) -> _Bucket:
        if key not in self._buckets and len(self._buckets) >= _MOST_KEYS:
            self._buckets = {name: one for name, one in self._buckets.items() if self._level(one, now) < self._an_hour}
        bucket = self._buckets.setdefault(key, _Bucket(self._an_hour, now))
        bucket.left, bucket.at = self._level(bucket, now), max(now, bucket.at)
        return bucket

    def _level(self, bucket: _Bucket, now: datetime) -> float:
        seconds = max(0.0, (now - bucket.at).total_seconds())
        return min(float(self._an_hour), bucket.left + seconds * self._an_hour / _HOUR)

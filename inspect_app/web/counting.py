"""Counts of requests for a monitor: by class of route and of answer, and how long they took; of nobody.

The counts stand in one memory that processes forked from one parent share (`gunicorn --preload`): each adds in a row
of its own, and whoever is asked adds the rows up. A process that ends leaves what it counted.
"""

import mmap
import os
import time
from bisect import bisect_left
from enum import StrEnum
from threading import Lock

from flask import Flask, Response, current_app, g, request

from inspect_app.foundation.prometheus import Metric, Sample
from inspect_app.web.budgets import is_export


class RouteClass(StrEnum):
    """What a request was for; never more than this, for a path may name a thing."""

    PAGE = "page"
    EXPORT = "export"
    TABLET = "tablet"
    PUBLIC = "public"
    STATIC = "static"
    MONITOR = "monitor"


_ANSWERS = ("1xx", "2xx", "3xx", "4xx", "5xx")
_SECONDS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
_BYTES = 8
_MONITORS = {"dashboard.healthz", "dashboard.metrics"}
_MICRO = 1_000_000


class Counts:
    """Numbers that processes of one parent share; two processes never add to one row (but by a rare chance)."""

    _ROWS = 256
    _WIDTH = len(_ANSWERS) + len(_SECONDS) + 2  # answers, buckets and the one beyond, the sum of microseconds

    def __init__(self) -> None:
        self._slots = self._WIDTH * len(RouteClass)
        self._numbers = memoryview(mmap.mmap(-1, self._ROWS * self._slots * _BYTES)).cast("Q")
        self._lock = Lock()

    def add(self, route: RouteClass, status: int, seconds: float) -> None:
        """Count one answer."""
        first = (os.getpid() % self._ROWS) * self._slots + list(RouteClass).index(route) * self._WIDTH
        bucket = first + len(_ANSWERS) + bisect_left(_SECONDS, seconds)
        with self._lock:
            self._numbers[first + min(max(status // 100, 1), 5) - 1] += 1
            self._numbers[bucket] += 1
            self._numbers[first + self._WIDTH - 1] += round(seconds * _MICRO)

    def of(self, route: RouteClass) -> list[int]:
        """Return the numbers of one class of routes, over all processes."""
        first = list(RouteClass).index(route) * self._WIDTH
        rows = range(first, self._ROWS * self._slots, self._slots)
        return [sum(self._numbers[row + place] for row in rows) for place in range(self._WIDTH)]


def register_counting(app: Flask) -> None:
    """Count every answer once it is made."""
    app.extensions["inspect_counts"] = Counts()
    app.after_request(_count)


def request_metrics() -> list[Metric]:
    """Return what was counted since the start."""
    counts: Counts = current_app.extensions["inspect_counts"]
    answers: list[Sample] = []
    durations: list[Sample] = []
    for route in RouteClass:
        numbers = counts.of(route)
        labels = {"route": route.value}
        answers += [Sample(number, {**labels, "status": word}) for word, number in zip(_ANSWERS, numbers, strict=False)]
        durations += _histogram(labels, numbers[len(_ANSWERS) :])
    return [
        Metric("inspect_requests_total", "counter", "Answers by class of route and of status.", tuple(answers)),
        Metric("inspect_request_seconds", "histogram", "How long answers took to make.", tuple(durations)),
    ]


def _histogram(labels: dict[str, str], numbers: list[int]) -> list[Sample]:
    *buckets, micro = numbers
    samples, reached = [], 0
    for number, limit in zip(buckets, [*map(str, _SECONDS), "+Inf"], strict=True):
        reached += number
        samples.append(Sample(reached, {**labels, "le": limit}, "_bucket"))
    return [*samples, Sample(micro / _MICRO, labels, "_sum"), Sample(reached, labels, "_count")]


def _count(response: Response) -> Response:
    began = g.get("began")
    if began is not None:
        counts: Counts = current_app.extensions["inspect_counts"]
        counts.add(_class_of(), response.status_code, time.perf_counter() - began)
    return response


def _class_of() -> RouteClass:
    if request.endpoint in _MONITORS:
        return RouteClass.MONITOR
    if request.endpoint == "static":
        return RouteClass.STATIC
    if request.path.startswith("/api/"):
        return RouteClass.TABLET
    if request.path.startswith("/o/"):
        return RouteClass.PUBLIC
    return RouteClass.EXPORT if is_export(request.url_rule) else RouteClass.PAGE

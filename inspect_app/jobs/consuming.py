"""The background worker: processes that wait to be woken, and a sweep each minute."""

import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from huey import crontab
from huey.api import Huey
from huey.consumer import Consumer, Scheduler, Worker, WorkerRecycle

from inspect_app.config import current_settings
from inspect_app.database import db
from inspect_app.foundation import clock, randomness
from inspect_app.jobs import waking
from inspect_app.jobs.running import BATCH, run_batch
from inspect_app.jobs.sweeping import forget_addresses, put_down_daily
from inspect_app.tasks.actions import lease

log = logging.getLogger(__name__)

# A worker that finds the queue empty looks again after this, in seconds, when nothing wakes it.
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 1.0
_SCHEDULER_SECONDS = 10
_HEALTH_SECONDS = 1
_GRACE_SECONDS = 60


class _Attached:
    """A child that ends when the process that started it is gone, however that ended."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self._parent = os.getpid()
        super().__init__(*args, **options)

    def loop(self, now: Any = None) -> None:
        if self.is_orphan():
            raise WorkerRecycle
        super().loop(now)  # type: ignore[misc]

    def is_orphan(self) -> bool:
        """Say whether the parent is gone."""
        return os.getppid() not in (self._parent, 0) and os.getpid() != self._parent


class _Worker(_Attached, Worker):  # type: ignore[misc]
    """A worker that also looks by itself as often as a claim may run out: what a dead one held is then due."""

    _look_at = datetime.min.replace(tzinfo=UTC)

    def loop(self, now: Any = None) -> None:
        if clock.now() >= self._look_at:
            self._look_at = clock.now() + self.huey.lease
            self.huey.look()
        super().loop(now)

    def initialize(self) -> None:
        super().initialize()
        self.huey.is_stopping = lambda: self.stop_flag.is_set() or self.is_orphan()
        self.huey.worker_name = f"worker-{os.getpid()}-{randomness.token()[:8]}"


class _Scheduler(_Attached, Scheduler):  # type: ignore[misc]
    pass


class _Consumer(Consumer):  # type: ignore[misc]
    worker_class = _Worker
    scheduler_class = _Scheduler


def work_forever(app: Flask, workers: int = 1) -> None:
    """Do tasks until the process is asked to stop by SIGTERM; what a worker is doing is finished first."""
    with app.app_context():
        queue = waking.open_queue(current_settings(), create=True)
        queue.lease = lease()
        # Children are forked: nobody may inherit a connection.
        db.session.remove()
        db.engine.dispose()
    _sweep_of(queue, app)()
    _Consumer(
        queue,
        workers=workers,
        worker_type="process",
        initial_delay=_FIRST_PAUSE,
        max_delay=_LONGEST_PAUSE,
        scheduler_interval=_SCHEDULER_SECONDS,
        health_check_interval=_HEALTH_SECONDS,
        shutdown_timeout=_GRACE_SECONDS,
        graceful_signal="TERM",
    ).run()


def _sweep_of(queue: Huey, app: Flask) -> Callable[[], object]:
    """Teach a queue its two words, and return the one that looks at everything."""

    @queue.task(name="wake")  # type: ignore[untyped-decorator]
    def wake() -> None:
        """Do what is due."""
        _work(queue, app)

    @queue.periodic_task(crontab(), name="sweep")  # type: ignore[untyped-decorator]
    def sweep() -> None:
        """Put down what is done daily, then do what is due."""
        with app.app_context():
            put_down_daily()
            forget_addresses()
        _work(queue, app)

    queue.look = lambda: _work(queue, app)
    return sweep  # type: ignore[no-any-return]


def _work(queue: Huey, app: Flask) -> None:
    """Work until nothing is due; while whole batches are due, another worker is woken to take part."""
    count = BATCH
    while count and not queue.is_stopping():
        with app.app_context():
            count = run_batch(queue.worker_name, BATCH, queue.is_stopping)
            if count == BATCH:
                waking.wake()

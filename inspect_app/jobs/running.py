"""Do the rows of work that are due: claimed in batches, each marked as done with what it did."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from flask import Flask, current_app

from inspect_app.config import current_settings
from inspect_app.database import transaction
from inspect_app.foundation import clock
from inspect_app.jobs.handlers import EVERYTHING, HANDLERS
from inspect_app.tasks.actions import (
    LostClaim,
    beat,
    claim,
    finish,
    give_back,
    lease,
    miss,
    postpone,
    release,
    renew,
)
from inspect_app.tasks.rules import daily_jobs
from inspect_app.tasks.vocabulary import Claimed

log = logging.getLogger(__name__)

BATCH = 20
_RENEWALS = 3
_FEW = 2


def run_due(worker: str = "inline", limit: int = 10_000) -> int:
    """Do everything that is due now; return how many rows were tried."""
    done = 0
    while done < limit and (count := run_batch(worker, min(BATCH, limit - done))):
        done += count
    return done


def run_one(worker: str) -> bool:
    """Do one due row; say whether there was one."""
    return run_batch(worker, 1) == 1


def run_batch(worker: str, limit: int = BATCH, is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Claim some due rows and do them; return how many. Asked to stop, it gives back what it has not begun."""
    with transaction():
        claimed = claim(worker, limit)
    if not claimed:
        return 0
    with _renewing(worker):
        left = _do_together(claimed, worker)
        for number, task in enumerate(left):
            if is_stopping():
                with transaction():
                    release(left[number:], worker)
                break
            _do(task, worker)
    return len(claimed)


def _do_together(claimed: list[Claimed], worker: str) -> list[Claimed]:
    """Do the small deeds of a batch in one transaction; return what is still to be done one by one."""
    small = [task for task in claimed if HANDLERS[task.kind].together and task.object_ref != EVERYTHING]
    if len(small) < _FEW:
        return claimed
    try:
        with transaction():
            finish([task.id for task in small], worker)
            for task in small:
                HANDLERS[task.kind].run(task.object_ref)
    except Exception:
        log.info("a batch of %s is done one by one", len(small), exc_info=True)
        return claimed
    return [task for task in claimed if task not in small]


def _do(task: Claimed, worker: str) -> None:
    try:
        _do_claimed(task, worker)
    except LostClaim:
        log.info("task %s is with another worker", task.id)
    except Exception as error:
        log.exception("task %s failed", task.id)
        with transaction():
            give_back(task.id, worker, repr(error))
            if _is_daily(task):
                miss(task.kind, repr(error))


def _do_claimed(task: Claimed, worker: str) -> None:
    job, begun = HANDLERS[task.kind], clock.now()
    until = job.run(task.object_ref) if job.alone else None
    with transaction():
        if until is not None:
            postpone(task.id, worker, until)
            return
        finish([task.id], worker)
        if not job.alone:
            job.run(task.object_ref)
        if _is_daily(task):
            beat(task.kind, (clock.now() - begun) // timedelta(milliseconds=1))


def _is_daily(task: Claimed) -> bool:
    return task.object_ref == EVERYTHING and task.kind in daily_jobs(current_settings().digest_at)


@contextmanager
def _renewing(worker: str) -> Iterator[None]:
    """Keep the claims of a worker alive while it works, however long one row takes."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    over = threading.Event()
    pause = lease().total_seconds() / _RENEWALS

    def keep() -> None:
        while not over.wait(pause):
            with app.app_context():
                try:
                    with transaction():
                        renew(worker)
                except Exception:
                    log.exception("the claims of %s could not be renewed", worker)

    keeper = threading.Thread(target=keep, name=f"{worker}-keeper", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()

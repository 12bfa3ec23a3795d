"""What runs in the background: each kind of task calls one deed; a sweep puts down what is missing."""

import logging
import signal
import threading
from collections.abc import Callable
from datetime import time
from types import FrameType

from flask import Flask

from inspect_app.accounts.actions import end_expired_sessions
from inspect_app.database import db, transaction
from inspect_app.evidence.actions import make_copies
from inspect_app.findings.actions.delivering import auto_accept, deliver
from inspect_app.foundation import clock, randomness
from inspect_app.tasks.actions import claim_next, finish, give_back, schedule
from inspect_app.tasks.vocabulary import TaskKind

log = logging.getLogger(__name__)

_IDLE_SECONDS = 1.0
_TIDY_AT = time(3, 0)


def _in_transaction(deed: Callable[[int], object]) -> Callable[[str], None]:
    def run(object_ref: str) -> None:
        with transaction():
            deed(int(object_ref))

    return run


def _end_sessions(_object_ref: str) -> None:
    with transaction():
        end_expired_sessions()


HANDLERS: dict[TaskKind, Callable[[str], None]] = {
    TaskKind.DELIVER_FINDING: _in_transaction(deliver),
    TaskKind.AUTO_ACCEPT: _in_transaction(auto_accept),
    TaskKind.MAKE_COPIES: lambda object_ref: make_copies(int(object_ref)),
    TaskKind.END_SESSIONS: _end_sessions,
}


def run_one(worker: str) -> bool:
    """Claim and do one due task; say whether there was one. A failure gives it back to be tried again."""
    with transaction():
        task = claim_next(worker)
        claimed = None if task is None else (task.id, task.kind, task.object_ref)
    if claimed is None:
        return False
    task_id, kind, object_ref = claimed
    try:
        HANDLERS[kind](object_ref)
    except Exception as error:
        log.exception("task %s failed", task_id)
        with transaction():
            give_back(task_id, repr(error))
    else:
        with transaction():
            finish(task_id)
    return True


def run_due(worker: str = "inline", limit: int = 10_000) -> int:
    """Do everything that is due now; return how many tasks were done."""
    done = 0
    while done < limit and run_one(worker):
        done += 1
    return done


def put_down_daily() -> None:
    """Put down what is done once a day; the rows are unique, so any number of workers may call it."""
    with transaction():
        schedule(TaskKind.END_SESSIONS, "all", clock.at(clock.today(), _TIDY_AT))


def work_forever(app: Flask) -> None:
    """Do tasks until the process is asked to stop; whatever it was doing is finished first."""
    stop = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    worker, tidied = f"worker-{randomness.token()[:8]}", None
    while not stop.is_set():
        with app.app_context():
            if tidied != clock.today():
                put_down_daily()
                tidied = clock.today()
            busy = _work_once(worker)
        if not busy:
            stop.wait(_IDLE_SECONDS)


def _work_once(worker: str) -> bool:
    try:
        return run_one(worker)
    except Exception:
        # The database may be away for a moment; the work is in its rows and waits.
        log.exception("the worker could not reach its tasks")
        db.session.rollback()
        return False

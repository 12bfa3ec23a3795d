"""Wake workers: a queue that carries no work, only the word that some is due.

Whoever commits due work puts a wake into the queue; one of the consumers takes it and looks at the rows. A wake
that gets lost costs a minute at most: the sweep finds the same rows.
"""

import json
import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from huey import PostgresHuey, SqliteHuey
from huey.api import Huey
from huey.registry import Message
from huey.serializer import Serializer
from sqlalchemy import URL, make_url

from inspect_app.config import Settings, current_settings
from inspect_app.foundation import randomness
from inspect_app.tasks.actions import register_waker

log = logging.getLogger(__name__)

# A task of huey is called by the module and the function that do it.
WAKE = "inspect_app.jobs.consuming.wake"
_NAME, _FILE, _SCHEMA, _TURN = "inspect", "wakes.sqlite3", "wakes", 20260002
_lock = threading.Lock()
_queues: dict[tuple[int, str], Huey] = {}
# Until a worker has made the queue, one look a minute: on PostgreSQL each look is a connection of its own.
_missed: dict[tuple[int, str], float] = {}
_LOOK_AGAIN = 60.0


class _Names(Serializer):  # type: ignore[misc]
    """Carry the name of what to do and nothing else: what is read back from a table is never run as code."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps([data.id, data.name]).encode()

    def _deserialize(self, data: bytes) -> Message:
        task_id, name = json.loads(data)
        return Message(task_id, name, retries=0, retry_delay=0, args=(), kwargs={})


def open_queue(settings: Settings, *, create: bool) -> Huey:
    """Return the queue beside the database; `create` makes its tables, so only a worker asks for that.

    Nothing is opened by importing this module: both kinds touch their store when they are made.
    """
    url = make_url(settings.database)
    options: dict[str, Any] = {"results": False, "serializer": _Names(), "create_tables": create}
    if url.get_backend_name() == "sqlite":
        return SqliteHuey(_NAME, filename=str(settings.data_dir / _FILE), fsync=False, timeout=5, **options)
    dsn = _dsn(url)
    with _alone(dsn) if create else nullcontext():
        return PostgresHuey(_NAME, connection=lambda: _connect(dsn), **options)


def wake() -> None:
    """Put a wake into the queue unless one lies there; never refuse what was just committed."""
    settings = current_settings()
    if settings.testing:
        return
    try:
        queue = _queue(settings)
        if queue is not None and not queue.pending_count():
            queue.storage.enqueue(_Names().serialize(Message(randomness.token(), WAKE)))
    except Exception:
        log.warning("no worker was woken; the sweep will find the work", exc_info=True)


register_waker(wake)


def _queue(settings: Settings) -> Huey | None:
    """Return this process's queue; nothing where no worker ever ran."""
    key = (os.getpid(), settings.database)
    with _lock:
        if key not in _queues and time.monotonic() - _missed.get(key, -_LOOK_AGAIN) >= _LOOK_AGAIN:
            _missed[key] = time.monotonic()
            if _is_made(settings):
                _queues[key] = open_queue(settings, create=False)
        return _queues.get(key)


def _is_made(settings: Settings) -> bool:
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite":
        return (settings.data_dir / _FILE).exists()
    with _connect(_dsn(url)) as connection:
        return bool(connection.execute("SELECT to_regclass('huey_task') IS NOT NULL").fetchone()[0])


def _dsn(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


@contextmanager
def _alone(dsn: str) -> Iterator[None]:
    """Give the queue a schema of its own; one worker at a time, for two that create one table collide."""
    with _connect(dsn) as connection:
        connection.autocommit = True
        connection.execute("SELECT pg_advisory_lock(%s)", (_TURN,))
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {_SCHEMA}")
        yield


def _connect(dsn: str) -> Any:
    import psycopg  # an extra: an installation on SQLite may be without it

    return psycopg.connect(dsn, options=f"-c search_path={_SCHEMA}")

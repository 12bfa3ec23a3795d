"""A worker is woken at once by whoever commits due work; a wake carries a name and nothing else."""

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from huey.registry import Message
from sqlalchemy import select

from inspect_app.config import Settings
from inspect_app.database import Base, db, transaction
from inspect_app.foundation import clock
from inspect_app.jobs import consuming, waking
from inspect_app.tasks import actions
from inspect_app.tasks.actions import schedule
from inspect_app.tasks.models import JobHeartbeat, Task
from inspect_app.tasks.vocabulary import TaskKind, TaskState
from tests.tasks.killing import Server

_PATIENCE = timedelta(seconds=60)
# Longer than the test: nothing but a wake makes a worker look.
_NEVER = {"INSPECT_TASK_LEASE_SECONDS": "3600"}


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """Close what this process opened to wake others."""
    waking._missed.clear()
    yield
    while waking._queues:
        waking._queues.popitem()[1].storage.close()


def _until(app: Flask, fact: Callable[[], bool]) -> None:
    late, pause = clock.now() + _PATIENCE, threading.Event()
    while clock.now() < late:
        with app.app_context():
            if fact():
                return
        pause.wait(0.05)
    raise TimeoutError("it never came true")


def _not_testing(app: Flask) -> None:
    app.extensions["inspect_settings"] = replace(app.extensions["inspect_settings"], testing=False)


def _is_done(ref: str) -> bool:
    state = db.session.scalar(select(Task.state).where(Task.object_ref == ref))
    return state is TaskState.DONE


def _put_down(ref: str, minutes: int = -1) -> None:
    with transaction():
        schedule(TaskKind.END_SESSIONS, ref, clock.now() + timedelta(minutes=minutes))


def test_whoever_commits_due_work_wakes_a_worker(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[int] = []
    monkeypatch.setattr(actions, "_wakers", [lambda: woken.append(1)])
    with app.app_context():
        _put_down("later", 5)
        assert woken == []
        _put_down("now")
        assert woken == [1]
        with pytest.raises(OSError, match="no"), transaction():
            schedule(TaskKind.END_SESSIONS, "never", clock.now())
            raise OSError("no")
        _put_down("later still", 9)
        assert woken == [1]


def test_where_no_worker_ever_ran_the_queue_is_looked_for_once_a_minute(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[Settings] = []
    monkeypatch.setattr(waking, "_is_made", looks.append)
    monkeypatch.setattr(waking.time, "monotonic", iter([0.0, 1.0, 59.0, 61.0, 61.0]).__next__)
    _not_testing(app)
    with app.app_context():
        for _ in range(3):
            waking.wake()
    assert len(looks) == 2


@pytest.mark.shared
@pytest.mark.timeout(300)
def test_a_commit_wakes_a_worker_long_before_it_would_look(app: Flask, settings: Settings, tmp_path: Path) -> None:
    server = Server(settings, tmp_path / "server.log", 2, **_NEVER)
    try:
        _until(app, lambda: bool(db.session.scalars(select(JobHeartbeat)).first()))
        _not_testing(app)
        begun = clock.now()
        for number in range(3):
            ref = f"wake{number}"
            with app.app_context(), transaction():
                schedule(TaskKind.END_SESSIONS, ref, clock.now())
            _until(app, lambda ref=ref: _is_done(ref))  # type: ignore[misc]
        assert clock.now() - begun < timedelta(seconds=30)
        assert server.stop() == 0
    finally:
        server.kill()
    assert server.complaints() == ""


def test_without_a_worker_nobody_is_woken_and_nothing_is_refused(app: Flask, settings: Settings) -> None:
    _not_testing(app)
    with app.app_context(), transaction():
        schedule(TaskKind.END_SESSIONS, "alone", clock.now())
    assert not (settings.data_dir / "wakes.sqlite3").exists()


def test_one_wake_is_enough_until_somebody_takes_it(app: Flask, settings: Settings) -> None:
    queue = waking.open_queue(settings, create=True)
    _not_testing(app)
    with app.app_context():
        for _ in range(5):
            waking.wake()
    assert queue.pending_count() == 1
    queue.storage.close()


def test_the_name_of_a_wake_is_known_to_the_consumer(app: Flask, settings: Settings) -> None:
    queue = waking.open_queue(settings, create=True)
    consuming._sweep_of(queue, app)
    assert waking.WAKE in queue._registry._registry
    queue.storage.close()


def test_workers_that_start_at_once_make_the_queue_once(app: Flask, settings: Settings) -> None:
    with ThreadPoolExecutor(8) as pool:
        queues = list(pool.map(lambda _: waking.open_queue(settings, create=True), range(8)))
    assert [queue.pending_count() for queue in queues] == [0] * 8
    for queue in queues:
        queue.storage.close()


def test_what_lies_in_the_queue_is_a_name_and_never_code(app: Flask, settings: Settings) -> None:
    queue = waking.open_queue(settings, create=True)
    raw = queue.serializer.serialize(Message("1", waking.WAKE))
    assert json.loads(raw) == ["1", waking.WAKE]
    with pytest.raises(ValueError, match="decode"):
        queue.serializer.deserialize(b"\x80\x04cos\nsystem\n")
    queue.storage.close()


def test_the_queue_keeps_out_of_the_way_of_our_tables(postgres_url: str, tmp_path: Path) -> None:
    settings = Settings.for_tests(database_url=postgres_url, data_dir=tmp_path)
    waking.open_queue(settings, create=True).storage.close()
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        rows = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'wakes')"
        ).fetchall()
    public = {name for schema, name in rows if schema == "public"}
    assert public - {"alembic_version"} == set(Base.metadata.tables)
    assert any(name.startswith("huey") for schema, name in rows if schema == "wakes")

"""Rows of work: how fast four workers drain them, beside one bare UPDATE and commit a row."""

import threading
import time
from pathlib import Path

from flask import Flask
from sqlalchemy import func, insert, select, text

from inspect_app.accounts.models import Person
from inspect_app.config import Settings
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.messages.actions import tell_each
from inspect_app.messages.vocabulary import MessageKind, Telling
from inspect_app.tasks.actions import schedule_new
from inspect_app.tasks.models import Task
from inspect_app.tasks.vocabulary import TaskKind, TaskState
from tests.bench.report import Line, Report
from tests.databases import migrate, open_app
from tests.tasks.killing import Server

ROWS = 10_000
_QUICK = 1_000
_WORKERS = 4
_PATIENCE = 900
_FLOOR_ROWS = 500
_SECONDS = 60


def measure_draining(report: Report, backend: str, url: str, folder: Path, *, quick: bool) -> None:
    """Let four workers write the digests of many people; time runs from the first row done to the last."""
    rows = _QUICK if quick else ROWS
    settings = Settings(data_dir=folder / f"{backend}-tasks", database_url=url, task_lease_seconds=5)
    migrate(settings)
    with open_app(settings) as app:
        with app.app_context():
            floor = _floor()
            _fill(rows)
        server = Server(settings, settings.data_dir / "worker.log", _WORKERS)
        try:
            seconds = _drain(app, rows)
        finally:
            server.kill()
    rate = rows / seconds
    line = Line(backend, rows, f"后台任务（{_WORKERS} 个进程）", rate=rate, floor=floor, ratio=rate / floor)
    line.goal, line.met, line.remark = f"10,000 件 ≤ {_SECONDS} s", rate >= ROWS / _SECONDS, f"{seconds:.1f} s"
    report.add(line)


def _floor() -> float:
    """Return how many rows a second one connection updates and commits one by one."""
    with transaction():
        schedule_new(TaskKind.END_SESSIONS, [f"floor{number}" for number in range(_FLOOR_ROWS)], clock.now())
    ids = db.session.scalars(select(Task.id)).all()
    begun = time.perf_counter()
    for task_id in ids:
        with transaction() as session:
            session.execute(text("UPDATE tasks SET state = 'done', try_at = NULL WHERE id = :id"), {"id": task_id})
    return _FLOOR_ROWS / (time.perf_counter() - begun)


def _fill(rows: int) -> None:
    facts = {"title": "", "tags": [], "failed_count": 0, "active": True, "version": 1}
    with transaction() as session:
        names = [f"bench{number:05d}" for number in range(rows)]
        session.execute(insert(Person), [{"username": name, "name": name, **facts} for name in names])
        people = session.scalars(select(Person.id)).all()
        tell_each(Telling(person, MessageKind.NEAR, "临近整改时限。", "/ledger", "near", "1") for person in people)
        schedule_new(TaskKind.SEND_DIGEST, people, clock.now())


def _drain(app: Flask, rows: int) -> float:
    """Wait until everything is done; return the seconds between the first and the last."""
    pause, late = threading.Event(), time.monotonic() + _PATIENCE
    ours = (Task.kind == TaskKind.SEND_DIGEST, Task.state == TaskState.DONE)
    while time.monotonic() < late:
        with app.app_context():
            spans = select(func.count(), func.min(Task.finished_at), func.max(Task.finished_at)).where(*ours)
            count, first, last = db.session.execute(spans).one()
        if count == rows:
            return float((last - first).total_seconds())
        pause.wait(0.2)
    raise TimeoutError(f"{count} of {rows} rows were done")

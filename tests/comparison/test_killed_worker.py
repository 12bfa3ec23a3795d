"""A real worker process is killed while it compares and while it lists: nothing is lost, nothing is there twice."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from inspect_app.comparison.models import ComparedCase
from inspect_app.comparison.vocabulary import BatchState
from inspect_app.config import Settings
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.foundation import clock
from inspect_app.tasks.models import Task
from inspect_app.tasks.vocabulary import TaskKind, TaskState
from tests.comparison.comparing import batch, count, make_back_office
from tests.factories import make_item, make_unit
from tests.tasks.killing import Server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
_PATIENCE = timedelta(seconds=300)
_MATTERS, _CASES = 600, 24_000
_Fact = Callable[[BatchState, int, int], bool]


def _begin(app: Flask) -> int:
    """Put a table down of many matters, each with cases that were worse than promised; return its batch."""
    with app.app_context():
        office = make_back_office()
        unit = make_unit()
        codes = [make_item(unit).code for _ in range(_MATTERS)]
        told = ((number, codes[number % _MATTERS], number // _MATTERS % 3) for number in range(_CASES))
        rows = [office.row(f"B{number}", trips, matter=code) for number, code, trips in told]
        return office.begin(rows)


def _wait(app: Flask, batch_id: int, fact: _Fact) -> None:
    """Wait for a fact about how a batch stands: its state, how many cases are compared, how many problems listed."""
    late, pause = clock.now() + _PATIENCE, threading.Event()
    while clock.now() < late:
        with app.app_context():
            found = batch(batch_id)
            seen = found.state, found.done, count(Finding)
        if fact(*seen):
            return
        pause.wait(0.01)
    raise TimeoutError(f"state, compared and listed: {seen}")


def test_a_worker_killed_in_the_middle_leaves_each_mismatch_exactly_once(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    batch_id = _begin(app)
    moments: tuple[_Fact, ...] = (
        lambda _state, done, _listed: done > 0,
        lambda _state, done, _listed: done > _CASES // 2,
        lambda _state, _done, listed: listed > 0,
    )
    for number, moment in enumerate(moments):
        server = Server(settings, tmp_path / f"worker{number}.log", workers=1)
        try:
            _wait(app, batch_id, moment)
        finally:
            server.kill()
        with app.app_context():
            assert batch(batch_id).state in (BatchState.COMPARING, BatchState.LISTING)
    last = Server(settings, tmp_path / "last.log", workers=1)
    try:
        _wait(app, batch_id, lambda state, _done, _listed: state is BatchState.DONE)
        _wait_for_the_task(app)
    finally:
        last.kill()
    with app.app_context():
        _demand_once(batch_id)
    assert last.complaints() == ""


def _wait_for_the_task(app: Flask) -> None:
    late, pause = clock.now() + _PATIENCE, threading.Event()
    while clock.now() < late:
        with app.app_context():
            state = db.session.scalar(select(Task.state).where(Task.kind == TaskKind.COMPARE_DATA))
        if state is TaskState.DONE:
            return
        pause.wait(0.05)
    raise TimeoutError(f"the task is {state}")


def _demand_once(batch_id: int) -> None:
    done = batch(batch_id)
    assert (done.done, done.total, done.known, done.skipped, done.storage_key) == (_CASES, _CASES, 0, 0, "")
    rows = list(db.session.scalars(select(ComparedCase.row).order_by(ComparedCase.row)))
    assert rows == list(range(2, _CASES + 2))
    broken = select(func.count()).where(ComparedCase.broken)
    assert db.session.scalar(broken.where(ComparedCase.finding_id.is_(None))) == 0
    listed = select(func.count(ComparedCase.finding_id.distinct()))
    matters = select(func.count(ComparedCase.item_id.distinct())).where(ComparedCase.broken)
    assert count(Finding) == db.session.scalar(listed) == db.session.scalar(matters)

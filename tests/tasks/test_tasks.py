"""Rows of work: put down once, done once, never lost."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app import jobs
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.tasks.actions import MAX_ATTEMPTS, STALE_AFTER, claim_next, finish, schedule
from inspect_app.tasks.models import Task
from inspect_app.tasks.vocabulary import TaskKind, TaskState


def _put_down(ref: str, minutes: int = -1) -> int:
    with transaction():
        return schedule(TaskKind.END_SESSIONS, ref, clock.now() + timedelta(minutes=minutes)).id


def test_the_same_work_is_put_down_once(app: Flask) -> None:
    with app.app_context():
        due = clock.now()
        with transaction():
            first = schedule(TaskKind.END_SESSIONS, "all", due)
            second = schedule(TaskKind.END_SESSIONS, "all", due)
        assert first.id == second.id
        assert len(db.session.scalars(select(Task)).all()) == 1


def test_work_is_not_done_before_it_is_due(app: Flask) -> None:
    with app.app_context():
        _put_down("later", minutes=5)
        assert jobs.run_due() == 0
        later = clock.now() + timedelta(minutes=6)
        with clock.reading(lambda: later):
            assert jobs.run_due() == 1


def test_claimed_work_belongs_to_one_worker(app: Flask) -> None:
    with app.app_context():
        _put_down("one")
        with transaction():
            assert claim_next("a") is not None
        with transaction():
            assert claim_next("b") is None


def test_work_of_a_worker_that_died_is_claimed_again(app: Flask) -> None:
    with app.app_context():
        _put_down("one")
        with transaction():
            claim_next("died")
        later = clock.now() + STALE_AFTER + timedelta(seconds=1)
        with clock.reading(lambda: later), transaction():
            task = claim_next("b")
            assert task is not None
            assert (task.claimed_by, task.attempts) == ("b", 2)


def test_done_work_is_never_done_again(app: Flask) -> None:
    with app.app_context():
        task_id = _put_down("one")
        with transaction():
            claim_next("a")
            finish(task_id)
        later = clock.now() + 2 * STALE_AFTER
        with clock.reading(lambda: later), transaction():
            assert claim_next("b") is None


def test_work_that_fails_is_tried_again_and_then_marked(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_ref: str) -> None:
        raise OSError("the disk is full")

    monkeypatch.setitem(jobs.HANDLERS, TaskKind.END_SESSIONS, fail)
    with app.app_context():
        task_id = _put_down("one")
        assert jobs.run_due() == MAX_ATTEMPTS
        db.session.rollback()
        task = db.session.get_one(Task, task_id)
        assert task.state is TaskState.FAILED
        assert "the disk is full" in str(task.error)


def test_several_workers_do_each_thing_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setitem(jobs.HANDLERS, TaskKind.END_SESSIONS, done.append)
    with app.app_context():
        for number in range(24):
            _put_down(str(number))

    def work(name: str) -> None:
        with app.app_context():
            while jobs.run_one(name):
                pass
            db.session.remove()

    threads = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(done, key=int) == [str(number) for number in range(24)]


def test_every_kind_of_work_has_a_handler() -> None:
    assert set(jobs.HANDLERS) == set(TaskKind)

"""Rows of work: put down once, done once, never lost."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app import jobs
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.jobs import running
from inspect_app.jobs.running import run_batch
from inspect_app.tasks.actions import LostClaim, claim, finish, lease, release, renew, schedule
from inspect_app.tasks.models import Task
from inspect_app.tasks.rules import MAX_ATTEMPTS
from inspect_app.tasks.vocabulary import TaskKind, TaskState


def _put_down(ref: str, minutes: int = -1) -> int:
    with transaction():
        return schedule(TaskKind.END_SESSIONS, ref, clock.now() + timedelta(minutes=minutes)).id


def _claim(worker: str, limit: int = 1) -> list[int]:
    with transaction():
        return [task.id for task in claim(worker, limit)]


def _task(task_id: int) -> Task:
    db.session.rollback()
    return db.session.get_one(Task, task_id, populate_existing=True)


@pytest.fixture
def later(app: Flask) -> Iterator[list[datetime]]:
    """Give the moment the clock reads, to be moved by the test."""
    moment = [clock.now()]
    with clock.reading(lambda: moment[0]):
        yield moment


def test_the_same_work_is_put_down_once(app: Flask) -> None:
    with app.app_context():
        due = clock.now()
        with transaction():
            first = schedule(TaskKind.END_SESSIONS, "all", due)
            second = schedule(TaskKind.END_SESSIONS, "all", due)
        assert first.id == second.id
        assert len(db.session.scalars(select(Task)).all()) == 1


def test_workers_that_put_the_same_down_at_once_make_one_row(app: Flask) -> None:
    due, refused = clock.now(), []

    def put_down() -> None:
        with app.app_context():
            try:
                with transaction():
                    schedule(TaskKind.END_SESSIONS, "all", due)
            except Exception as error:
                refused.append(error)
            db.session.remove()

    threads = [threading.Thread(target=put_down) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    with app.app_context():
        assert (refused, len(db.session.scalars(select(Task)).all())) == ([], 1)


def test_work_is_not_done_before_it_is_due(app: Flask) -> None:
    with app.app_context():
        _put_down("later", minutes=5)
        assert jobs.run_due() == 0
        later = clock.now() + timedelta(minutes=6)
        with clock.reading(lambda: later):
            assert jobs.run_due() == 1


def test_claimed_work_belongs_to_one_worker(app: Flask) -> None:
    with app.app_context():
        task_id = _put_down("one")
        assert (_claim("a"), _claim("b")) == ([task_id], [])


def test_the_oldest_work_is_claimed_first_and_in_batches(app: Flask) -> None:
    with app.app_context():
        tasks = [_put_down(str(number), minutes=-number) for number in (1, 3, 2)]
        assert _claim("a", 2) == [tasks[1], tasks[2]]
        assert _claim("b", 2) == [tasks[0]]


def test_work_of_a_worker_that_died_is_claimed_again(app: Flask, later: list[datetime]) -> None:
    with app.app_context():
        task_id = _put_down("one")
        assert _claim("died") == [task_id]
        later[0] += lease() + timedelta(seconds=1)
        assert _claim("b") == [task_id]


def test_the_claim_of_a_worker_that_lives_stands_however_long_its_work_takes(app: Flask, later: list[datetime]) -> None:
    with app.app_context():
        task_id = _put_down("long")
        assert _claim("a") == [task_id]
        for _ in range(5):
            later[0] += lease() * 2 / 3
            with transaction():
                renew("a")
            assert _claim("b") == []


def test_a_worker_that_lost_its_claim_does_nothing(
    app: Flask, later: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It wakes up after another one has taken the row: what it would do is rolled back."""
    done: list[str] = []

    def overtaken(ref: str) -> None:
        done.append(ref)

    with app.app_context():
        task_id = _put_down("one")
        monkeypatch.setitem(jobs.HANDLERS, TaskKind.END_SESSIONS, jobs.Job(overtaken))
        assert _claim("slow") == [task_id]
        later[0] += lease() + timedelta(seconds=1)
        assert run_batch("quick") == 1
        with pytest.raises(LostClaim), transaction():
            finish([task_id], "slow")
        assert done == ["one"]
        assert _task(task_id).claimed_by == "quick"


def test_done_work_is_never_done_again(app: Flask, later: list[datetime]) -> None:
    with app.app_context():
        task_id = _put_down("one")
        _claim("a")
        with transaction():
            finish([task_id], "a")
        later[0] += 10 * lease()
        assert _claim("b") == []


def test_claiming_reads_one_range_of_one_index_however_much_is_done(app: Flask) -> None:
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("a planner with statistics chooses by them")
        query = "SELECT id FROM tasks WHERE try_at <= 'x' AND state IN ('waiting', 'claimed') ORDER BY try_at, id"
        plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {query} LIMIT 20").all()
        assert [row[3] for row in plan] == ["SEARCH tasks USING INDEX ix_tasks_open (try_at<?)"]


def test_what_a_deed_did_and_that_it_is_done_are_one_transaction(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deed that fails half way leaves neither its rows nor a row that says done."""

    def half(_ref: str) -> None:
        schedule(TaskKind.TIDY_FIELD, "half", clock.now())
        raise OSError("the disk is full")

    monkeypatch.setitem(jobs.HANDLERS, TaskKind.END_SESSIONS, jobs.Job(half))
    with app.app_context():
        task_id = _put_down("one")
        assert jobs.run_due() == 1
        assert [task.id for task in db.session.scalars(select(Task))] == [task_id]


def test_small_deeds_are_done_together_and_one_that_fails_spoils_no_other(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch is one transaction; when one of it fails each is done by itself, and only that one is given back."""

    def put_down(ref: str) -> None:
        schedule(TaskKind.TIDY_FIELD, ref, clock.now() + timedelta(hours=1))
        if ref == "2":
            raise OSError("the disk is full")

    monkeypatch.setitem(jobs.HANDLERS, TaskKind.END_SESSIONS, jobs.Job(put_down, together=True))
    with app.app_context():
        for number in range(5):
            _put_down(str(number))
        jobs.run_due()
        made = select(Task.object_ref).where(Task.kind == TaskKind.TIDY_FIELD).order_by(Task.object_ref)
        assert db.session.scalars(made).all() == ["0", "1", "3", "4"]
        left = select(Task.object_ref).where(Task.kind == TaskKind.END_SESSIONS, Task.state != TaskState.DONE)
        assert db.session.scalars(left).all() == ["2"]


def test_a_batch_of_small_deeds_is_one_transaction(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def look(_ref: str) -> None:
        seen.append(id(db.session().get_transaction()))

    monkeypatch.setitem(jobs.HANDLERS, TaskKind.END_SESSIONS, jobs.Job(look, together=True))
    with app.app_context():
        for number in range(5):
            _put_down(str(number))
        assert jobs.run_due() == 5
        assert len(seen) == 5
        assert len(set(seen)) == 1


def test_work_that_fails_is_tried_again_later_and_then_marked(
    app: Flask, later: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_ref: str) -> None:
        raise OSError("the disk is full")

    monkeypatch.setitem(jobs.HANDLERS, TaskKind.END_SESSIONS, jobs.Job(fail))
    with app.app_context():
        task_id = _put_down("one")
        waits = []
        while (task := _task(task_id)).try_at is not None:
            waits.append(max(timedelta(), task.try_at - later[0]) // timedelta(minutes=1))
            later[0] = max(later[0], task.try_at)
            assert jobs.run_due() == 1
        assert waits == [0, 1, 5, 25, 125]
        assert (task.state, task.attempts) == (TaskState.FAILED, MAX_ATTEMPTS)
        assert "the disk is full" in str(task.error)


def test_a_claim_lost_on_the_way_takes_back_what_the_deed_did(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(_ids: list[int], _worker: str) -> None:
        raise LostClaim

    def put_down(ref: str) -> None:
        schedule(TaskKind.TIDY_FIELD, ref, clock.now() + timedelta(hours=1))

    monkeypatch.setattr(running, "finish", lost)
    monkeypatch.setitem(jobs.HANDLERS, TaskKind.END_SESSIONS, jobs.Job(put_down))
    with app.app_context():
        _put_down("one")
        run_batch("slow")
        assert db.session.scalars(select(Task.kind)).all() == [TaskKind.END_SESSIONS]


def test_work_that_must_wait_is_no_failure(app: Flask, later: list[datetime], monkeypatch: pytest.MonkeyPatch) -> None:
    until = later[0] + timedelta(minutes=7)
    monkeypatch.setitem(jobs.HANDLERS, TaskKind.END_SESSIONS, jobs.Job(lambda _ref: until, alone=True))
    with app.app_context():
        task = _task(_put_down("one"))
        jobs.run_due()
        task = _task(task.id)
        assert (task.state, task.try_at, task.attempts) == (TaskState.WAITING, until, 0)


def test_a_worker_asked_to_stop_gives_back_what_it_has_not_begun(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setitem(jobs.HANDLERS, TaskKind.END_SESSIONS, jobs.Job(done.append))
    with app.app_context():
        for number in range(4):
            _put_down(str(number), minutes=number - 10)
        run_batch("a", 4, is_stopping=lambda: len(done) == 2)
        assert done == ["0", "1"]
        assert len(_claim("b", 4)) == 2


def test_what_is_given_back_by_somebody_else_stays(app: Flask) -> None:
    with app.app_context():
        task_id = _put_down("one")
        with transaction():
            claimed = claim("a", 1)
        with transaction():
            release(claimed, "b")
        assert _task(task_id).state is TaskState.CLAIMED


def test_several_workers_do_each_thing_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setitem(jobs.HANDLERS, TaskKind.END_SESSIONS, jobs.Job(done.append))
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

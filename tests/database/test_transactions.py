"""transaction() under several processes and threads: nothing lost, one winner, no stray writes."""

import subprocess
import sys
import threading
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from psycopg.pq import TransactionStatus
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from inspect_app.access import Role
from inspect_app.audit.queries import find_broken_link
from inspect_app.config import current_settings
from inspect_app.database import db, read_together, send_last, transaction
from inspect_app.findings.models import FindingCounter
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict
from inspect_app.notices.actions.drafting import draft_notice, save_prose
from inspect_app.notices.models import Notice
from inspect_app.notices.vocabulary import Section
from tests.conftest import Scale
from tests.factories import keep, make_actor, make_campaign


def test_four_processes_that_read_and_write_lose_nothing(app: Flask, tmp_path: Path, scale: Scale) -> None:
    times = scale(40, 400)
    with app.app_context():
        keep(FindingCounter(year=2000, prefix="", last=0))
        url = current_settings().database
        command = [sys.executable, "-m", "tests.database.counting", url, str(tmp_path), str(times)]
        processes = [subprocess.Popen(command) for _ in range(4)]
        assert [process.wait(timeout=110) for process in processes] == [0, 0, 0, 0]
        db.session.rollback()
        assert db.session.get_one(FindingCounter, (2000, "")).last == 4 * times


def test_twenty_parallel_edits_of_one_version_have_one_winner(app: Flask) -> None:
    with app.app_context():
        clerk = make_actor(Role.OFFICE_CLERK)
        campaign = make_campaign()
        with transaction():
            notice = draft_notice(clerk, campaign.id, clock.today())
        notice_id, seen = notice.id, notice.version
    start, outcomes = threading.Barrier(20), []

    def edit(number: int) -> None:
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    save_prose(clerk, notice_id, seen, "通报", {Section.DEMANDS: f"第{number}人的话"})
                outcomes.append(("saved", f"第{number}人的话"))
            except Conflict as conflict:
                outcomes.append(("refused", conflict.mine["五、下一步要求"]))
            finally:
                db.session.remove()

    threads = [threading.Thread(target=edit, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(kind for kind, _ in outcomes) == ["refused"] * 19 + ["saved"]
    (winner,) = [words for kind, words in outcomes if kind == "saved"]
    with app.app_context():
        assert db.session.get_one(Notice, notice_id).prose == {Section.DEMANDS.value: [winner]}
        assert find_broken_link() is None


def test_a_write_outside_a_transaction_is_refused(app: Flask) -> None:
    with app.app_context():
        db.session.add(FindingCounter(year=2001, prefix="", last=0))
        with pytest.raises(RuntimeError, match="inside"):
            db.session.flush()


def test_a_statement_that_writes_outside_a_transaction_is_refused(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(RuntimeError, match="inside"):
            db.session.execute(insert(FindingCounter).values(year=2001, prefix="", last=0))
        db.session.rollback()
        assert db.session.get(FindingCounter, (2001, "")) is None


def test_reading_keeps_no_transaction_open_on_postgresql(app: Flask, backend: str) -> None:
    if backend == "sqlite":
        pytest.skip("a page on SQLite reads one snapshot")
    with app.app_context():
        assert _after_a_read() is TransactionStatus.IDLE
        read_together()
        assert _after_a_read() is TransactionStatus.INTRANS
        with transaction():
            assert _after_a_read() is TransactionStatus.INTRANS
        assert _after_a_read() is TransactionStatus.IDLE


def _after_a_read() -> TransactionStatus:
    db.session.get(FindingCounter, (2000, ""))
    driver = db.session.connection().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver.info.transaction_status


def test_a_transaction_inside_another_is_refused(app: Flask) -> None:
    with app.app_context(), transaction(), pytest.raises(RuntimeError, match="already open"), transaction():
        pass


def test_what_was_loaded_before_is_read_anew(app: Flask) -> None:
    with app.app_context():
        keep(FindingCounter(year=2000, prefix="", last=0))
        stale = db.session.get_one(FindingCounter, (2000, ""))
        assert stale.last == 0

        def other() -> None:
            with app.app_context():
                with transaction() as session:
                    session.get_one(FindingCounter, (2000, "")).last = 7
                db.session.remove()

        thread = threading.Thread(target=other)
        thread.start()
        thread.join(timeout=30)
        with transaction():
            stale.last += 1
        assert db.session.get_one(FindingCounter, (2000, "")).last == 8


def test_a_failed_deed_changes_nothing(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(ZeroDivisionError), transaction() as session:
            session.add(FindingCounter(year=2000, prefix="", last=0))
            session.flush()
            _ = 1 / 0
        assert db.session.get(FindingCounter, (2000, "")) is None


def test_what_is_written_last_fails_the_deed_like_any_other_row(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(IntegrityError), transaction() as session:
            session.add(FindingCounter(year=2001, prefix="", last=1))
            session.flush()
            send_last(insert(FindingCounter), [{"year": 2002, "prefix": "", "last": 1}])
            send_last(insert(FindingCounter), [{"year": 2001, "prefix": "", "last": 2}])
        assert db.session.scalars(select(FindingCounter)).all() == []
        with transaction():
            send_last(insert(FindingCounter), [{"year": 2002, "prefix": "", "last": 1}])
        assert db.session.get_one(FindingCounter, (2002, "")).last == 1


def test_a_connection_that_breaks_at_the_commit_is_told_and_not_used_again(app: Flask, backend: str) -> None:
    if backend == "sqlite":
        pytest.skip("SQLite has no server")
    with app.app_context():
        with pytest.raises(OperationalError), transaction() as session:
            session.add(FindingCounter(year=2001, prefix="", last=1))
            session.flush()
            send_last(text("SELECT pg_terminate_backend(pg_backend_pid()), CAST(:one AS int)"), [{"one": 1}])
        with transaction() as session:
            assert session.scalars(select(FindingCounter)).all() == []

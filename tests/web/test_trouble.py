"""A full disk, a locked or absent database: a plain sentence, no half writes, and on again without a restart."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, func, make_url, select

from inspect_app import database
from inspect_app.access import Role
from inspect_app.audit.models import AuditEntry
from inspect_app.audit.queries import find_broken_link
from inspect_app.database import db, is_sqlite
from inspect_app.voices.models import Letter
from tests.databases import Postgres
from tests.factories import make_person, sign_in

_WORDS = "这一页太慢了，等了很久也没有打开。" * 20


@pytest.fixture
def clerk(client: FlaskClient, app: Flask) -> FlaskClient:
    with app.app_context():
        sign_in(client, make_person(Role.OFFICE_CLERK))
    return client


@pytest.fixture(autouse=True)
def without_tokens(app: Flask) -> None:
    """Let posts come without the token that a page would bring."""
    app.config["WTF_CSRF_ENABLED"] = False


def _complain(client: FlaskClient) -> tuple[int, str]:
    answer = client.post("/complaints", data={"words": _WORDS})
    return answer.status_code, answer.text


def _kept(app: Flask) -> tuple[int, int]:
    """Return how many complaints there are, and how many entries of the chain tell of one."""
    with app.app_context():
        letters = db.session.scalar(select(func.count()).select_from(Letter)) or 0
        told = select(func.count()).select_from(AuditEntry).where(AuditEntry.object_kind == "letter")
        return letters, db.session.scalar(told) or 0


def _demand_plain(status: int, page: str, word: str) -> None:
    assert status == 503
    assert word in page
    assert "没有改动任何数据" in page
    for technical in ("Traceback", "OperationalError", "sqlite3", "psycopg"):
        assert technical not in page


@pytest.fixture
def sqlite_app(app: Flask) -> Flask:
    with app.app_context():
        if not is_sqlite():
            pytest.skip("of SQLite's file")
    return app


def test_a_full_disk_is_said_and_nothing_is_half_written(sqlite_app: Flask, clerk: FlaskClient) -> None:
    """The database may not grow by a page; what fits into its last pages is still kept whole."""
    _limit(sqlite_app, 1)
    done = 0
    for _ in range(300):
        status, page = _complain(clerk)
        if status != 303:
            break
        done += 1
    _demand_plain(status, page, "磁盘满了")
    assert _kept(sqlite_app) == (done, done)
    assert clerk.get("/complaints").status_code == 200  # reading goes on
    _limit(sqlite_app, 1_000_000)
    assert _complain(clerk)[0] == 303
    assert _kept(sqlite_app) == (done + 1, done + 1)
    with sqlite_app.app_context():
        assert find_broken_link() is None


def _limit(app: Flask, pages: int) -> None:
    """Let the database's file have so many pages, or as many as it has."""
    with app.app_context(), db.engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")


def test_a_file_that_cannot_be_written_is_said_in_the_same_words(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with app.app_context():
        sign_in(client, make_person(Role.OFFICE_CLERK))
    monkeypatch.setattr("inspect_app.voices.views.letters.actions.complain", full)
    _demand_plain(*_complain(client), "磁盘满了")
    assert _kept(app) == (0, 0)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a writer wait for a moment only, where it would wait for fifteen seconds."""
    monkeypatch.setattr(database, "_BUSY_MILLISECONDS", 50)
    yield


def test_a_locked_database_is_said_and_the_same_deed_succeeds_afterwards(
    impatient: None, sqlite_app: Flask, clerk: FlaskClient
) -> None:
    with sqlite_app.app_context():
        url = db.engine.url
        db.engine.dispose()  # what was connected before waits longer
    engine = create_engine(url)
    with engine.connect() as other:
        other.exec_driver_sql("ROLLBACK")
        other.exec_driver_sql("BEGIN IMMEDIATE")
        answer = clerk.post("/complaints", data={"words": _WORDS})
        _demand_plain(answer.status_code, answer.text, "正忙")
        assert answer.headers["Retry-After"] == "30"
        other.exec_driver_sql("ROLLBACK")
    engine.dispose()
    assert _kept(sqlite_app) == (0, 0)
    assert _complain(clerk)[0] == 303
    assert _kept(sqlite_app) == (1, 1)


def test_a_writer_waits_for_a_lock_of_ten_seconds() -> None:
    assert database._BUSY_MILLISECONDS > 10_000


def test_when_postgresql_goes_and_comes_the_work_goes_on_without_a_restart(
    client: FlaskClient, app: Flask, request: pytest.FixtureRequest
) -> None:
    """All connections break off and none is let in, as while the server restarts; then it is there again."""
    with app.app_context():
        if is_sqlite():
            pytest.skip("SQLite has no server")
        name = make_url(str(db.engine.url)).database
        sign_in(client, make_person(Role.OFFICE_CLERK))
    assert _complain(client)[0] == 303
    server: Postgres = request.getfixturevalue("postgres")
    server.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    try:
        server.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608
        _demand_plain(*_complain(client), "连不上")
        health = client.get("/healthz")
        assert (health.status_code, health.get_json()["status"]) == (503, "down")
    finally:
        server.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert _complain(client)[0] == 303
    assert _kept(app) == (2, 2)

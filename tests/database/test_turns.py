"""Writers on SQLite queue, rather than look again now and then until their time is up."""

import fcntl
from pathlib import Path

import pytest
from flask import Flask

from inspect_app.config import Settings
from inspect_app.database import db, transaction
from tests.databases import open_app


def _is_free(database: str) -> bool:
    with Path(f"{database}-turn").open("ab") as gate:
        try:
            fcntl.flock(gate, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@pytest.fixture
def sqlite_settings(sqlite_url: str, tmp_path: Path) -> Settings:
    return Settings.for_tests(database_url=sqlite_url, data_dir=tmp_path / "data")


def test_a_writer_holds_the_turn_until_it_has_committed(sqlite_settings: Settings) -> None:
    with open_app(sqlite_settings) as app, app.app_context():
        database = str(db.engine.url.database)
        with transaction():
            assert not _is_free(database)
        assert _is_free(database)


def test_a_writer_that_fails_gives_its_turn_away_after_rolling_back(sqlite_settings: Settings) -> None:
    with open_app(sqlite_settings) as app, app.app_context():
        database = str(db.engine.url.database)
        with pytest.raises(ZeroDivisionError), transaction():
            1 / 0  # noqa: B018
        assert _is_free(database)
        with transaction():
            assert not _is_free(database)


def test_readers_need_no_turn(app: Flask) -> None:
    with app.app_context(), transaction(), app.test_client() as client:
        assert client.get("/login").status_code == 200

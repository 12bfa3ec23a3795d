"""One demo world on each database, loaded once for all tests of this folder; the tests only read it."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from inspect_app.commands.demo_world.loading import load
from inspect_app.config import Settings
from inspect_app.foundation import clock
from tests.databases import Postgres, open_app

# A Friday evening; whoever looks at the world lives in this moment.
MOMENT = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def sqlite_world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Give the demo world on SQLite; the first process that asks loads it, the others wait and read the same."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "demo"
    folder.mkdir(exist_ok=True)
    database, loaded = folder / "demo.sqlite3", folder / "loaded"
    with (folder / "turn").open("ab") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        if not loaded.exists():
            shutil.copy(sqlite_template, database)
            _load(_settings(f"sqlite:///{database}", folder))
            loaded.touch()
    with open_app(_settings(f"sqlite:///{database}", folder)) as app:
        yield app


@pytest.fixture(scope="module")
def postgres_world(
    postgres: Postgres, postgres_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """Give the demo world on PostgreSQL."""
    name = postgres.create(postgres_template)
    settings = _settings(postgres.url(name), tmp_path_factory.mktemp("demo"))
    _load(settings)
    with open_app(settings) as app:
        yield app
    postgres.drop(name)


@pytest.fixture
def world(sqlite_world: Flask) -> Iterator[Flask]:
    """Push the world's context at its moment."""
    with clock.reading(lambda: MOMENT), sqlite_world.app_context():
        yield sqlite_world


def _settings(database_url: str, folder: Path) -> Settings:
    return Settings.for_tests(database_url=database_url, data_dir=folder / "data")


def _load(settings: Settings) -> None:
    with open_app(settings) as app, clock.reading(lambda: MOMENT), app.app_context():
        load(7)

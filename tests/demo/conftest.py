"""One demo world on each database, loaded once for all tests of this folder; the tests only read it."""

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


@pytest.fixture(scope="module")
def sqlite_world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Give the demo world on SQLite."""
    folder = tmp_path_factory.mktemp("demo")
    database = folder / "demo.sqlite3"
    shutil.copy(sqlite_template, database)
    yield from _world(f"sqlite:///{database}", folder)


@pytest.fixture(scope="module")
def postgres_world(
    postgres: Postgres, postgres_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """Give the demo world on PostgreSQL."""
    name = postgres.create(postgres_template)
    yield from _world(postgres.url(name), tmp_path_factory.mktemp("demo"))
    postgres.drop(name)


@pytest.fixture
def world(sqlite_world: Flask) -> Iterator[Flask]:
    """Push the world's context at its moment."""
    with clock.reading(lambda: MOMENT), sqlite_world.app_context():
        yield sqlite_world


def _world(database_url: str, folder: Path) -> Iterator[Flask]:
    settings = Settings.for_tests(database_url=database_url, data_dir=folder / "data")
    with open_app(settings) as app:
        with clock.reading(lambda: MOMENT), app.app_context():
            load(7)
        yield app

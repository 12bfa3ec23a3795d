"""One hostile world on each database, built once for all tests of this folder."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspect_app.config import Settings
from tests.databases import BACKENDS, Postgres, open_app
from tests.hostile.world import World, build


@pytest.fixture(scope="session")
def sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give the world on SQLite."""
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copy(sqlite_template, folder / "hostile.sqlite3")
    url = f"sqlite:///{folder / 'hostile.sqlite3'}"
    with open_app(Settings.for_tests(database_url=url, data_dir=folder / "data")) as app:
        yield build(app)


@pytest.fixture(scope="session")
def postgresql(
    postgres: Postgres, postgres_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Give the world on PostgreSQL."""
    name = postgres.create(postgres_template)
    folder = tmp_path_factory.mktemp("hostile")
    with open_app(Settings.for_tests(database_url=postgres.url(name), data_dir=folder / "data")) as app:
        yield build(app)
    postgres.drop(name)


@pytest.fixture(scope="session", params=BACKENDS)
def world(request: pytest.FixtureRequest) -> World:
    """Give the world on one kind of database, then on the other."""
    found: World = request.getfixturevalue(request.param)
    return found

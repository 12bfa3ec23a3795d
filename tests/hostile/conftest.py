"""One hostile world on each database, built once for all tests of this folder."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from inspect_app.config import Settings
from tests.databases import BACKENDS, Postgres, open_app
from tests.hostile.world import World, build


@contextmanager
def _sqlite(template: Path, folder: Path) -> Iterator[World]:
    shutil.copy(template, folder / "hostile.sqlite3")
    url = f"sqlite:///{folder / 'hostile.sqlite3'}"
    with open_app(Settings.for_tests(database_url=url, data_dir=folder / "data")) as app:
        yield build(app)


@contextmanager
def _postgres(server: Postgres, template: str, folder: Path) -> Iterator[World]:
    name = server.create(template)
    with open_app(Settings.for_tests(database_url=server.url(name), data_dir=folder / "data")) as app:
        yield build(app)
    server.drop(name)


@pytest.fixture(scope="session")
def sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give the world on SQLite."""
    with _sqlite(sqlite_template, tmp_path_factory.mktemp("hostile")) as world:
        yield world


@pytest.fixture(scope="session")
def postgresql(postgres: Postgres, postgres_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give the world on PostgreSQL."""
    with _postgres(postgres, postgres_template, tmp_path_factory.mktemp("hostile")) as world:
        yield world


@pytest.fixture(scope="session", params=BACKENDS)
def world(request: pytest.FixtureRequest) -> World:
    """Give the world on one kind of database, then on the other."""
    found: World = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module", params=BACKENDS)
def own_world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give a world to one module, which may change it."""
    folder, template = tmp_path_factory.mktemp("own"), request.getfixturevalue(f"{_short(request.param)}_template")
    if request.param == "sqlite":
        with _sqlite(template, folder) as world:
            yield world
    else:
        with _postgres(request.getfixturevalue("postgres"), template, folder) as world:
            yield world


def _short(backend: str) -> str:
    return "sqlite" if backend == "sqlite" else "postgres"

"""One hostile world on each database, built once for all tests of this folder."""

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest

from inspect_app.config import Settings
from inspect_app.foundation import clock
from tests.databases import BACKENDS, Postgres, open_app
from tests.hostile.more_things import add_more
from tests.hostile.twins import NOW
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


@pytest.fixture(scope="session", params=BACKENDS)
def own_world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give a world whose words and files tests may change."""
    with _another(request, tmp_path_factory.mktemp("own")) as world:
        yield world


@pytest.fixture(scope="module", params=BACKENDS)
def swept_world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give a world to the sweep, of which nobody knows what it leaves."""
    with _another(request, tmp_path_factory.mktemp("swept")) as world:
        yield world


@pytest.fixture(scope="session", params=BACKENDS)
def full_world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give a world with things of every kind in every condition, to be asked with nothing kept."""
    with ExitStack() as opened:
        with clock.reading(lambda: NOW):
            world = opened.enter_context(_another(request, tmp_path_factory.mktemp("full")))
            add_more(world)
        world.app.config["WTF_CSRF_ENABLED"] = False
        yield world


def _another(request: pytest.FixtureRequest, folder: Path) -> AbstractContextManager[World]:
    if request.param == "sqlite":
        return _sqlite(request.getfixturevalue("sqlite_template"), folder)
    return _postgres(request.getfixturevalue("postgres"), request.getfixturevalue("postgres_template"), folder)

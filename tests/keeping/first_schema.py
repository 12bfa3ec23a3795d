"""A small world in the first schema that was used, kept as rows; `python -m tests.keeping.first_schema` makes it anew.

It is made with today's models and taken down every step, so that nobody has to write old rows by hand.
"""

import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask_migrate import downgrade
from sqlalchemy import Connection, MetaData, Table, create_engine, insert, select, update

from inspect_app.access import Role
from inspect_app.config import PROJECT_ROOT, Settings
from inspect_app.database import db, transaction
from inspect_app.evidence.actions import store_upload
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.keeping.actions.loading import writable
from inspect_app.keeping.rules.rows import line_of, row_of
from inspect_app.notices.actions.drafting import draft_notice
from tests.databases import migrate, open_app
from tests.factories import make_actor, make_campaign, make_finding, make_person, make_unit, make_visit, make_window
from tests.pictures import photo

FIRST = "0002"
PATH = PROJECT_ROOT / "tests" / "vectors" / "first_schema.jsonl"
# What is Alembic's own, and totals, which are made from the findings.
_NOT_OURS = {"alembic_version", "finding_tally"}


def make() -> None:
    """Write the file."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.for_tests(database_url=f"sqlite:///{folder}/world.sqlite3", data_dir=Path(folder))
        migrate(settings)
        with open_app(settings) as app, app.app_context():
            _fill()
            db.session.remove()
            downgrade(str(PROJECT_ROOT / "migrations"), revision=FIRST)
        engine = create_engine(f"sqlite:///{folder}/world.sqlite3")
        with engine.connect() as connection, PATH.open("wb") as file:
            for table in tables_of(connection):
                for row in connection.execute(select(table).order_by(*table.primary_key.columns)):
                    file.write(line_of([table.name, [column.name for column in table.columns], *row]))
        engine.dispose()


def rows_of() -> dict[str, list[dict[str, Any]]]:
    """Return the rows of the file by table."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for line in PATH.read_bytes().split(b"\n")[:-1]:
        name, columns, *values = row_of(line)
        rows.setdefault(name, []).append(dict(zip(columns, map(_aware, values), strict=True)))
    return rows


def load(connection: Connection) -> None:
    """Put the world into a database that stands at the first schema."""
    rows = rows_of()
    for table in tables_of(connection):
        if table.name == "audit_head":
            connection.execute(table.delete())
        own = _own_links(table)
        for row in rows.get(table.name, []):
            connection.execute(insert(writable(table)), [{**row, **dict.fromkeys(own)}])
        for row in rows.get(table.name, []):
            links = {key: row[key] for key in own if row[key] is not None}
            if links:
                connection.execute(update(table).where(table.c.id == row["id"]).values(links))


def tables_of(connection: Connection) -> list[Table]:
    """Return the tables that are there, each after those it refers to."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name not in _NOT_OURS]


def _own_links(table: Table) -> list[str]:
    return [each.name for each in table.columns if any(key.column.table is table for key in each.foreign_keys)]


def _aware(value: Any) -> Any:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value


def _fill() -> None:
    parent = make_unit("市公安局")
    unit = make_unit("市公安局交警支队", parent=parent)
    office, window = make_unit("市跑改办"), make_window(unit)
    campaign = make_campaign((unit,))
    inspector, shopper = make_person(Role.INSPECTOR), make_person(Role.SHOPPER)
    make_person(Role.OFFICE_DIRECTOR, office)
    visits = [make_visit(inspector, campaign=campaign), make_visit(shopper, campaign=campaign)]
    # Waiting until a day came later, with the column that says until when.
    for number, status in enumerate(one for one in FindingStatus if one is not FindingStatus.DEFERRED):
        make_finding(status, unit=unit, window=window, campaign=campaign, visit=visits[number % 2])
    actor, author = make_actor(Role.OFFICE_CLERK, office), make_actor(Role.INSPECTOR)
    with transaction():
        store_upload(author, photo(), "a.jpg")
        draft_notice(actor, campaign.id, clock.today())


if __name__ == "__main__":
    make()
    print(json.dumps({"bytes": PATH.stat().st_size}))

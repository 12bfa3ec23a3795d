"""Worlds of any size, loaded in bulk past the deeds: as many findings as asked for, with what hangs on them."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Table, insert, select, text

from inspect_app.accounts.models import Person
from inspect_app.accounts.vocabulary import UnitKind, UnitLevel
from inspect_app.calendar.actions import seed_from_library
from inspect_app.catalogue.vocabulary import SiteType
from inspect_app.config import Settings
from inspect_app.database import Base, db, is_sqlite, transaction
from inspect_app.foundation import clock
from tests.bench.rows import AUTHORS, SHEET, event_rows, finding_rows, people_rows
from tests.databases import Postgres, open_app

_BATCH = 2000
_UNITS, _WINDOWS = 44, 60
_FINDINGS_PER_VISIT = 4
NOTICE_FINDINGS = 200
Row = dict[str, Any]


class Durable(Postgres):
    """A PostgreSQL server that forgets nothing, as in service."""

    def __init__(self, folder: Path) -> None:
        """Start the server and give it its durability back."""
        super().__init__(folder)
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "max_wal_size"):
            self.run(f"ALTER SYSTEM RESET {setting}")
        self.run("SELECT pg_reload_conf()")


@dataclass(slots=True)
class World:
    """A loaded world: whom to sign in as, and what to ask for."""

    settings: Settings
    size: int
    seconds: float = 0.0
    people: dict[str, int] = field(default_factory=dict)
    next_visit: int = 1


def fill(settings: Settings, size: int) -> World:
    """Load a migrated, empty database."""
    world, begun = World(settings, size), time.perf_counter()
    with open_app(settings) as app, app.app_context():
        with transaction():
            seed_from_library()
        with transaction():
            _fill_base()
            _fill_visits(size)
        _fill_findings(size)
        _settle()
        world.people = {name: key for key, name in db.session.execute(select(Person.id, Person.username)).all()}
    world.next_visit = size // _FINDINGS_PER_VISIT + 1
    world.seconds = time.perf_counter() - begun
    return world


def _settle() -> None:
    """Do what a database does by itself in its first minutes: forget what loading wrote over, and count."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if is_sqlite() else "VACUUM ANALYZE"))


def put(name: str, rows: Iterator[dict[str, Any]]) -> None:
    """Insert rows of a table in batches, and move its sequence on."""
    table = Base.metadata.tables[name]
    for batch in _batches(rows):
        if is_sqlite():
            db.session.execute(insert(table), batch)
        else:
            _copy(table, batch)
    _move_sequence(table)


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rows = iter(rows)
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _copy(table: Table, rows: list[Row]) -> None:
    """Let PostgreSQL read rows as a stream; what a row leaves out has its column's default, as in an insert."""
    connection = db.session.connection()
    left_out = {
        column.name: column.default.arg(None) if column.default.is_callable else column.default.arg
        for column in table.columns
        if column.name not in rows[0] and column.default is not None and not column.default.is_sequence
    }
    names = [*rows[0], *left_out]
    kinds = [table.columns[name].type.dialect_impl(connection.dialect) for name in names]
    turns = [kind.bind_processor(connection.dialect) or _same for kind in kinds]
    words = f"COPY {table.name} ({', '.join(names)}) FROM STDIN"
    with connection.connection.cursor() as cursor, cursor.copy(words) as copy:
        for row in rows:
            values = (*row.values(), *left_out.values())
            copy.write_row([turn(value) for turn, value in zip(turns, values, strict=True)])


def _same(value: object) -> object:
    return value


def _move_sequence(table: Table) -> None:
    if is_sqlite() or "id" not in table.columns:
        return
    db.session.execute(
        text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), (SELECT max(id) FROM {table.name}))")
    )


def _fill_base() -> None:
    put("units", ({
        "id": number, "code": f"U{number:03d}", "name": f"明州市第{number}局", "short_name": f"第{number}局",
        "level": UnitLevel.CITY, "kind": UnitKind.BUREAU, "sort_no": number, "version": 1,
    } for number in range(1, _UNITS + 1)))  # fmt: skip
    put("people", people_rows())
    put("role_grants", (
        {"id": number, "person_id": row["id"], "role": row["title"], "unit_id": row["unit_id"], "deputy": False}
        for number, row in enumerate(people_rows(), start=1)
    ))  # fmt: skip
    put("sites", ({
        "id": number, "code": f"S{number:02d}", "name": f"第{number}办事大厅", "type": SiteType.SERVICE_CENTRE,
        "unit_id": number, "address": "", "active": True, "version": 1,
    } for number in range(1, 17)))  # fmt: skip
    put("windows", ({
        "id": number, "code": f"W{number:03d}", "name": f"{number}号窗口", "site_id": number % 16 + 1,
        "unit_id": number % _UNITS + 1, "phone": "0990-8123456", "hours_kind": "office", "hours": "", "active": True,
        "version": 1,
    } for number in range(1, _WINDOWS + 1)))  # fmt: skip
    now = clock.now()
    put("checklists", iter([{"id": 1, "code": "bench", "name": "四十项", "description": ""}]))
    put("checklist_versions", iter([{
        "id": 1, "checklist_id": 1, "number": 1, "state": "published", "body": SHEET.to_json(), "digest": "bench",
        "published_at": now, "version": 1,
    }]))  # fmt: skip
    today = clock.today()
    put("campaigns", ({
        "id": number, "code": f"Z{number}", "name": f"专项督察{number}", "basis_title": "", "basis_number": "",
        "starts_on": today - timedelta(days=900), "ends_on": today + timedelta(days=90), "methods": ["on_site"],
        "issuer_id": 1, "checklist_id": 1, "paper_kind": "bulletin", "series": f"通报{number}",
        "cut_off": datetime(2026, 1, 1, 17, tzinfo=UTC).time(), "is_demo": False, "version": 1,
    } for number in (1, 2)))  # fmt: skip


def _fill_visits(size: int) -> None:
    count, today = max(1, size // _FINDINGS_PER_VISIT), clock.today()
    put("visits", (
        visit_row(number, AUTHORS[number % len(AUTHORS)], today - timedelta(days=number % 600), "accepted")
        for number in range(1, count + 1)
    ))  # fmt: skip
    put("visit_windows", (
        {"visit_id": number, "window_id": number % _WINDOWS + 1, "sort_no": 0} for number in range(1, count + 1)
    ))  # fmt: skip


def visit_row(number: int, author_id: int, day: Any, status: str) -> dict[str, Any]:
    """Return a visit's row; one that was accepted has its receipt."""
    done = clock.at(day, datetime(2026, 1, 1, 10, tzinfo=UTC).time()) if status == "accepted" else None
    return {
        "id": number, "public_id": f"bench{number:012d}", "campaign_id": 1, "checklist_version_id": 1, "mode": "open",
        "method": "on_site", "author_role": "inspector", "author_id": author_id, "planned_on": day, "slot": "any",
        "status": status, "round": 1, "started_at": done, "submitted_at": done,
        "receipt": f"R{number:08d}" if done else None, "companions": "", "note": "", "self_check": False, "version": 1,
    }  # fmt: skip


def _fill_findings(size: int) -> None:
    """A transaction a batch: each moves the rows of the tally, and PostgreSQL forgets old ones only between them."""
    dice, today = Random(size), clock.today()
    years: dict[int, int] = {}
    for rows in _batches(finding_rows(size, dice, today, _FINDINGS_PER_VISIT, NOTICE_FINDINGS)):
        with transaction():
            put("findings", iter(rows))
            put("finding_events", event_rows(rows))
        years |= {row["year"]: row["sequence"] for row in rows}
    with transaction():
        put("finding_counters", ({"year": year, "prefix": "", "last": last} for year, last in years.items()))

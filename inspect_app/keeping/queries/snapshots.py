"""All rows as of one moment, while others go on writing."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, Table, select, text

from inspect_app.database import Base
from inspect_app.keeping.rules.rows import line_of
from inspect_app.keeping.vocabulary import TableFacts

# Totals are kept by triggers: restoring the findings makes them again.
_DERIVED = {"finding_tally"}
_BATCH, _PART = 500, 5000


def tables() -> list[Table]:
    """Return all tables that a backup holds, each after those it refers to."""
    return [table for table in Base.metadata.sorted_tables if table.name not in _DERIVED]


def revision_of(connection: Connection) -> str:
    """Return the revision of the schema."""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def parts_of(connection: Connection, table: Table) -> Iterator[tuple[bytes, int]]:
    """Give a table's rows in parts that fit into memory, each with the number of its rows."""
    query = select(table).order_by(*table.primary_key.columns)
    lines: list[bytes] = []
    with connection.execute(query, execution_options={"yield_per": _BATCH}) as rows:
        for row in rows:
            lines.append(line_of(row))
            if len(lines) == _PART:
                yield b"".join(lines), len(lines)
                lines.clear()
    yield b"".join(lines), len(lines)


def facts_of(connection: Connection, table: Table) -> TableFacts:
    """Return count and hash of a table as it stands."""
    digest, count = hashlib.sha256(), 0
    for body, rows in parts_of(connection, table):
        digest.update(body)
        count += rows
    return TableFacts(count, digest.hexdigest())

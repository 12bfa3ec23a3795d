"""Put the rows of an archive into an empty schema, and prove afterwards that they are the same rows."""

from collections.abc import Iterator
from typing import IO, Any

from sqlalchemy import JSON, Connection, Table, TableClause, column, func, insert, select, table, text, update

from inspect_app.database import Base
from inspect_app.keeping.queries.archives import table_lines
from inspect_app.keeping.queries.snapshots import facts_of, tables
from inspect_app.keeping.rules.rows import row_of
from inspect_app.keeping.vocabulary import BrokenBackup, Manifest

_BATCH = 500
# What an installation is born with; the one that was backed up brings its own.
_BORN_WITH = ("activities", "audit_head", "calendar_days", "calendar_years", "reply_templates")


def refuse_unless_empty(connection: Connection) -> None:
    """Refuse a database with rows; take away what it was born with."""
    for one in tables():
        if one.name not in _BORN_WITH and connection.execute(select(func.count()).select_from(one)).scalar_one():
            raise BrokenBackup("这里已经有数据。请恢复到一个空的、刚升级好的数据库。")
    for name in _BORN_WITH:
        connection.execute(Base.metadata.tables[name].delete())


class Loader:
    """Take an archive's tables, one after another; references to rows of the same table are set at its end."""

    def __init__(self, connection: Connection) -> None:
        """Begin with no table."""
        self._connection = connection
        self._table: Table | None = None
        self._batch: list[dict[str, Any]] = []
        self._links: list[dict[str, Any]] = []

    def add(self, name: str, body: IO[bytes]) -> None:
        """Take a member; what is no table is left alone."""
        for table_name, line in table_lines(name, body):
            if self._table is None or self._table.name != table_name:
                self.finish()
                self._table = Base.metadata.tables[table_name]
            self._take(self._table, row_of(line))

    def finish(self) -> None:
        """Write what is still held."""
        self._write()
        for change in self._links:
            assert self._table is not None  # noqa: S101 - a link was read from it
            known = update(self._table).where(self._table.c.id == change.pop("id"))
            self._connection.execute(known.values(change))
        self._links.clear()

    def _take(self, one: Table, values: list[Any]) -> None:
        row = dict(zip([column.name for column in one.columns], values, strict=True))
        links = {name: row[name] for name in _own_links(one) if row[name] is not None}
        if links:
            self._links.append({"id": row["id"], **links})
            row |= dict.fromkeys(links)
        self._batch.append(row)
        if len(self._batch) == _BATCH:
            self._write()

    def _write(self) -> None:
        if self._batch and self._table is not None:
            self._connection.execute(insert(writable(self._table)), self._batch)
        self._batch.clear()


def compare(connection: Connection, manifest: Manifest) -> None:
    """Raise BrokenBackup unless every table here has the rows of the archive, count and hash."""
    for one in tables():
        if facts_of(connection, one) != manifest.tables.get(one.name):
            raise BrokenBackup(f"恢复出来的表 {one.name} 与备份不同，没有恢复任何内容。请把这句话告诉维护人员。")


def move_sequences(connection: Connection) -> None:
    """Let PostgreSQL number new rows after the restored ones; SQLite does by itself."""
    if connection.dialect.name == "sqlite":
        return
    for one in tables():
        key = one.primary_key.columns.get("id")
        if key is not None and key.autoincrement is not False:
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{one.name}', 'id'), "  # noqa: S608
                    f"greatest((SELECT coalesce(max(id), 1) FROM {one.name}), 1))"
                )
            )


def _own_links(one: Table) -> Iterator[str]:
    for each in one.columns:
        if any(key.column.table is one for key in each.foreign_keys):
            yield each.name


def writable(one: Table) -> TableClause:
    """Return the same table as it is written: an absent JSON value is NULL, not the word null."""
    return table(
        one.name,
        *(column(c.name, JSON(none_as_null=True) if isinstance(c.type, JSON) else c.type) for c in one.columns),
    )

"""The base of all tables, the session, and the one way to write: transaction()."""

import fcntl
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as SessionOfApp
from sqlalchemy import JSON, Connection, DateTime, Dialect, Engine, Executable, MetaData, Text, event
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session, mapped_column, registry
from sqlalchemy.orm.properties import MappedColumn
from sqlalchemy.types import TypeDecorator

_BUSY_MILLISECONDS = 15_000
_WRITING = "inspect_writing"
_IMMEDIATE = "inspect_immediate"
_LAST = "inspect_last"

# Text sorts by code point on both databases.
PlainText = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC moment; naive values are refused, because nobody knows what they mean."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The project's own base, so that constraints are named and types are known."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            str: PlainText,
            datetime: UtcDateTime,
            dict[str, Any]: JSON,
            list[Any]: JSON,
            list[str]: JSON,
        },
    )


E = TypeVar("E", bound=Enum)


def enum_column(kind: type[E], *, check: str = "", **options: Any) -> MappedColumn[E]:
    """Return a column that stores an enum's value and lets the schema refuse any other.

    `check` names the constraint where a table has two columns of one kind.
    """
    column_type = SqlEnum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=check or kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )
    return mapped_column(column_type, **options)


class _Session(SessionOfApp):
    """A session that reads each statement by itself on PostgreSQL, where no page shares a snapshot anyway.

    A reading transaction would cost two round trips, and its ROLLBACK lets psycopg forget every prepared
    statement: all would be parsed and planned again for each request.
    """

    def get_bind(self, *args: Any, **options: Any) -> Engine | Connection:
        bind = super().get_bind(*args, **options)
        if self.info.get(_WRITING) or isinstance(bind, Connection) or bind.dialect.name == "sqlite":
            return bind
        return _reading(bind)


@cache
def _reading(engine: Engine) -> Engine:
    """Return the same engine, with the same pool, without transactions."""
    return engine.execution_options(isolation_level="AUTOCOMMIT")


db = SQLAlchemy(model_class=Base, session_options={"class_": _Session, "expire_on_commit": False})

_before_commit: list[Callable[[Session], None]] = []


def before_commit(hook: Callable[[Session], None]) -> Callable[[Session], None]:
    """Register what a transaction appends last (the audit chain), in the order rows → counters → chain."""
    if hook not in _before_commit:
        _before_commit.append(hook)
    return hook


@contextmanager
def transaction() -> Iterator[Session]:
    """Open the one writing transaction of a deed.

    It ends the read transaction, begins a writing one (IMMEDIATE on SQLite: upgrading a read fails at
    once with SQLITE_BUSY_SNAPSHOT, whatever the busy timeout says) and forgets what was loaded.
    """
    session = db.session()
    if session.info.get(_WRITING):
        raise RuntimeError("a transaction is already open")
    session.rollback()
    with _turn():
        session.info[_WRITING] = True
        try:
            session.connection(execution_options={_IMMEDIATE: True})
            yield session
            session.flush()
            for hook in _before_commit:
                hook(session)
            _write_last(session)
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.clear()


def read_together() -> None:
    """Let the reads that follow share a transaction until it is written: PostgreSQL streams rows only inside one."""
    session = db.session()
    if not is_sqlite() and not session.info.get(_WRITING):
        session.rollback()
        session.connection(execution_options={"isolation_level": "READ COMMITTED"})


@contextmanager
def snapshot() -> Iterator[Connection]:
    """Give a connection of its own that sees one moment: WAL on SQLite, REPEATABLE READ elsewhere. Nobody waits."""
    with db.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection
        connection.rollback()


def send_last(statement: Executable, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows right before the commit: nobody in this transaction reads them, and they cost no round trip."""
    db.session().info.setdefault(_LAST, []).append((statement, rows))


def _write_last(session: Session) -> None:
    """Send what was kept for last and the commit to PostgreSQL together; an error comes at the end of all."""
    connection, last = session.connection(), session.info.pop(_LAST, ())
    if connection.dialect.name == "sqlite":
        for statement, rows in last:
            connection.execute(statement, rows)
        return
    driver: Any = connection.connection.driver_connection
    try:
        with driver.pipeline():
            for statement, rows in last:
                connection.execute(statement, rows)
            driver.commit()
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, error) from error


def _told(connection: Connection, error: Exception) -> Exception:
    """Return an error of the driver as SQLAlchemy tells it; a connection that broke is not used again."""
    driver: Any = connection.connection.driver_connection
    if driver.closed:
        connection.invalidate(error)
    dialect = connection.dialect
    return DBAPIError.instance(None, None, error, dialect.loaded_dbapi.Error, hide_parameters=True, dialect=dialect)


@contextmanager
def _turn() -> Iterator[None]:
    """Let the writers of all processes queue for SQLite's one write lock.

    SQLite itself makes a waiting writer look again now and then; under load one may look in vain until
    its time is up. A file lock wakes the next one, and is gone with the process that held it.
    """
    path = db.engine.url.database if is_sqlite() else None
    if not path or path == ":memory:":
        yield
        return
    with open(f"{path}-turn", "ab") as gate:  # noqa: PTH123 - a lock of its own for each writer
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield


@event.listens_for(Session, "before_flush")
def _refuse_stray_writes(session: Session, _context: object, _instances: object) -> None:
    if not session.info.get(_WRITING):
        raise RuntimeError("write inside `with transaction():`")


@event.listens_for(Session, "do_orm_execute")
def _refuse_stray_statements(state: ORMExecuteState) -> None:
    if (state.is_insert or state.is_update or state.is_delete) and not state.session.info.get(_WRITING):
        raise RuntimeError("write inside `with transaction():`")


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # BEGIN is ours, see _begin
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={_BUSY_MILLISECONDS}",
        "secure_delete=ON",
        "trusted_schema=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        writing = connection.get_execution_options().get(_IMMEDIATE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def is_sqlite() -> bool:
    """Say whether the installation runs on SQLite."""
    return db.engine.dialect.name == "sqlite"


"""How Alembic reaches the app's database and tables."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Enum
from sqlalchemy.engine import Connection

target_db = current_app.extensions["migrate"].db


def render_item(kind: str, item: Any, _autogen: Any) -> str | bool:
    """Write enums of a migration as plain checked text: a migration never imports the app."""
    if kind == "type" and isinstance(item, Enum):
        values = ", ".join(repr(value) for value in item.enums)
        return f"sa.Enum({values}, name={item.name!r}, native_enum=False, length={item.length}, create_constraint=True)"
    if kind == "type" and type(item).__name__ == "UtcDateTime":
        return "sa.DateTime(timezone=True)"
    return False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=target_db.metadata,
        render_item=render_item,
        render_as_batch=True,
        compare_type=False,
    )
    with context.begin_transaction():
        context.run_migrations()


def main() -> None:
    """Migrate online only: an office runs one command against a database that is there."""
    given = context.config.attributes.get("connection")
    if given is not None:
        _run(given)
        return
    with target_db.engine.connect() as connection:
        _run(connection)
        connection.commit()


main()

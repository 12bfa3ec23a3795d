"""The migrations end in one place and make exactly the tables of the models."""

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from inspect_app.config import PROJECT_ROOT
from inspect_app.database import Base, db


def test_there_is_one_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(PROJECT_ROOT / "migrations"))
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1


def test_a_migrated_database_is_what_the_models_say(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "target_metadata": Base.metadata}
        )
        assert compare_metadata(context, Base.metadata) == []
        assert set(Base.metadata.tables) == _tables(connection) - {"alembic_version"}


def _tables(connection: object) -> set[str]:
    from sqlalchemy import inspect

    return set(inspect(connection).get_table_names())  # type: ignore[attr-defined]

"""The migrations end in one place and make exactly the tables of the models."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Engine, create_engine, text

from inspect_app.config import PROJECT_ROOT
from inspect_app.database import Base, db
from tests.databases import Postgres

# What PostgreSQL knows of a schema, one query each; triggers are the migration's own.
FACTS = {
    "columns": """
        SELECT table_name, column_name, data_type, is_nullable, column_default, collation_name,
               character_maximum_length
        FROM information_schema.columns WHERE table_schema = 'public'""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
}


def test_there_is_one_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(PROJECT_ROOT / "migrations"))
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1


def test_a_migrated_database_is_what_the_models_say(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


@pytest.fixture
def made_from_models(postgres: Postgres, postgres_template: str) -> Iterator[Engine]:
    """Give a database made from the models alone, beside the migrated one."""
    name = postgres.create()
    engine = create_engine(postgres.url(name))
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()
    postgres.drop(name)


@pytest.mark.parametrize("kind", FACTS)
def test_migrations_and_models_agree_down_to_every_constraint(
    kind: str, made_from_models: Engine, postgres_url: str
) -> None:
    migrated = create_engine(postgres_url)
    with migrated.connect() as old, made_from_models.connect() as new:
        by_migration = {tuple(row) for row in old.execute(text(FACTS[kind])) if row[0] != "alembic_version"}
        by_models = {tuple(row) for row in new.execute(text(FACTS[kind]))}
    migrated.dispose()
    assert sorted(map(str, by_migration ^ by_models)) == []
    assert by_models

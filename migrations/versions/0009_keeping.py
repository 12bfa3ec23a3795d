"""What supervision keeps: since when a level stands, when an item came onto a slip and went, the visit of a check."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# Added as columns: copying `findings` would lose its triggers on SQLite.
_COLUMNS = (
    ("findings", "level_at", "{moment}"),
    ("slip_items", "added_at", "{moment} DEFAULT '2026-01-01 00:00:00' NOT NULL"),
    ("slip_items", "dropped_at", "{moment}"),
    ("verifications", "visit_id", "INTEGER CONSTRAINT fk_verifications_visit_id REFERENCES visits (id)"),
)
_MOMENT = {"sqlite": "DATETIME", "postgresql": "TIMESTAMP WITH TIME ZONE"}


def upgrade() -> None:
    moment = _MOMENT[op.get_bind().dialect.name]
    for table, name, kind in _COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind.format(moment=moment)}")
    op.execute("UPDATE slip_items SET added_at = (SELECT proposed_at FROM slips WHERE slips.id = slip_items.slip_id)")
    if op.get_bind().dialect.name == "postgresql":  # SQLite wants a default for a new column, and keeps it
        op.execute("ALTER TABLE slip_items ALTER COLUMN added_at DROP DEFAULT")
        if "DEFAULT" in kind and op.get_bind().dialect.name != "sqlite":
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {name} DROP DEFAULT")


def downgrade() -> None:
    for table, name, _kind in reversed(_COLUMNS):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")

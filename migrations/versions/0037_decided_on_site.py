"""Measures decided at a debrief, and whether a plan was due before."""

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_COLUMNS = ("decided", "plan_waived")


def upgrade() -> None:
    for column in _COLUMNS:
        op.execute(f"ALTER TABLE debrief_answers ADD COLUMN {column} BOOLEAN DEFAULT FALSE NOT NULL")
        if op.get_bind().dialect.name != "sqlite":
            op.execute(f"ALTER TABLE debrief_answers ALTER COLUMN {column} DROP DEFAULT")


def downgrade() -> None:
    for column in _COLUMNS:
        op.execute(f"ALTER TABLE debrief_answers DROP COLUMN {column}")

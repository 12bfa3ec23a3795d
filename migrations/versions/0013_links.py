"""Findings that point at another are indexed alone: counted in, the many that don't made planners read every row."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_LINKS = ("recurrence_of_id", "duplicate_of_id")


def upgrade() -> None:
    for column in _LINKS:
        given = sa.text(f"{column} IS NOT NULL")
        op.drop_index(f"ix_findings_{column}", table_name="findings")
        op.create_index(f"ix_findings_{column}", "findings", [column], sqlite_where=given, postgresql_where=given)


def downgrade() -> None:
    for column in _LINKS:
        op.drop_index(f"ix_findings_{column}", table_name="findings")
        op.create_index(f"ix_findings_{column}", "findings", [column])

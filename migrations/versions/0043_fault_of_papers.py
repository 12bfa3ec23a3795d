"""Why papers were not complete at a trial, whom its author went with; visits combined with hearing petitioners."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_FAULT = "CONSTRAINT ck_trials_papersfault CHECK (fault IN ('untold', 'guide', 'beyond', 'applicant'))"
_COMPLETE = (
    "CONSTRAINT ck_trials_fault_of_incomplete CHECK (fault IS NULL OR papers_complete IS NULL OR NOT papers_complete)"
)
_TEXT = {"postgresql": 'TEXT COLLATE "C"', "sqlite": "TEXT"}


def upgrade() -> None:
    text = _TEXT[op.get_bind().dialect.name]
    op.execute(f"ALTER TABLE trials ADD COLUMN fault VARCHAR(40) {_FAULT} {_COMPLETE}")
    op.execute(f"ALTER TABLE trials ADD COLUMN accompanied {text} DEFAULT '' NOT NULL")
    op.add_column("visits", sa.Column("with_petitions", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.execute("ALTER TABLE visits DROP COLUMN with_petitions")
    op.execute("ALTER TABLE trials DROP COLUMN accompanied")
    op.execute("ALTER TABLE trials DROP COLUMN fault")

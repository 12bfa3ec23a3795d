"""When the result of a trial came: a promise in working days can be held against it."""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


_DAY_COUNTED = "CONSTRAINT ck_trials_result_day_counted CHECK ((result_on IS NULL) = (result_workdays IS NULL))"
_NOT_BEFORE = "CONSTRAINT ck_trials_result_not_before CHECK (result_workdays IS NULL OR result_workdays >= 0)"


def upgrade() -> None:
    """Add the columns with their checks in place: a copied table would be dropped under what refers to its rows."""
    op.execute("ALTER TABLE trials ADD COLUMN result_on DATE")
    op.execute(f"ALTER TABLE trials ADD COLUMN result_workdays INTEGER {_DAY_COUNTED} {_NOT_BEFORE}")


def downgrade() -> None:
    op.execute("ALTER TABLE trials DROP COLUMN result_workdays")
    op.execute("ALTER TABLE trials DROP COLUMN result_on")

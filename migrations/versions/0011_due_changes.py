"""Which deadlines were counted anew when working days were announced or changed."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "due_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("was", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name="fk_due_changes_finding_id"),
        sa.PrimaryKeyConstraint("id", name="pk_due_changes"),
    )
    op.create_index("ix_due_changes_at", "due_changes", ["at", "id"])
    op.create_index("ix_due_changes_finding_id", "due_changes", ["finding_id"])


def downgrade() -> None:
    op.drop_table("due_changes")

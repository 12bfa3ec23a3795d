"""What a department said at the debrief (座谈): kept with the finding, before and after its delivery."""

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "debrief_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("said_by", TEXT, nullable=False),
        sa.Column("explanation", TEXT, nullable=False),
        sa.Column("measures", TEXT, nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name="fk_debrief_answers_finding_id"),
        sa.ForeignKeyConstraint(["noted_by_id"], ["people.id"], name="fk_debrief_answers_noted_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_debrief_answers"),
        sa.UniqueConstraint("finding_id", name="uq_debrief_answers_finding_id"),
    )


def downgrade() -> None:
    op.drop_table("debrief_answers")

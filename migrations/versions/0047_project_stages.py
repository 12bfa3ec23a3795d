"""Dated steps of tough projects."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "project_stages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_stages")),
        sa.ForeignKeyConstraint(["project_id"], ["tough_projects.id"], name=op.f("fk_project_stages_project_id")),
        sa.CheckConstraint("text <> ''", name=op.f("ck_project_stages_has_words")),
    )
    op.create_index(op.f("ix_project_stages_project_id"), "project_stages", ["project_id"])


def downgrade() -> None:
    op.drop_table("project_stages")

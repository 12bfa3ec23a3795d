"""Requests to see who went on a covert visit, with the second person's decision."""

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_TABLE = "unseal_requests"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", TEXT, nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=False),
        sa.Column("requested_at", MOMENT, nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("approved", sa.Boolean(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("requested_by_id <> decided_by_id", name=op.f("ck_unseal_requests_two_people")),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL)", name=op.f("ck_unseal_requests_decided_by_somebody")
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (approved IS NULL)", name=op.f("ck_unseal_requests_decided_one_way")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_unseal_requests_visit_id"),
        sa.ForeignKeyConstraint(["requested_by_id"], ["people.id"], name="fk_unseal_requests_requested_by_id"),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name="fk_unseal_requests_decided_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_unseal_requests"),
        sa.UniqueConstraint("public_id", name="uq_unseal_requests_public_id"),
    )
    op.create_index("ix_unseal_requests_visit_id", _TABLE, ["visit_id"])
    op.create_index("ix_unseal_requests_requested_by_id", _TABLE, ["requested_by_id"])
    op.create_index("ix_unseal_requests_waiting", _TABLE, ["decided_at", "requested_at"])


def downgrade() -> None:
    op.drop_table(_TABLE)

"""The second step of signing in: a sealed secret, and recovery codes by their tags."""

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "second_steps",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("secret_seal", sa.LargeBinary(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_second_steps_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_second_steps"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_tag", TEXT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_recovery_codes_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_codes"),
        sa.UniqueConstraint("person_id", "code_tag", name="uq_recovery_codes_person_id_code_tag"),
    )


def downgrade() -> None:
    op.drop_table("recovery_codes")
    op.drop_table("second_steps")

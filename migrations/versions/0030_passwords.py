"""When a password was set, and the ones before it, so that a profile may ask for a change and for another one."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("password_set_at", MOMENT, nullable=True))
    op.create_table(
        "earlier_passwords",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", TEXT, nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_earlier_passwords_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_earlier_passwords"),
    )
    op.create_index("ix_earlier_passwords_person_id", "earlier_passwords", ["person_id"])
    # Nobody knows when the passwords of today were set: their time begins now, so that nobody is surprised.
    people = sa.table("people", sa.column("password_set_at", MOMENT), sa.column("password_hash", TEXT))
    now = datetime.now(UTC)
    here = now.replace(tzinfo=None) if op.get_bind().dialect.name == "sqlite" else now
    op.execute(people.update().where(people.c.password_hash.is_not(None)).values(password_set_at=here))


def downgrade() -> None:
    op.drop_index("ix_earlier_passwords_person_id", "earlier_passwords")
    op.drop_table("earlier_passwords")
    op.drop_column("people", "password_set_at")

"""A message is addressed by a token of its own: numbers in a row would count what others are told."""

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Draw a token for every message that is there; new ones bring theirs."""
    op.add_column("messages", sa.Column("token", TEXT, nullable=False, server_default=""))
    sqlite = op.get_bind().dialect.name == "sqlite"
    drawn = "lower(hex(randomblob(16)))" if sqlite else "replace(gen_random_uuid()::text, '-', '')"
    op.execute(f"UPDATE messages SET token = {drawn}")
    op.create_index("ix_messages_token", "messages", ["token"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_messages_token", "messages")
    op.drop_column("messages", "token")

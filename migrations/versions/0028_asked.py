"""Who asked for more time is found among the open ones without reading them all."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_NAME = "ix_findings_asked"


def upgrade() -> None:
    given = sa.text("extension_asker_id IS NOT NULL")
    op.create_index(_NAME, "findings", ["status", "extension_asker_id"], sqlite_where=given, postgresql_where=given)


def downgrade() -> None:
    op.drop_index(_NAME, "findings")

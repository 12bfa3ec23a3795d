"""Of a matter that few people ask for, a department is told 近期 instead of the day on which it was found."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("findings", sa.Column("found_lately", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("findings", "found_lately")

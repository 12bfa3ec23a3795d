"""An article of a bulletin has a last section 下一步工作计划."""

from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    collation = "" if sqlite else 'COLLATE "C" '
    op.execute(f"ALTER TABLE bulletin_articles ADD COLUMN next_steps TEXT {collation}DEFAULT '' NOT NULL")
    if not sqlite:
        op.execute("ALTER TABLE bulletin_articles ALTER COLUMN next_steps DROP DEFAULT")


def downgrade() -> None:
    op.execute("ALTER TABLE bulletin_articles DROP COLUMN next_steps")

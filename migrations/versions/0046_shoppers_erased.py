"""Who a shopper was is kept for a time only."""

from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

_OLD_KINDS = (
    "opinion_phones", "opinions", "letter_names", "originals", "sessions", "tablet_sessions", "messages", "digests",
    "tasks", "audit_details",
)  # fmt: skip
_NEW_KIND = "shoppers"
_TABLES = ("retention_rules", "retention_runs")


def upgrade() -> None:
    _kinds(*_OLD_KINDS, _NEW_KIND)


def downgrade() -> None:
    for table in _TABLES:
        op.execute(f"DELETE FROM {table} WHERE kind = '{_NEW_KIND}'")
    _kinds(*_OLD_KINDS)


def _kinds(*kinds: str) -> None:
    named = ", ".join(f"'{kind}'" for kind in kinds)
    for table in _TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_datakind"), type_="check")
            batch.create_check_constraint(op.f(f"ck_{table}_datakind"), f"kind IN ({named})")

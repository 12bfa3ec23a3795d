"""Indexes that hold everything the dashboard counts of a period, so that it reads the period's days and no rows."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_INDEXES = {
    "ix_findings_delivered_sums": ["delivered_at", "status", "campaign_id", "lead_unit_id", "category"],
    "ix_findings_closed_sums": ["closed_at", "status", "campaign_id", "lead_unit_id", "delivered_at"],
    "ix_findings_judged_sums": [
        "held_days", "due", "status", "campaign_id", "lead_unit_id", "self_found", "on_time", "closed_at",
        "last_feedback_at", "delivered_at",
    ],
}  # fmt: skip


def upgrade() -> None:
    for name, columns in _INDEXES.items():
        op.create_index(name, "findings", columns)
    op.create_index("ix_verifications_at", "verifications", ["at"])


def downgrade() -> None:
    op.drop_index("ix_verifications_at", "verifications")
    for name in _INDEXES:
        op.drop_index(name, "findings")

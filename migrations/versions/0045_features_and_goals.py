"""What windows offer beside the counter, matters done nearby, and how many matters a campaign wants of each kind."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_FLAGS = (
    ("windows", "booking"), ("windows", "precheck"), ("windows", "courier"), ("windows", "epay"),
    ("service_items", "nearby"),
)  # fmt: skip


def upgrade() -> None:
    for table, name in _FLAGS:
        op.add_column(table, sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    feature = sa.Enum(
        "id_only", "online", "mobile", "nearby", "city_wide",
        name="feature", native_enum=False, length=40, create_constraint=True,
    )  # fmt: skip
    op.create_table(
        "campaign_goals",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("feature", feature, nullable=False),
        sa.Column("goal", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("campaign_id", "feature", name="pk_campaign_goals"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_campaign_goals_campaign_id"),
        sa.CheckConstraint("goal > 0", name=op.f("ck_campaign_goals_goal_positive")),
    )


def downgrade() -> None:
    op.drop_table("campaign_goals")
    for table, name in reversed(_FLAGS):
        op.drop_column(table, name)

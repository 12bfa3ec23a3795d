"""When the result of a trial came: a promise in working days can be held against it."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("trials") as table:
        table.add_column(sa.Column("result_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("result_workdays", sa.Integer(), nullable=True))
        table.create_check_constraint(
            op.f("ck_trials_result_day_counted"), "(result_on IS NULL) = (result_workdays IS NULL)"
        )
        table.create_check_constraint(
            op.f("ck_trials_result_not_before"), "result_workdays IS NULL OR result_workdays >= 0"
        )


def downgrade() -> None:
    with op.batch_alter_table("trials") as table:
        table.drop_constraint(op.f("ck_trials_result_day_counted"), type_="check")
        table.drop_constraint(op.f("ck_trials_result_not_before"), type_="check")
        table.drop_column("result_workdays")
        table.drop_column("result_on")

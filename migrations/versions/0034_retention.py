"""How long data are kept where an office changed it, and how much was erased on which day."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_KINDS = (
    "opinion_phones", "opinions", "letter_names", "originals", "sessions", "tablet_sessions", "messages", "digests",
    "tasks", "audit_details",
)  # fmt: skip
_OLD_TASKS = (
    "deliver_finding", "make_copies", "auto_accept", "end_sessions", "tidy_field", "escalate", "resume_deferred",
    "plan_look_backs", "remind", "send_digest", "send_message", "make_archive", "print_notice", "remind_report",
    "check_chain",
)  # fmt: skip
_NEW_TASK = "erase_expired"
_CHECKED = (("tasks", "ck_tasks_taskkind"), ("job_heartbeats", "ck_job_heartbeats_taskkind"))


def _kind() -> sa.Enum:
    return sa.Enum(*_KINDS, name="datakind", native_enum=False, length=40, create_constraint=True)


def upgrade() -> None:
    op.create_table(
        "retention_rules",
        sa.Column("kind", _kind(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.CheckConstraint("days > 0", name=op.f("ck_retention_rules_some_days")),
        sa.PrimaryKeyConstraint("kind", name="pk_retention_rules"),
    )
    op.create_table(
        "retention_runs",
        sa.Column("kind", _kind(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_retention_runs_not_empty")),
        sa.PrimaryKeyConstraint("kind", "day", name="pk_retention_runs"),
    )
    _task_kinds(*_OLD_TASKS, _NEW_TASK)


def downgrade() -> None:
    for table in ("tasks", "job_heartbeats"):
        op.execute(f"DELETE FROM {table} WHERE kind = '{_NEW_TASK}'")
    _task_kinds(*_OLD_TASKS)
    op.drop_table("retention_runs")
    op.drop_table("retention_rules")


def _task_kinds(*kinds: str) -> None:
    named = ", ".join(f"'{kind}'" for kind in kinds)
    for table, constraint in _CHECKED:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(constraint), type_="check")
            batch.create_check_constraint(op.f(constraint), f"kind IN ({named})")

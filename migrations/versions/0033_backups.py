"""Backups and how they ended; the chain's head as it was kept with notices and each day; daily looks at the chain."""

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_OLD_KINDS = (
    "deliver_finding", "make_copies", "auto_accept", "end_sessions", "tidy_field", "escalate", "resume_deferred",
    "plan_look_backs", "remind", "send_digest", "send_message", "make_archive", "print_notice", "remind_report",
)  # fmt: skip
_NEW_KIND = "check_chain"
_CHECKED = (("tasks", "ck_tasks_taskkind"), ("job_heartbeats", "ck_job_heartbeats_taskkind"))


def upgrade() -> None:
    _backups()
    op.create_table(
        "audit_marks",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kept_with", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("sequence", "kept_with", name="pk_audit_marks"),
    )
    op.create_table(
        "audit_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("marks", sa.Integer(), nullable=False),
        sa.Column("broken", sa.Integer(), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_checks"),
    )
    _fix_marks()
    _task_kinds(*_OLD_KINDS, _NEW_KIND)


def _backups() -> None:
    deeds = sa.Enum(
        "created", "verified", "rehearsed", "restored",
        name="backupdeed", native_enum=False, length=40, create_constraint=True,
    )  # fmt: skip
    op.create_table(
        "backup_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deed", deeds, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("ok", sa.Boolean(), nullable=False),
        sa.Column("error", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("encrypted", sa.Boolean(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=True),
        sa.CheckConstraint("ok = (error = '')", name=op.f("ck_backup_runs_failed_says_why")),
        sa.PrimaryKeyConstraint("id", name="pk_backup_runs"),
    )
    op.create_index("ix_backup_runs_last", "backup_runs", ["deed", "ok", "at"])


def _fix_marks() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute(
            "CREATE TRIGGER fixed_audit_marks BEFORE UPDATE OR DELETE ON audit_marks "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for operation in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER fixed_audit_marks_{operation.lower()} BEFORE {operation} ON audit_marks "
            "BEGIN SELECT RAISE(ABORT, 'audit_marks is append-only'); END"
        )


def downgrade() -> None:
    for table in ("tasks", "job_heartbeats"):
        op.execute(f"DELETE FROM {table} WHERE kind = '{_NEW_KIND}'")
    _task_kinds(*_OLD_KINDS)
    for table in ("audit_checks", "audit_marks", "backup_runs"):
        op.drop_table(table)


def _task_kinds(*kinds: str) -> None:
    named = ", ".join(f"'{kind}'" for kind in kinds)
    for table, constraint in _CHECKED:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(constraint), type_="check")
            batch.create_check_constraint(op.f(constraint), f"kind IN ({named})")

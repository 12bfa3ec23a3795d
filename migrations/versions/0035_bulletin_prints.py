"""The PDF of a bulletin that was signed where none could be made is made later by a task."""

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_OLD_KINDS = (
    "deliver_finding", "make_copies", "auto_accept", "end_sessions", "tidy_field", "escalate", "resume_deferred",
    "plan_look_backs", "remind", "send_digest", "send_message", "make_archive", "print_notice", "remind_report",
    "check_chain", "erase_expired",
)  # fmt: skip
_NEW_KIND = "print_bulletin"
_CHECKED = (("tasks", "ck_tasks_taskkind"), ("job_heartbeats", "ck_job_heartbeats_taskkind"))


def upgrade() -> None:
    _task_kinds(*_OLD_KINDS, _NEW_KIND)
    # Bulletins signed before get their PDF too.
    op.execute(
        "INSERT INTO tasks (kind, object_ref, due_at, try_at, state, attempts) "
        f"SELECT '{_NEW_KIND}', CAST(id AS TEXT), signed_at, signed_at, 'waiting', 0 FROM bulletins "
        "WHERE state = 'issued' AND NOT EXISTS (SELECT 1 FROM bulletin_documents "
        "WHERE bulletin_documents.bulletin_id = bulletins.id AND bulletin_documents.kind = 'pdf')"
    )


def downgrade() -> None:
    op.execute(f"DELETE FROM tasks WHERE kind = '{_NEW_KIND}'")
    op.execute(f"DELETE FROM job_heartbeats WHERE kind = '{_NEW_KIND}'")
    _task_kinds(*_OLD_KINDS)


def _task_kinds(*kinds: str) -> None:
    named = ", ".join(f"'{kind}'" for kind in kinds)
    for table, constraint in _CHECKED:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(constraint), type_="check")
            batch.create_check_constraint(op.f(constraint), f"kind IN ({named})")

"""The PDF of an issued notice is made once by a task and kept."""

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_OLD_KINDS = (
    "deliver_finding", "make_copies", "auto_accept", "end_sessions", "tidy_field", "escalate", "resume_deferred",
    "plan_look_backs", "remind", "send_digest", "send_message", "make_archive",
)  # fmt: skip
_NEW_KIND = "print_notice"
_CHECKED = (("tasks", "ck_tasks_taskkind"), ("job_heartbeats", "ck_job_heartbeats_taskkind"))


def upgrade() -> None:
    states = ("waiting", "making", "ready", "failed")
    state = sa.Enum(*states, name="printstate", native_enum=False, length=40, create_constraint=True)
    op.create_table(
        "notice_prints",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("state", state, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=True),
        sa.Column("storage_key", TEXT, nullable=True),
        sa.Column("sha256", TEXT, nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'ready') = (storage_key IS NOT NULL)", name=op.f("ck_notice_prints_ready_has_file")
        ),
        sa.CheckConstraint("(state = 'ready') = (sha256 IS NOT NULL)", name=op.f("ck_notice_prints_ready_has_hash")),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name="fk_notice_prints_notice_id"),
        sa.PrimaryKeyConstraint("notice_id", name="pk_notice_prints"),
    )
    _task_kinds(*_OLD_KINDS, _NEW_KIND)
    _begin_for_issued()
    _guard()


def _begin_for_issued() -> None:
    """Notices signed before get their PDF too."""
    issued = "FROM notices WHERE state = 'issued'"
    op.execute(f"INSERT INTO notice_prints (notice_id, state, asked_at) SELECT id, 'waiting', signed_at {issued}")
    op.execute(
        "INSERT INTO tasks (kind, object_ref, due_at, try_at, state, attempts) "
        f"SELECT '{_NEW_KIND}', CAST(id AS TEXT), signed_at, signed_at, 'waiting', 0 {issued}"
    )


def _guard() -> None:
    """A PDF that is made stays as it is."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute(
            "CREATE TRIGGER fixed_notice_prints BEFORE UPDATE OR DELETE ON notice_prints FOR EACH ROW "
            "WHEN (OLD.state = 'ready') EXECUTE FUNCTION refuse_change()"
        )
        return
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER fixed_notice_prints_{deed.lower()} BEFORE {deed} ON notice_prints "
            "WHEN OLD.state = 'ready' BEGIN SELECT RAISE(ABORT, 'notice_prints is append-only'); END"
        )


def downgrade() -> None:
    op.drop_table("notice_prints")
    op.execute(f"DELETE FROM tasks WHERE kind = '{_NEW_KIND}'")
    _task_kinds(*_OLD_KINDS)


def _task_kinds(*kinds: str) -> None:
    named = ", ".join(f"'{kind}'" for kind in kinds)
    for table, constraint in _CHECKED:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(constraint), type_="check")
            batch.create_check_constraint(op.f(constraint), f"kind IN ({named})")

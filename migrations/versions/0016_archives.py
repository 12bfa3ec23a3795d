"""Case files put together as a zip (一案一档), and the work that makes them."""

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_OLD_KINDS = (
    "deliver_finding", "make_copies", "auto_accept", "end_sessions", "tidy_field", "escalate", "resume_deferred",
    "plan_look_backs", "remind", "send_digest", "send_message",
)  # fmt: skip
_NEW_KIND = "make_archive"
_CHECKED = (("tasks", "ck_tasks_taskkind"), ("job_heartbeats", "ck_job_heartbeats_taskkind"))
_IN_WORK = sa.text("state IN ('waiting', 'making')")


def upgrade() -> None:
    states = ("waiting", "making", "ready", "failed")
    state = sa.Enum(*states, name="archivestate", native_enum=False, length=40, create_constraint=True)
    op.create_table(
        "case_archives",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("query", TEXT, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("state", state, nullable=False),
        sa.Column("storage_key", TEXT, nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=True),
        sa.Column("fetched_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(state = 'ready') = (storage_key IS NOT NULL)", name=op.f("ck_case_archives_ready_has_file")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name="fk_case_archives_asked_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_archives"),
    )
    op.create_index("ix_case_archives_asked_by_id", "case_archives", ["asked_by_id"])
    op.create_index(
        "uq_case_archives_in_work",
        "case_archives",
        ["asked_by_id"],
        unique=True,
        sqlite_where=_IN_WORK,
        postgresql_where=_IN_WORK,
    )
    _task_kinds(*_OLD_KINDS, _NEW_KIND)


def downgrade() -> None:
    op.execute(f"DELETE FROM tasks WHERE kind = '{_NEW_KIND}'")
    _task_kinds(*_OLD_KINDS)
    op.drop_table("case_archives")


def _task_kinds(*kinds: str) -> None:
    named = ", ".join(f"'{kind}'" for kind in kinds)
    for table, constraint in _CHECKED:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(constraint), type_="check")
            batch.create_check_constraint(op.f(constraint), f"kind IN ({named})")

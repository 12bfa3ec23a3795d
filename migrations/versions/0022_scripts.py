"""Scripts of trials and why one was broken, a reviewer's answers, and the reminder that a report is due."""

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_OLD_KINDS = (
    "deliver_finding", "make_copies", "auto_accept", "end_sessions", "tidy_field", "escalate", "resume_deferred",
    "plan_look_backs", "remind", "send_digest", "send_message", "make_archive", "print_notice",
)  # fmt: skip
_NEW_KIND = "remind_report"
_CHECKED = (("tasks", "ck_tasks_taskkind"), ("job_heartbeats", "ck_job_heartbeats_taskkind"))
_BROKEN = "CONSTRAINT ck_trials_scriptbreak CHECK (script_break IN ('exposed', 'departed'))"


def upgrade() -> None:
    _scripts()
    op.execute("ALTER TABLE visits ADD COLUMN script_id INTEGER CONSTRAINT fk_visits_script_id REFERENCES scripts (id)")
    op.create_index("ix_visits_script_id", "visits", ["script_id"])
    op.execute(f"ALTER TABLE trials ADD COLUMN script_break VARCHAR(40) {_BROKEN}")
    _checks()
    _task_kinds(*_OLD_KINDS, _NEW_KIND)


def _scripts() -> None:
    papers = sa.Enum(
        "complete", "one_missing", name="papersinhand", native_enum=False, length=40, create_constraint=True
    )
    op.create_table(
        "scripts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("persona", TEXT, nullable=False),
        sa.Column("papers", papers, nullable=False),
        sa.Column("missing_paper", TEXT, nullable=False),
        sa.Column("ask", TEXT, nullable=False),
        sa.Column("must_tell", sa.JSON(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("limit_minutes", sa.Integer(), nullable=True),
        sa.Column("never_reveal", TEXT, nullable=False),
        sa.Column("stop_line", TEXT, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(papers = 'one_missing') = (missing_paper <> '')", name=op.f("ck_scripts_missing_paper_named")
        ),
        sa.CheckConstraint("limit_minutes IS NULL OR limit_minutes > 0", name=op.f("ck_scripts_limit_positive")),
        sa.ForeignKeyConstraint(["item_id"], ["service_items.id"], name="fk_scripts_item_id"),
        sa.PrimaryKeyConstraint("id", name="pk_scripts"),
        sa.UniqueConstraint("title", name="uq_scripts_title"),
    )
    op.create_index("ix_scripts_item_id", "scripts", ["item_id"])


def _checks() -> None:
    op.create_table(
        "visit_checks",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("facts_clear", sa.Boolean(), nullable=True),
        sa.Column("evidence_enough", sa.Boolean(), nullable=True),
        sa.Column("script_kept", sa.Boolean(), nullable=True),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_visit_checks_visit_id"),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name="fk_visit_checks_by_id"),
        sa.PrimaryKeyConstraint("visit_id", "round", name="pk_visit_checks"),
    )


def downgrade() -> None:
    op.execute(f"DELETE FROM tasks WHERE kind = '{_NEW_KIND}'")
    _task_kinds(*_OLD_KINDS)
    op.drop_table("visit_checks")
    op.execute("ALTER TABLE trials DROP COLUMN script_break")
    op.drop_index("ix_visits_script_id", "visits")
    op.execute("ALTER TABLE visits DROP COLUMN script_id")
    op.drop_table("scripts")


def _task_kinds(*kinds: str) -> None:
    named = ", ".join(f"'{kind}'" for kind in kinds)
    for table, constraint in _CHECKED:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(constraint), type_="check")
            batch.create_check_constraint(op.f(constraint), f"kind IN ({named})")

"""What tablets need: their sessions and codes, drafts, uploads, submissions, and names made offline."""

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_OLD_KINDS = ("deliver_finding", "make_copies", "auto_accept", "end_sessions")
# Added as columns with an index: `findings` has triggers, which copying the table would lose on SQLite.
_NAMED = (("trials", "uuid", "ix_trials_uuid"), ("interviews", "uuid", "ix_interviews_uuid"),
          ("findings", "capture_uuid", "ix_findings_capture"))  # fmt: skip


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40, create_constraint=True)


def upgrade() -> None:
    _sessions()
    _captured()
    _submissions()
    for table, column, index in _NAMED:
        op.add_column(table, sa.Column(column, TEXT, nullable=True))
        op.create_index(index, table, ["visit_id", column], unique=True)
    _task_kinds(*_OLD_KINDS, "tidy_field")


def _sessions() -> None:
    op.create_table(
        "field_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", TEXT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("device", TEXT, nullable=False),
        sa.Column("open_only", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("end_reason", _words("tabletend", "signed_out", "revoked", "replaced", "too_old"), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_field_sessions_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_field_sessions"),
        sa.UniqueConstraint("token_hash", name="uq_field_sessions_token_hash"),
    )
    op.create_index("ix_field_sessions_person_open", "field_sessions", ["person_id", "ended_at"])
    op.create_table(
        "tablet_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", TEXT, nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_tablet_codes_person_id"),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name="fk_tablet_codes_made_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tablet_codes"),
        sa.UniqueConstraint("code_hash", name="uq_tablet_codes_code_hash"),
    )
    op.create_index("ix_tablet_codes_person_id", "tablet_codes", ["person_id"])


def _captured() -> None:
    op.create_table(
        "drafts",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("body_seal", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("warned", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_drafts_visit_id"),
        sa.PrimaryKeyConstraint("visit_id", name="pk_drafts"),
    )
    op.create_index("ix_drafts_saved_at", "drafts", ["saved_at"])
    op.create_table(
        "uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_tag", TEXT, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", TEXT, nullable=False),
        sa.Column("storage_key", TEXT, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_uploads_not_empty")),
        sa.PrimaryKeyConstraint("id", name="pk_uploads"),
        sa.UniqueConstraint("owner_tag", "sha256", name="uq_uploads_owner_tag_sha256"),
        sa.UniqueConstraint("storage_key", name="uq_uploads_storage_key"),
    )
    op.create_index("ix_uploads_received_at", "uploads", ["received_at"])


def _submissions() -> None:
    op.create_table(
        "submissions",
        sa.Column("uuid", TEXT, nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("base_uuid", TEXT, nullable=True),
        sa.Column("body_hash", TEXT, nullable=False),
        sa.Column("body_seal", sa.LargeBinary(), nullable=False),
        sa.Column("state", _words("submissionstate", "receiving", "complete"), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("trace", sa.JSON(), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("client_time", MOMENT, nullable=False),
        sa.Column("clock_offset_ms", sa.Integer(), nullable=True),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("completed_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(state = 'complete') = (completed_at IS NOT NULL)", name=op.f("ck_submissions_complete_has_time")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_submissions_visit_id"),
        sa.PrimaryKeyConstraint("uuid", name="pk_submissions"),
        sa.UniqueConstraint("visit_id", "round", name="uq_submissions_visit_id_round"),
    )
    op.create_index("ix_submissions_state", "submissions", ["state", "received_at"])
    op.create_table(
        "submission_others",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", TEXT, nullable=False),
        sa.Column("body_hash", TEXT, nullable=False),
        sa.Column("body_seal", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["uuid"], ["submissions.uuid"], name="fk_submission_others_uuid"),
        sa.PrimaryKeyConstraint("id", name="pk_submission_others"),
        sa.UniqueConstraint("uuid", "body_hash", name="uq_submission_others_uuid_body_hash"),
    )


def _task_kinds(*kinds: str) -> None:
    named = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("tasks") as batch:
        batch.drop_constraint(op.f("ck_tasks_taskkind"), type_="check")
        batch.create_check_constraint(op.f("ck_tasks_taskkind"), f"kind IN ({named})")


def downgrade() -> None:
    op.execute("DELETE FROM tasks WHERE kind = 'tidy_field'")
    _task_kinds(*_OLD_KINDS)
    for table, column, index in _NAMED:
        op.drop_index(index, table_name=table)
        op.drop_column(table, column)
    for table in ("submission_others", "submissions", "uploads", "drafts", "tablet_codes", "field_sessions"):
        op.drop_table(table)

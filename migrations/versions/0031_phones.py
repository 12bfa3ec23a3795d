"""Telephone tests by list: batches, who dials, numbers, tries."""

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def _enum(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=40, create_constraint=True)


def upgrade() -> None:
    op.create_table(
        "phone_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("title <> ''", name="has_title"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_phone_batches_campaign_id"),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name="fk_phone_batches_made_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_phone_batches"),
    )
    op.create_index("ix_phone_batches_campaign_id", "phone_batches", ["campaign_id"])
    op.create_table(
        "phone_diallers",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["phone_batches.id"], name="fk_phone_diallers_batch_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_phone_diallers_person_id"),
        sa.PrimaryKeyConstraint("batch_id", "person_id", name="pk_phone_diallers"),
    )
    op.create_index("ix_phone_diallers_person_id", "phone_diallers", ["person_id"])
    _lines()
    op.create_table(
        "phone_tries",
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("result", _enum("tryresult", "answered", "rang", "busy", "dead"), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=True),
        sa.Column("polite", sa.Boolean(), nullable=True),
        sa.Column("words", TEXT, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.CheckConstraint("turn BETWEEN 1 AND 3", name="three_at_most"),
        sa.CheckConstraint("(result = 'answered') = (told IS NOT NULL)", name="told_when_answered"),
        sa.CheckConstraint("(result = 'answered') = (polite IS NOT NULL)", name="polite_when_answered"),
        sa.CheckConstraint("noted_at >= at", name="noted_after"),
        sa.ForeignKeyConstraint(["line_id"], ["phone_lines.id"], name="fk_phone_tries_line_id"),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name="fk_phone_tries_by_id"),
        sa.PrimaryKeyConstraint("line_id", "turn", name="pk_phone_tries"),
    )
    op.create_index("ix_phone_tries_by_id", "phone_tries", ["by_id"])


def _lines() -> None:
    op.create_table(
        "phone_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("sort_no", sa.Integer(), nullable=False),
        sa.Column("window_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("hours_kind", _enum("hourskind", "office", "round_the_clock"), nullable=False),
        sa.Column("verdict", _enum("verdict", "good", "badly", "unanswered", "unreached"), nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("finding_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("number <> ''", name="has_number"),
        sa.CheckConstraint("(verdict IS NULL) = (settled_at IS NULL)", name="settled_has_verdict"),
        sa.CheckConstraint(
            "finding_id IS NULL OR verdict IN ('badly', 'unanswered', 'unreached')", name="finding_of_fault"
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["phone_batches.id"], name="fk_phone_lines_batch_id"),
        sa.ForeignKeyConstraint(["window_id"], ["windows.id"], name="fk_phone_lines_window_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_phone_lines_unit_id"),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name="fk_phone_lines_finding_id"),
        sa.PrimaryKeyConstraint("id", name="pk_phone_lines"),
        sa.UniqueConstraint("batch_id", "number", name="uq_phone_lines_batch_id_number"),
    )
    for column in ("window_id", "unit_id", "number", "finding_id"):
        op.create_index(f"ix_phone_lines_{column}", "phone_lines", [column])
    op.create_index("ix_phone_lines_settled", "phone_lines", ["settled_at", "verdict"])


def downgrade() -> None:
    for table in ("phone_tries", "phone_lines", "phone_diallers", "phone_batches"):
        op.drop_table(table)

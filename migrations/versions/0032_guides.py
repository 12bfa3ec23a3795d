"""Online spot-checks: both guides, their differences, screenshots."""

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def _enum(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=40, create_constraint=True)


def upgrade() -> None:
    _checks()
    op.create_table(
        "guide_differences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("sort_no", sa.Integer(), nullable=False),
        sa.Column("aspect", _enum("aspect", "papers", "limit", "trips", "fees"), nullable=True),
        sa.Column("kind", _enum("kind", "changed", "window_only", "online_only", "unpublished"), nullable=False),
        sa.Column("window_line", TEXT, nullable=False),
        sa.Column("online_line", TEXT, nullable=False),
        sa.Column("same_meaning", sa.Boolean(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(aspect IS NULL) = (kind = 'unpublished')", name="aspect_unless_unpublished"),
        sa.CheckConstraint("finding_id IS NULL OR NOT same_meaning", name="no_problem_of_the_same"),
        sa.CheckConstraint(
            "window_line <> '' OR online_line <> '' OR kind = 'unpublished'", name="says_something"
        ),
        sa.ForeignKeyConstraint(["check_id"], ["guide_checks.id"], name="fk_guide_differences_check_id"),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name="fk_guide_differences_finding_id"),
        sa.PrimaryKeyConstraint("id", name="pk_guide_differences"),
    )
    for column in ("check_id", "finding_id"):
        op.create_index(f"ix_guide_differences_{column}", "guide_differences", [column])
    op.create_table(
        "guide_check_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["check_id"], ["guide_checks.id"], name="fk_guide_check_files_check_id"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_guide_check_files_file_id"),
        sa.PrimaryKeyConstraint("id", name="pk_guide_check_files"),
        sa.UniqueConstraint("file_id", name="uq_guide_check_files_file_id"),
    )
    op.create_index("ix_guide_check_files_check_id", "guide_check_files", ["check_id"])


def _checks() -> None:
    op.create_table(
        "guide_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("window_id", sa.Integer(), nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("found", _enum("found", "found", "not_found", "not_open"), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("window_texts", sa.JSON(), nullable=False),
        sa.Column("online_texts", sa.JSON(), nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("outcome", _enum("outcome", "same", "different", "unpublished"), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("url <> ''", name="has_url"),
        sa.CheckConstraint("(found = 'found') = (outcome <> 'unpublished')", name="outcome_of_found"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_guide_checks_campaign_id"),
        sa.ForeignKeyConstraint(["item_id"], ["service_items.id"], name="fk_guide_checks_item_id"),
        sa.ForeignKeyConstraint(["window_id"], ["windows.id"], name="fk_guide_checks_window_id"),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name="fk_guide_checks_made_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_guide_checks"),
    )
    for column in ("campaign_id", "item_id", "window_id", "made_by_id"):
        op.create_index(f"ix_guide_checks_{column}", "guide_checks", [column])
    op.create_index("ix_guide_checks_day", "guide_checks", ["checked_on", "outcome"])


def downgrade() -> None:
    for table in ("guide_check_files", "guide_differences", "guide_checks"):
        op.drop_table(table)

"""Reviews of reform schemes (二报二回): units that take part, their items, every version of each."""

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_STATUSES = ("draft", "submitted", "passing", "returning", "returned", "approved", "final", "rejected")
_MEASURES = (
    "fewer_papers", "no_proof", "shared_data", "commitment", "own_check", "process", "online", "nearby", "delegate",
)  # fmt: skip
_LEVELS = ("city", "district", "street", "community")


def _enum(words: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=40, create_constraint=True)


def upgrade() -> None:
    op.create_table(
        "scheme_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("asks", TEXT, nullable=False),
        sa.Column("first_due", sa.Date(), nullable=False),
        sa.Column("second_due", sa.Date(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("second_due >= first_due", name="dues_in_order"),
        sa.ForeignKeyConstraint(["opened_by_id"], ["people.id"], name="fk_scheme_reviews_opened_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_scheme_reviews"),
        sa.UniqueConstraint("name", name="uq_scheme_reviews_name"),
    )
    op.create_table(
        "scheme_review_units",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["scheme_reviews.id"], name="fk_scheme_review_units_review_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_scheme_review_units_unit_id"),
        sa.PrimaryKeyConstraint("review_id", "unit_id", name="pk_scheme_review_units"),
    )
    op.create_index("ix_scheme_review_units_unit_id", "scheme_review_units", ["unit_id"])
    _items()
    _versions()


def _items() -> None:
    op.create_table(
        "scheme_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("status", _enum(_STATUSES, "schemestatus"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("typical", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("round BETWEEN 0 AND 3", name="two_and_the_last"),
        sa.CheckConstraint("returns BETWEEN 0 AND 2 AND returns <= round", name="two_returns"),
        sa.CheckConstraint("(status = 'draft') = (round = 0)", name="draft_never_handed_in"),
        sa.CheckConstraint("NOT typical OR status IN ('approved', 'final')", name="typical_is_passed"),
        sa.ForeignKeyConstraint(
            ["review_id", "unit_id"],
            ["scheme_review_units.review_id", "scheme_review_units.unit_id"],
            name="fk_scheme_items_review_id",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_scheme_items_unit_id"),
        sa.ForeignKeyConstraint(["item_id"], ["service_items.id"], name="fk_scheme_items_item_id"),
        sa.PrimaryKeyConstraint("id", name="pk_scheme_items"),
        sa.UniqueConstraint("review_id", "unit_id", "number", name="uq_scheme_items_review_id_unit_id_number"),
        sa.UniqueConstraint("review_id", "unit_id", "name", name="uq_scheme_items_review_id_unit_id_name"),
    )
    op.create_index("ix_scheme_items_unit_id", "scheme_items", ["unit_id"])


def _versions() -> None:
    op.create_table(
        "scheme_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("measure", _enum(_MEASURES, "measure"), nullable=True),
        sa.Column("from_level", _enum(_LEVELS, "from_level"), nullable=True),
        sa.Column("to_level", _enum(_LEVELS, "to_level"), nullable=True),
        sa.Column("flow_before", TEXT, nullable=False),
        sa.Column("flow_after", TEXT, nullable=False),
        sa.Column("papers_before", sa.Integer(), nullable=True),
        sa.Column("papers_after", sa.Integer(), nullable=True),
        sa.Column("trips_before", sa.Integer(), nullable=True),
        sa.Column("trips_after", sa.Integer(), nullable=True),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", _enum(_STATUSES, "outcome"), nullable=True),
        sa.Column("remark", TEXT, nullable=False),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("round BETWEEN 1 AND 3", name="rounds"),
        sa.CheckConstraint("(submitted_at IS NULL) = (submitted_by_id IS NULL)", name="handed_in_by_somebody"),
        sa.CheckConstraint("told_at IS NULL OR reviewed_at IS NOT NULL", name="reviewed_before_told"),
        sa.CheckConstraint(
            "(from_level IS NULL) = (to_level IS NULL) AND (from_level IS NULL OR measure = 'delegate')",
            name="levels_of_a_delegation",
        ),
        sa.CheckConstraint("(papers_before IS NULL) = (papers_after IS NULL)", name="papers_before_and_after"),
        sa.CheckConstraint("(trips_before IS NULL) = (trips_after IS NULL)", name="trips_before_and_after"),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme_items.id"], name="fk_scheme_versions_scheme_id"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_scheme_versions_file_id"),
        sa.ForeignKeyConstraint(["written_by_id"], ["people.id"], name="fk_scheme_versions_written_by_id"),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["people.id"], name="fk_scheme_versions_submitted_by_id"),
        sa.ForeignKeyConstraint(["reviewed_by_id"], ["people.id"], name="fk_scheme_versions_reviewed_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_scheme_versions"),
        sa.UniqueConstraint("scheme_id", "round", name="uq_scheme_versions_scheme_id_round"),
    )


def downgrade() -> None:
    for table in ("scheme_versions", "scheme_items", "scheme_review_units", "scheme_reviews"):
        op.drop_table(table)

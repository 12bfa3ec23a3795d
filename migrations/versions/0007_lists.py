"""Lists that are one's own: columns and density, named views, and batches with what came of them."""

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_LIVE = sa.text("removed_at IS NULL")


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40, create_constraint=True)


def upgrade() -> None:
    op.create_table(
        "ledger_looks",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("density", _words("density", "comfortable", "compact"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_ledger_looks_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_ledger_looks"),
    )
    _views()
    _batches()


def _views() -> None:
    op.create_table(
        "saved_views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("query", TEXT, nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("sort_no", sa.Integer(), nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_saved_views_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_views"),
    )
    op.create_index("ix_saved_views_person_id", "saved_views", ["person_id"])
    op.create_index(
        "uq_saved_views_name",
        "saved_views",
        ["person_id", "name"],
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )


def _batches() -> None:
    verbs = _words("bulkverb", "remind", "extend", "assign", "dispatch", "queue")
    op.create_table(
        "bulk_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", TEXT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("verb", verbs, nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("refusals", sa.JSON(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_bulk_batches_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bulk_batches"),
        sa.UniqueConstraint("token", name="uq_bulk_batches_token"),
    )
    op.create_index("ix_bulk_batches_person_id", "bulk_batches", ["person_id"])


def downgrade() -> None:
    for table in ("bulk_batches", "saved_views", "ledger_looks"):
        op.drop_table(table)

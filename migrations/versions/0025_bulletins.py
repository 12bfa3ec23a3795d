"""Bulletins (简报): mastheads, issues, articles with attachments, frozen files, corrections, deliveries."""

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_STATES = ("draft", "checking", "checked", "issued")
_SOURCES = ("blank", "finding", "praise", "meeting", "suggestion")
_MOMENT = sa.DateTime(timezone=True)
# What was issued, and to whom it went, stays as it was.
_FIXED = (("bulletins", "OLD.state = 'issued'"), ("bulletin_documents", ""), ("bulletin_deliveries", ""))
_TABLES = (
    "bulletin_deliveries", "bulletin_corrections", "bulletin_documents", "bulletin_attachments", "bulletin_articles",
    "bulletins", "bulletin_series",
)  # fmt: skip


def _enum(words: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=40, create_constraint=True)


def _key(table: str) -> tuple[sa.Column[int], sa.PrimaryKeyConstraint]:
    return sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id", name=f"pk_{table}")


def _link(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}")


def upgrade() -> None:
    op.create_table(
        "bulletin_series",
        *_key("bulletin_series"),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("issuer", TEXT, nullable=False),
        sa.Column("mailbox", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("name", name="uq_bulletin_series_name"),
    )
    _issues()
    _articles()
    _beside()
    _guard()


def _issues() -> None:
    people = ("drafted_by_id", "checked_by_id", "signed_by_id")
    op.create_table(
        "bulletins",
        *_key("bulletins"),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("issue_date", sa.Date(), nullable=True),
        sa.Column("state", _enum(_STATES, "noticestate"), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("issue_no", sa.Integer(), nullable=True),
        sa.Column("copies", sa.Integer(), nullable=True),
        sa.Column("secrecy", TEXT, nullable=False),
        sa.Column("hands", sa.JSON(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in people),
        sa.Column("drafted_at", _MOMENT, nullable=False),
        sa.Column("checked_at", _MOMENT, nullable=True),
        sa.Column("signed_at", _MOMENT, nullable=True),
        sa.Column("facts", sa.JSON(), nullable=True),
        sa.Column("facts_digest", TEXT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'issued') = (issue_no IS NOT NULL)", name="issued_has_number"),
        sa.CheckConstraint("(state = 'issued') = (facts IS NOT NULL)", name="issued_has_facts"),
        sa.CheckConstraint("(state = 'issued') = (year IS NOT NULL)", name="issued_has_year"),
        sa.CheckConstraint("state <> 'issued' OR issue_date IS NOT NULL", name="issued_has_date"),
        sa.CheckConstraint("checked_by_id IS NULL OR checked_by_id <> drafted_by_id", name="another_checks"),
        sa.CheckConstraint("copies IS NULL OR copies > 0", name="copies_positive"),
        _link("bulletins", "series_id", "bulletin_series"),
        *(_link("bulletins", name, "people") for name in people),
        sa.UniqueConstraint("series_id", "year", "issue_no", name="uq_bulletins_series_id_year_issue_no"),
    )


def _articles() -> None:
    op.create_table(
        "bulletin_articles",
        *_key("bulletin_articles"),
        sa.Column("bulletin_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("subtitle", TEXT, nullable=False),
        sa.Column("note_kind", _enum(("note", "editor"), "notekind"), nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("contributor", TEXT, nullable=False),
        sa.Column("source", _enum(_SOURCES, "articlesource"), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _link("bulletin_articles", "bulletin_id", "bulletins"),
    )
    op.create_index("ix_bulletin_articles_bulletin_id", "bulletin_articles", ["bulletin_id"])
    op.create_table(
        "bulletin_attachments",
        *_key("bulletin_attachments"),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("consent", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _link("bulletin_attachments", "article_id", "bulletin_articles"),
    )
    op.create_index("ix_bulletin_attachments_article_id", "bulletin_attachments", ["article_id"])


def _beside() -> None:
    op.create_table(
        "bulletin_documents",
        *_key("bulletin_documents"),
        sa.Column("bulletin_id", sa.Integer(), nullable=False),
        sa.Column("kind", _enum(("word", "pdf"), "bulletinfile"), nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("file_name", "storage_key", "sha256")),
        sa.Column("size", sa.Integer(), nullable=False),
        _link("bulletin_documents", "bulletin_id", "bulletins"),
        sa.UniqueConstraint("bulletin_id", "kind", name="uq_bulletin_documents_bulletin_id_kind"),
    )
    op.create_table(
        "bulletin_corrections",
        *_key("bulletin_corrections"),
        sa.Column("bulletin_id", sa.Integer(), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=False),
        sa.Column("wrong", TEXT, nullable=False),
        sa.Column("right", TEXT, nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", _MOMENT, nullable=False),
        _link("bulletin_corrections", "bulletin_id", "bulletins"),
        _link("bulletin_corrections", "corrects_id", "bulletins"),
        _link("bulletin_corrections", "added_by_id", "people"),
    )
    op.create_index("ix_bulletin_corrections_bulletin_id", "bulletin_corrections", ["bulletin_id"])
    op.create_table(
        "bulletin_deliveries",
        *_key("bulletin_deliveries"),
        sa.Column("bulletin_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("delivered_at", _MOMENT, nullable=False),
        _link("bulletin_deliveries", "bulletin_id", "bulletins"),
        _link("bulletin_deliveries", "unit_id", "units"),
        sa.UniqueConstraint("bulletin_id", "unit_id", name="uq_bulletin_deliveries_bulletin_id_unit_id"),
    )
    op.create_index("ix_bulletin_deliveries_unit_id", "bulletin_deliveries", ["unit_id"])


def _guard() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, when in _FIXED:
        if not sqlite:
            op.execute(
                f"CREATE TRIGGER fixed_{table} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW "
                f"{f'WHEN ({when})' if when else ''} EXECUTE FUNCTION refuse_change()"
            )
            continue
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER fixed_{table}_{deed.lower()} BEFORE {deed} ON {table} "
                f"{f'WHEN {when}' if when else ''} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)

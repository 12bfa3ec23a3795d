"""How the daily notice goes out: its paper, its lists of recipients, who was sent it, what its numbers rest on."""

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_KINDS = ("main", "copy", "report", "send", "issue")
_PAPERS = ("bulletin", "red_head")
_FIXED = ("notice_deliveries", "notice_proofs")


def _enum(words: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=40, create_constraint=True)


def upgrade() -> None:
    _papers()
    _lists()
    _sent()
    # Notices signed before were sent to the units they looked at and to the units named as recipients.
    op.execute(
        "INSERT INTO notice_deliveries (notice_id, unit_id, delivered_at) "
        "SELECT n.id, t.unit_id, n.signed_at FROM notices n "
        "JOIN (SELECT campaign_id, unit_id FROM campaign_targets "
        "UNION SELECT campaign_id, unit_id FROM campaign_recipients WHERE unit_id IS NOT NULL) t "
        "ON t.campaign_id = n.campaign_id WHERE n.state = 'issued'"
    )
    _guard()


def _papers() -> None:
    op.create_table(
        "notice_papers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.Column("kind", _enum(_PAPERS, "paperkind"), nullable=False),
        sa.Column("doc_code", TEXT, nullable=False),
        sa.Column("from_oa", sa.Boolean(), nullable=False),
        sa.Column("oa_number", TEXT, nullable=False),
        sa.Column("seal_lines", sa.Integer(), nullable=False),
        sa.Column("secrecy", TEXT, nullable=False),
        sa.Column("urgency", TEXT, nullable=False),
        sa.Column("remark", TEXT, nullable=False),
        sa.Column("printed_by", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seal_lines BETWEEN 0 AND 6", name="seal_space"),
        sa.CheckConstraint("kind = 'bulletin' OR from_oa OR doc_code <> ''", name="red_head_has_code"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_notice_papers_campaign_id"),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name="fk_notice_papers_notice_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notice_papers"),
        sa.UniqueConstraint("notice_id", name="uq_notice_papers_notice_id"),
    )
    op.create_index(
        "ix_notice_papers_campaign", "notice_papers", ["campaign_id"], unique=True,
        sqlite_where=sa.text("notice_id IS NULL"), postgresql_where=sa.text("notice_id IS NULL"),
    )  # fmt: skip


def _lists() -> None:
    op.create_table(
        "distribution_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("kind", _enum(_KINDS, "listkind"), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_distribution_lists_campaign_id"),
        sa.PrimaryKeyConstraint("id", name="pk_distribution_lists"),
        sa.UniqueConstraint("name", name="uq_distribution_lists_name"),
    )
    op.create_index("ix_distribution_lists_in_force", "distribution_lists", ["kind", "starts_on"])
    op.create_table(
        "distribution_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("sort_no", sa.Integer(), nullable=False),
        sa.CheckConstraint("(unit_id IS NULL) = (name <> '')", name="unit_or_name"),
        sa.ForeignKeyConstraint(["list_id"], ["distribution_lists.id"], name="fk_distribution_members_list_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_distribution_members_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_distribution_members"),
    )
    op.create_index("ix_distribution_members_list_id", "distribution_members", ["list_id"])


def _sent() -> None:
    op.create_table(
        "notice_deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name="fk_notice_deliveries_notice_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_notice_deliveries_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notice_deliveries"),
        sa.UniqueConstraint("notice_id", "unit_id", name="uq_notice_deliveries_notice_id_unit_id"),
    )
    op.create_index("ix_notice_deliveries_unit_id", "notice_deliveries", ["unit_id"])
    op.create_table(
        "notice_proofs",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("figure", TEXT, nullable=False),
        sa.Column("ids", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name="fk_notice_proofs_notice_id"),
        sa.PrimaryKeyConstraint("notice_id", "figure", name="pk_notice_proofs"),
    )


def _guard() -> None:
    """What was sent, and what a number rested on, stays as it was."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in _FIXED:
        if not sqlite:
            op.execute(
                f"CREATE TRIGGER fixed_{table} BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
            continue
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER fixed_{table}_{deed.lower()} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def downgrade() -> None:
    for table in (
        "notice_proofs", "notice_deliveries", "distribution_members", "distribution_lists", "notice_papers",
    ):  # fmt: skip
        op.drop_table(table)

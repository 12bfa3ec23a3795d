"""Registers of media reports, pilots, people at the windows, and of how campaigns were set up."""

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_TABLES = ("media_reports", "pilots", "staffings", "preparations")
_OLD = ("pledges", "praise", "announcements", "documents", "figures")
_NEW = ("media", "pilots", "staffing", "preparations")
_CHECK = "ck_entry_versions_register"


def upgrade() -> None:
    _media()
    _pilots()
    _staffings()
    _preparations()
    _registers(*_OLD, *_NEW)


def _media() -> None:
    op.create_table(
        "media_reports",
        *_words("title", "outlet"),
        sa.Column("kind", _enum("mediakind", "paper", "broadcast", "site", "channel"), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        *_words("link"),
        *_kept("media_reports", unit_id="units", campaign_id="campaigns"),
        sa.UniqueConstraint("outlet", "title", "published_on", name="uq_media_reports_outlet_title_published_on"),
    )
    op.create_index("ix_media_reports_day", "media_reports", ["published_on", "id"])
    op.create_index("ix_media_reports_unit_id", "media_reports", ["unit_id"])
    op.create_index("ix_media_reports_campaign_id", "media_reports", ["campaign_id"])


def _pilots() -> None:
    op.create_table(
        "pilots",
        *_words("name"),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        *_words("matter"),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        *_words("result"),
        *_kept("pilots", unit_id="units"),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name=op.f("ck_pilots_days_in_order")),
    )
    op.create_index("ix_pilots_day", "pilots", ["started_on", "id"])
    op.create_index("ix_pilots_unit_id", "pilots", ["unit_id"])


def _staffings() -> None:
    op.create_table(
        "staffings",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("window_id", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("regular", "contracted", "windows")),
        sa.Column("handled", sa.Integer(), nullable=True),
        *_words("source"),
        *_kept("staffings", unit_id="units", window_id="windows"),
        sa.CheckConstraint(
            "regular >= 0 AND contracted >= 0 AND windows >= 0", name=op.f("ck_staffings_not_negative")
        ),
        sa.CheckConstraint("handled IS NULL OR handled >= 0", name=op.f("ck_staffings_handled_not_negative")),
    )
    op.create_index("ix_staffings_day", "staffings", ["as_of", "id"])
    op.create_index("ix_staffings_unit_id", "staffings", ["unit_id"])


def _preparations() -> None:
    op.create_table(
        "preparations",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("step", _enum("preparationstep", "group", "plan", "kick_off"), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        *_words("words", "link"),
        *_kept("preparations", campaign_id="campaigns"),
        sa.UniqueConstraint("campaign_id", "step", name="uq_preparations_campaign_id_step"),
    )
    op.create_index("ix_preparations_day", "preparations", ["done_on", "id"])


def downgrade() -> None:
    named = ", ".join(f"'{register}'" for register in _NEW)
    op.execute(f"DELETE FROM entry_versions WHERE register IN ({named})")  # noqa: S608
    _registers(*_OLD)
    for table in reversed(_TABLES):
        op.drop_table(table)


def _registers(*registers: str) -> None:
    named = ", ".join(f"'{register}'" for register in registers)
    with op.batch_alter_table("entry_versions") as batch:
        batch.drop_constraint(op.f(_CHECK), type_="check")
        batch.create_check_constraint(op.f(_CHECK), f"register IN ({named})")


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, TEXT, nullable=False) for name in names]


def _kept(table: str, **links: str) -> list[sa.Column[int] | sa.Constraint]:
    """Return key, version and links of a register."""
    found: list[sa.Column[int] | sa.Constraint] = [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    ]
    return found + [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}")
        for column, other in links.items()
    ]


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40, create_constraint=True)

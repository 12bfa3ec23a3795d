"""Registers of trainings and of working groups; what a praised window did, in how much time."""

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_OLD = (
    "pledges", "praise", "announcements", "documents", "figures", "media", "pilots", "staffing", "preparations",
)  # fmt: skip
_NEW = ("trainings", "groups")
_CHECK = "ck_entry_versions_register"


def upgrade() -> None:
    _trainings()
    _groups()
    op.add_column("commendations", sa.Column("deeds", sa.JSON(), nullable=False, server_default="[]"))
    for name in ("promised_time", "real_time"):
        op.add_column("commendations", sa.Column(name, TEXT, nullable=False, server_default=""))
    _registers(*_OLD, *_NEW)


def _trainings() -> None:
    trained = sa.Enum(
        "observers", "inspectors", "chiefs", "liaisons", "windows",
        name="trained", native_enum=False, length=40, create_constraint=True,
    )  # fmt: skip
    op.create_table(
        "trainings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("trained", trained, nullable=False),
        sa.Column("attended", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.Column("link", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_trainings"),
        sa.UniqueConstraint("held_on", "subject", name="uq_trainings_held_on_subject"),
        sa.CheckConstraint("attended > 0 AND hours > 0", name=op.f("ck_trainings_somebody_came")),
    )
    op.create_index("ix_trainings_day", "trainings", ["held_on", "id"])


def _groups() -> None:
    op.create_table(
        "working_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("members", TEXT, nullable=False),
        sa.Column("matter", TEXT, nullable=False),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("coordinates", "reviews", "urges")),
        sa.Column("set_up_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_working_groups"),
        sa.UniqueConstraint("name", name="uq_working_groups_name"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_working_groups_unit_id"),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= set_up_on", name=op.f("ck_working_groups_days_in_order")
        ),
        sa.CheckConstraint("coordinates OR reviews OR urges", name=op.f("ck_working_groups_has_a_power")),
    )
    op.create_index("ix_working_groups_day", "working_groups", ["set_up_on", "id"])
    op.create_index("ix_working_groups_unit_id", "working_groups", ["unit_id"])
    group = "CONSTRAINT fk_scheme_reviews_group_id REFERENCES working_groups (id)"
    op.execute(f"ALTER TABLE scheme_reviews ADD COLUMN group_id INTEGER {group}")
    op.create_index("ix_scheme_reviews_group_id", "scheme_reviews", ["group_id"])


def downgrade() -> None:
    named = ", ".join(f"'{register}'" for register in _NEW)
    op.execute(f"DELETE FROM entry_versions WHERE register IN ({named})")  # noqa: S608
    _registers(*_OLD)
    for name in ("real_time", "promised_time", "deeds"):
        op.drop_column("commendations", name)
    op.drop_index("ix_scheme_reviews_group_id", "scheme_reviews")
    op.execute("ALTER TABLE scheme_reviews DROP COLUMN group_id")
    op.drop_table("working_groups")
    op.drop_table("trainings")


def _registers(*registers: str) -> None:
    named = ", ".join(f"'{register}'" for register in registers)
    with op.batch_alter_table("entry_versions") as batch:
        batch.drop_constraint(op.f(_CHECK), type_="check")
        batch.create_check_constraint(op.f(_CHECK), f"register IN ({named})")

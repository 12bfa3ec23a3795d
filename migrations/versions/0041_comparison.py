"""Records of back offices compared with promises: sources, batches, cases, and the work that compares them."""

import re

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_SOURCES = ("answer", "trial", "interview", "phone_test", "office", "letter")
_OLD_KINDS = (
    "deliver_finding", "make_copies", "auto_accept", "end_sessions", "tidy_field", "escalate", "resume_deferred",
    "plan_look_backs", "remind", "send_digest", "send_message", "make_archive", "print_notice", "remind_report",
    "check_chain", "erase_expired", "print_bulletin",
)  # fmt: skip
_NEW_KIND = "compare_data"
_CHECKED = (("tasks", "ck_tasks_taskkind"), ("job_heartbeats", "ck_job_heartbeats_taskkind"))


def upgrade() -> None:
    _allow("findings", "sourcekind", "source_kind", (*_SOURCES, "data"))
    op.create_table(
        "comparison_sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("heads", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_comparison_sources_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_comparison_sources"),
        sa.UniqueConstraint("name", name="uq_comparison_sources_name"),
    )
    op.create_index("ix_comparison_sources_unit_id", "comparison_sources", ["unit_id"])
    _batches()
    op.create_table(
        "compared_promises",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("trips", "minutes", "workdays", "papers")),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["comparison_batches.id"], name="fk_compared_promises_batch_id"),
        sa.ForeignKeyConstraint(["item_id"], ["service_items.id"], name="fk_compared_promises_item_id"),
        sa.PrimaryKeyConstraint("batch_id", "item_id", name="pk_compared_promises"),
    )
    _cases()
    _task_kinds(*_OLD_KINDS, _NEW_KIND)


def downgrade() -> None:
    """Take comparing away; the wider list of sources stays, since problems may hold it."""
    op.execute(f"DELETE FROM tasks WHERE kind = '{_NEW_KIND}'")
    _task_kinds(*_OLD_KINDS)
    for table in ("compared_cases", "compared_promises", "comparison_batches", "comparison_sources"):
        op.drop_table(table)


def _enum(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=40, create_constraint=True)


def _batches() -> None:
    numbers = ("total", "done", "skipped", "known")
    op.create_table(
        "comparison_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("made_by", "file_name", "digest", "storage_key")),
        sa.Column("grouping", _enum("grouping", "grouped", "each"), nullable=False),
        sa.Column(
            "state", _enum("batchstate", "waiting", "comparing", "listing", "done", "undone"), nullable=False
        ),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in numbers),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.CheckConstraint("done BETWEEN 0 AND total", name="done_within"),
        sa.CheckConstraint("(state = 'undone') = (undone_at IS NOT NULL)", name="undone_has_time"),
        sa.CheckConstraint("state IN ('done', 'undone') OR storage_key <> ''", name="work_has_file"),
        sa.ForeignKeyConstraint(["source_id"], ["comparison_sources.id"], name="fk_comparison_batches_source_id"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_comparison_batches_campaign_id"),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name="fk_comparison_batches_made_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_comparison_batches"),
    )
    op.create_index("ix_comparison_batches_campaign_id", "comparison_batches", ["campaign_id"])
    stands = sa.text("state <> 'undone'")
    op.create_index(
        "uq_comparison_batches_file", "comparison_batches", ["source_id", "digest"], unique=True,
        sqlite_where=stands, postgresql_where=stands,
    )  # fmt: skip


def _cases() -> None:
    flags = ("online", "trips_kept", "time_kept", "papers_kept", "online_kept")
    targets = (("source_id", "comparison_sources"), ("batch_id", "comparison_batches"), ("item_id", "service_items"),
               ("window_id", "windows"), ("finding_id", "findings"))  # fmt: skip
    op.create_table(
        "compared_cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("case_no", TEXT, nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("window_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("trips", "minutes", "workdays", "papers")),
        *(sa.Column(name, sa.Boolean(), nullable=True) for name in flags),
        sa.Column("broken", sa.Boolean(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("broken OR finding_id IS NULL", name="problem_is_broken"),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_compared_cases_{column}")
            for column, table in targets
        ),
        sa.PrimaryKeyConstraint("id", name="pk_compared_cases"),
        sa.UniqueConstraint("source_id", "case_no", name="uq_compared_cases_source_id_case_no"),
    )
    op.create_index("ix_compared_cases_batch", "compared_cases", ["batch_id", "broken", "row"])
    op.create_index("ix_compared_cases_finding_id", "compared_cases", ["finding_id"])


def _allow(table: str, kind: str, column: str, values: tuple[str, ...]) -> None:
    """Let a checked word be one of these; rows stay where they are on both databases."""
    named = ", ".join(f"'{value}'" for value in values)
    constraint, check = f"ck_{table}_{kind}", f"{column} IN ({named})"
    if op.get_bind().dialect.name == "sqlite":
        _rewrite_check(table, constraint, check)
        return
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {constraint} CHECK ({check})")


def _rewrite_check(table: str, constraint: str, check: str) -> None:
    """Change a check on SQLite in the schema's text (its manual: ALTER TABLE, section 7).

    A copied table would lose its triggers; what is stored does not change.
    """
    bind = op.get_bind()
    old = bind.execute(sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name"), {"name": table})
    pattern = rf"(CONSTRAINT {constraint} CHECK )\([^()]*\([^()]*\)\)"
    written, count = re.subn(pattern, rf"\1({check})", old.scalar_one())
    if count != 1:
        raise RuntimeError(f"{table} has no {constraint}")
    version = bind.execute(sa.text("PRAGMA schema_version")).scalar_one()
    bind.execute(sa.text("PRAGMA writable_schema = ON"))
    change = sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :name")
    bind.execute(change, {"sql": written, "name": table})
    bind.execute(sa.text(f"PRAGMA schema_version = {version + 1}"))
    bind.execute(sa.text("PRAGMA writable_schema = RESET"))


def _task_kinds(*kinds: str) -> None:
    named = ", ".join(f"'{kind}'" for kind in kinds)
    for table, constraint in _CHECKED:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(constraint), type_="check")
            batch.create_check_constraint(op.f(constraint), f"kind IN ({named})")

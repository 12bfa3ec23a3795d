"""What is to be visited and who goes: targets, rounds of assignment, chiefs' layers; presets and the 四进 tag."""

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_PRESETS = ("special", "experience_week", "clearing", "observers_in", "ten_ones", "look_back")
_KINDS = ("rota", "cross")
_STATES = ("draft", "made")
_MODES = ("open", "covert", "accompany")
_SLOTS = ("morning", "afternoon", "any")
_LAYERS = ("contact", "cross", "week")
_ROLES = (
    "inspector", "observer", "shopper", "chief", "office_clerk", "office_director", "dept_liaison", "dept_head",
    "verifier", "leader", "admin", "security_admin", "auditor",
)  # fmt: skip
_ENTRIES = ((1, "党员干部进基层"), (2, "职能部门进项目"), (3, "一把手进窗口"), (4, ""))


def _enum(words: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=40, create_constraint=True)


def _key(table: str, column: str, to: str = "", *, of: str = "id") -> sa.ForeignKeyConstraint:
    to = to or f"{column.removesuffix('_id')}s"
    return sa.ForeignKeyConstraint([column], [f"{to}.{of}"], name=f"fk_{table}_{column}")


def upgrade() -> None:
    _activities()
    _campaigns_and_visits()
    _targets()
    _rounds()
    _rows()
    _people()
    _chiefs()


def _activities() -> None:
    table = op.create_table(
        "activities",
        sa.Column("slot", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.CheckConstraint("slot BETWEEN 1 AND 4", name="four_slots"),
        sa.CheckConstraint("slot = 4 OR name <> ''", name="three_are_named"),
        sa.PrimaryKeyConstraint("slot", name="pk_activities"),
    )
    op.bulk_insert(table, [{"slot": slot, "name": name} for slot, name in _ENTRIES])


def _campaigns_and_visits() -> None:
    """Added as columns: copying `visits` would lose its triggers on SQLite."""
    words = ", ".join(f"'{word}'" for word in _PRESETS)
    columns = (
        ("campaigns", "preset VARCHAR(40) DEFAULT 'special' NOT NULL "
         f"CONSTRAINT ck_campaigns_campaignpreset CHECK (preset IN ({words}))"),
        ("visits", "activity_slot INTEGER CONSTRAINT fk_visits_activity_slot REFERENCES activities (slot)"),
        ("visits", "through_on DATE CONSTRAINT ck_visits_days_in_order "
         "CHECK (through_on IS NULL OR through_on > planned_on)"),
    )  # fmt: skip
    for table, column in columns:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    if op.get_bind().dialect.name == "postgresql":  # SQLite wants a default for a new column, and keeps it
        op.execute("ALTER TABLE campaigns ALTER COLUMN preset DROP DEFAULT")


def _targets() -> None:
    op.create_table(
        "plan_targets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("window_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        _key("plan_targets", "campaign_id"),
        _key("plan_targets", "window_id"),
        _key("plan_targets", "item_id", "service_items"),
        sa.PrimaryKeyConstraint("id", name="pk_plan_targets"),
        sa.UniqueConstraint("campaign_id", "window_id", "item_id", name="uq_plan_targets_campaign_id_window_id_item_id"),
    )
    plain = sa.text("item_id IS NULL")
    op.create_index(
        "ix_plan_targets_plain", "plan_targets", ["campaign_id", "window_id"], unique=True,
        sqlite_where=plain, postgresql_where=plain,
    )  # fmt: skip
    op.create_index("ix_plan_targets_window_id", "plan_targets", ["window_id"])
    op.create_index("ix_plan_targets_item_id", "plan_targets", ["item_id"])


def _rounds() -> None:
    op.create_table(
        "plan_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("kind", _enum(_KINDS, "roundkind"), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("covert", sa.Boolean(), nullable=False),
        sa.Column("state", _enum(_STATES, "roundstate"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'made') = (made_at IS NOT NULL)", name="made_has_time"),
        sa.CheckConstraint("seed >= 0", name="seed_not_negative"),
        _key("plan_rounds", "campaign_id"),
        _key("plan_rounds", "created_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name="pk_plan_rounds"),
    )
    op.create_index("ix_plan_rounds_campaign_id", "plan_rounds", ["campaign_id"])


def _rows() -> None:
    op.create_table(
        "plan_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("sort_no", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("looker_unit_id", sa.Integer(), nullable=True),
        sa.Column("mode", _enum(_MODES, "visitmode"), nullable=False),
        sa.Column("author_role", _enum(_ROLES, "role"), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_seal", sa.LargeBinary(), nullable=True),
        sa.Column("author_tag", TEXT, nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("slot", _enum(_SLOTS, "dayslot"), nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.CheckConstraint(
            "(mode = 'covert' AND author_id IS NULL AND (author_seal IS NULL) = (author_tag IS NULL))"
            " OR (mode <> 'covert' AND author_seal IS NULL AND author_tag IS NULL)",
            name="covert_is_sealed",
        ),
        sa.CheckConstraint(
            "(planned_on IS NOT NULL) = (author_id IS NOT NULL OR author_seal IS NOT NULL)", name="day_with_author"
        ),
        _key("plan_rows", "round_id", "plan_rounds"),
        _key("plan_rows", "unit_id"),
        _key("plan_rows", "site_id"),
        _key("plan_rows", "looker_unit_id", "units"),
        _key("plan_rows", "author_id", "people"),
        sa.PrimaryKeyConstraint("id", name="pk_plan_rows"),
    )
    op.create_index("ix_plan_rows_round_id", "plan_rows", ["round_id"])
    op.create_table(
        "plan_row_windows",
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("window_id", sa.Integer(), nullable=False),
        sa.Column("sort_no", sa.Integer(), nullable=False),
        _key("plan_row_windows", "row_id", "plan_rows"),
        _key("plan_row_windows", "window_id"),
        sa.PrimaryKeyConstraint("row_id", "window_id", name="pk_plan_row_windows"),
    )
    op.create_index("ix_plan_row_windows_window_id", "plan_row_windows", ["window_id"])


def _people() -> None:
    op.create_table(
        "absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        _key("absences", "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name="pk_absences"),
    )
    op.create_index("ix_absences_person_id", "absences", ["person_id"])
    op.create_table(
        "acquaintances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        _key("acquaintances", "person_id", "people"),
        _key("acquaintances", "unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_acquaintances"),
        sa.UniqueConstraint("person_id", "unit_id", name="uq_acquaintances_person_id_unit_id"),
    )


def _chiefs() -> None:
    op.create_table(
        "chief_posts",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("layer", _enum(_LAYERS, "chieflayer"), nullable=False),
        _key("chief_posts", "person_id", "people"),
        sa.PrimaryKeyConstraint("person_id", name="pk_chief_posts"),
    )
    op.create_table(
        "contact_points",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("window_id", sa.Integer(), nullable=False),
        _key("contact_points", "person_id", "chief_posts", of="person_id"),
        _key("contact_points", "window_id"),
        sa.PrimaryKeyConstraint("person_id", "window_id", name="pk_contact_points"),
    )
    op.create_index("ix_contact_points_window_id", "contact_points", ["window_id"])


def downgrade() -> None:
    for table in (
        "contact_points", "chief_posts", "acquaintances", "absences", "plan_row_windows", "plan_rows", "plan_rounds",
        "plan_targets",
    ):  # fmt: skip
        op.drop_table(table)
    for table, column in (("visits", "through_on"), ("visits", "activity_slot"), ("campaigns", "preset")):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    op.drop_table("activities")

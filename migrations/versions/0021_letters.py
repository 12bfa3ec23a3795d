"""Letters, calls, netizens, complaints: the inbox of citizens' voices."""

import re

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_SOURCES = ("letter", "call", "netizen", "media", "platform", "suggestion", "case", "opinion", "tool")
_STATES = ("new", "finding", "suggestion", "praise", "no_action", "merged")
_STEPS = (
    "register", "correct", "attach", "list_finding", "list_suggestion", "praise", "no_action", "merge", "separate",
    "reopen", "answer", "excuse", "rectify", "publish", "read_contact",
)  # fmt: skip
_CATEGORIES = (
    "attitude", "telling", "guide", "papers", "process", "time_limit", "phone", "system", "facility", "promise",
    "other",
)  # fmt: skip
_CHANNELS = ("phone", "letter", "online", "in_person")
_METHODS = ("on_site", "experience", "online", "data", "cross", "phone", "voice")
_KINDS = ("answer", "trial", "interview", "phone_test", "office", "letter")


def upgrade() -> None:
    _allow("visits", "visitmethod", "method", _METHODS)
    _allow("findings", "visitmethod", "method", _METHODS)
    _allow("findings", "sourcekind", "source_kind", _KINDS)
    _table(
        "letter_batches",
        _id(), _moment("made_at"), _number("made_by_id"), _text("made_by"), _text("file_name"), _text("digest"),
        _number("count"), _moment("undone_at", null=True),
        sa.CheckConstraint("count > 0", name="not_empty"),
        *_refers("letter_batches", made_by_id="people"),
    )  # fmt: skip
    _letters()
    _table(
        "letter_files",
        _id(), _number("letter_id"), _number("file_id"),
        *_refers("letter_files", letter_id="letters", file_id="files"),
        sa.UniqueConstraint("file_id", name="uq_letter_files_file_id"),
    )  # fmt: skip
    _index("letter_files", "letter_id", "letter_id")
    _table(
        "letter_events",
        _id(), _number("letter_id"), _moment("at"), _words("step", "letterstep", _STEPS), _text("by_name"),
        _text("text"),
        *_refers("letter_events", letter_id="letters"),
    )  # fmt: skip
    _index("letter_events", "letter_id", "letter_id")
    op.create_table(
        "letter_bands",
        _number("letter_id"), _number("band"),
        *_refers("letter_bands", letter_id="letters"),
        sa.PrimaryKeyConstraint("letter_id", "band", name="pk_letter_bands"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    _index("letter_bands", "band", "band", "letter_id")


def downgrade() -> None:
    """Take the inbox away; the wider lists of words stay, since rows may hold them."""
    for table in ("letter_bands", "letter_events", "letter_files", "letters", "letter_batches"):
        op.drop_table(table)


def _letters() -> None:
    _table(
        "letters",
        _id(), _words("source", "lettersource", _SOURCES), _words("state", "letterstate", _STATES),
        _day("received_on"),
        *(_text(name) for name in ("outside_code", "title", "words", "outlet", "link", "alias")),
        sa.Column("private_seal", sa.LargeBinary(), nullable=True), sa.Column("author_tag", TEXT, nullable=True),
        *(_number(name, null=True) for name in ("unit_id", "window_id", "item_id")),
        _words("category", "category", _CATEGORIES, null=True), _number("trips", null=True),
        _text("outcome"), _text("reason"),
        *(_number(name, null=True) for name in ("finding_id", "praise_id", "merged_into_id", "batch_id")),
        _text("answer"), _words("answer_channel", "replychannel", _CHANNELS, null=True),
        _day("answered_on", null=True), _text("excuse"), _day("rectified_on", null=True), _text("rectified_words"),
        _day("published_on", null=True), _text("published_where"), _text("published_words"),
        _moment("registered_at"), _number("version"),
        sa.CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into"),
        sa.CheckConstraint("state <> 'finding' OR finding_id IS NOT NULL", name="finding_there"),
        sa.CheckConstraint("(state = 'praise') = (praise_id IS NOT NULL)", name="praise_there"),
        sa.CheckConstraint("(state = 'no_action') = (reason <> '')", name="reason_there"),
        sa.CheckConstraint("(answered_on IS NULL) = (answer = '')", name="answer_has_day"),
        sa.CheckConstraint("(answered_on IS NULL) = (answer_channel IS NULL)", name="answer_has_channel"),
        sa.CheckConstraint("answered_on IS NULL OR excuse = ''", name="answered_or_excused"),
        sa.CheckConstraint("(published_on IS NULL) = (published_words = '')", name="published_has_words"),
        sa.CheckConstraint("merged_into_id <> id", name="not_into_itself"),
        *_refers(
            "letters", unit_id="units", window_id="windows", item_id="service_items", finding_id="findings",
            praise_id="commendations", merged_into_id="letters", batch_id="letter_batches",
        ),
    )  # fmt: skip
    coded = sa.text("outside_code <> ''")
    op.create_index(
        "uq_letters_outside_code", "letters", ["source", "outside_code"], unique=True,
        sqlite_where=coded, postgresql_where=coded,
    )  # fmt: skip
    _index("letters", "received", "received_on", "id")
    _index("letters", "state", "state", "received_on", "id")
    for column in ("author_tag", "unit_id", "finding_id", "merged_into_id", "batch_id"):
        _index("letters", column, column)


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


def _table(name: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(name, *parts, sa.PrimaryKeyConstraint("id", name=f"pk_{name}"))


def _index(table: str, name: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{name}", table, list(columns))


def _refers(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")
        for column, target in targets.items()
    ]


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), nullable=False)


def _number(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=null)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False)


def _day(name: str, *, null: bool = False) -> sa.Column[sa.Date]:
    return sa.Column(name, sa.Date(), nullable=null)


def _moment(name: str, *, null: bool = False) -> sa.Column[sa.DateTime]:
    return sa.Column(name, MOMENT, nullable=null)


def _words(name: str, kind: str, values: tuple[str, ...], *, null: bool = False) -> sa.Column[str]:
    words = sa.Enum(*values, name=kind, native_enum=False, length=40, create_constraint=True)
    return sa.Column(name, words, nullable=null)

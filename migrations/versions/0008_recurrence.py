"""Earlier findings with near texts are found by numbers of their words; what a recurrence settled is kept."""

import unicodedata
from collections.abc import Iterator
from hashlib import blake2b

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_LINKS = ("recurrence_of_id", "duplicate_of_id")
_BATCH = 1000
# As the rules of the app made them when this was written; the app is never imported.
_BANDS, _ROWS, _HEAD, _WORD, _POSITIVE = 24, 2, 400, 0xFFFFFFFF, 0x7FFFFFFF


def upgrade() -> None:
    op.create_table(
        "finding_bands",
        sa.Column("finding_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("band", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name="fk_finding_bands_finding_id"),
        sa.PrimaryKeyConstraint("finding_id", "band", name="pk_finding_bands"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "finding_recurrences",
        sa.Column("finding_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("grade_before", _words("grade", "suggestion", "fix_now", "ordinary", "major"), nullable=False),
        sa.Column("kept_reason", TEXT, nullable=False),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("accepted_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name="fk_finding_recurrences_finding_id"),
        sa.ForeignKeyConstraint(["accepted_by_id"], ["people.id"], name="fk_finding_recurrences_accepted_by_id"),
        sa.PrimaryKeyConstraint("finding_id", name="pk_finding_recurrences"),
    )
    for column in _LINKS:
        op.create_index(f"ix_findings_{column}", "findings", [column])
    _fill()
    op.create_index("ix_finding_bands_band", "finding_bands", ["band", "finding_id"])


def downgrade() -> None:
    for column in _LINKS:
        op.drop_index(f"ix_findings_{column}", table_name="findings")
    op.drop_table("finding_recurrences")
    op.drop_table("finding_bands")


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40, create_constraint=True)


def _fill() -> None:
    """Give what was delivered already its numbers, a batch at a time."""
    connection = op.get_bind()
    next_rows = sa.text(
        "SELECT id, title, fact FROM findings WHERE id > :last AND number IS NOT NULL ORDER BY id LIMIT :batch"
    )
    put = sa.text("INSERT INTO finding_bands (finding_id, band) VALUES (:finding_id, :band)")
    last = 0
    while rows := connection.execute(next_rows, {"last": last, "batch": _BATCH}).all():
        made = [{"finding_id": row.id, "band": band} for row in rows for band in bands_of(row.title, row.fact)]
        if made:
            connection.execute(put, made)
        last = rows[-1].id


def bands_of(*texts: str) -> frozenset[int]:
    """Return the numbers of some texts together."""
    hashes = [_number(gram.encode()) for gram in {gram for text in texts for gram in _grams(text)}]
    if not hashes:
        return frozenset()
    least = [min((factor * value + shift) & _WORD for value in hashes) for factor, shift in _PERMUTATIONS]
    keys = (repr((place, *least[place * _ROWS : (place + 1) * _ROWS])) for place in range(_BANDS))
    return frozenset(_number(key.encode()) & _POSITIVE for key in keys)


def _grams(text: str) -> Iterator[str]:
    plain = ""
    for character in unicodedata.normalize("NFKC", text[:_HEAD]).casefold():
        kind = unicodedata.category(character)[0]
        if kind == "L":
            plain += character
        elif kind == "N" and not plain.endswith("0"):
            plain += "0"
    if plain:
        yield from (plain[place : place + 2] for place in range(max(len(plain) - 1, 1)))


def _number(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=4).digest(), "big")


_PERMUTATIONS = tuple(
    (_number(b"factor %d" % place) | 1, _number(b"shift %d" % place)) for place in range(_BANDS * _ROWS)
)

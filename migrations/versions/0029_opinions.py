"""The public opinion form: forms by QR code, what was said on them, and counts that live an hour."""

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def _enum(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=40, create_constraint=True)


def upgrade() -> None:
    _forms()
    _opinions()
    op.create_table(
        "opinion_hours",
        sa.Column("hour", MOMENT, nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hour", name="pk_opinion_hours"),
    )
    op.create_table(
        "opinion_counts",
        sa.Column("hour", MOMENT, nullable=False),
        sa.Column("tag", TEXT, nullable=False),
        sa.Column("what", _enum("counted", "said", "sought"), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hour", "tag", "what", name="pk_opinion_counts"),
    )
    op.create_table(
        "opinion_nonces",
        sa.Column("nonce", TEXT, nullable=False),
        sa.Column("hour", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("nonce", name="pk_opinion_nonces"),
    )
    op.create_index("ix_opinion_nonces_hour", "opinion_nonces", ["hour"])


def _forms() -> None:
    op.create_table(
        "opinion_forms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("subject", _enum("subject", "window", "item", "campaign"), nullable=False),
        sa.Column("window_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(subject = 'window') = (window_id IS NOT NULL)", name="about_window"),
        sa.CheckConstraint("(subject = 'item') = (item_id IS NOT NULL)", name="about_item"),
        sa.CheckConstraint("(subject = 'campaign') = (campaign_id IS NOT NULL)", name="about_campaign"),
        sa.ForeignKeyConstraint(["window_id"], ["windows.id"], name="fk_opinion_forms_window_id"),
        sa.ForeignKeyConstraint(["item_id"], ["service_items.id"], name="fk_opinion_forms_item_id"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_opinion_forms_campaign_id"),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name="fk_opinion_forms_made_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_opinion_forms"),
        sa.UniqueConstraint("code", name="uq_opinion_forms_code"),
    )
    for column in ("window_id", "item_id", "campaign_id"):
        op.create_index(f"ix_opinion_forms_{column}", "opinion_forms", [column])


def _opinions() -> None:
    op.create_table(
        "opinions",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("channel", _enum("opinionchannel", "phone", "paper", "tablet"), nullable=False),
        sa.Column("trips", _enum("tripssaid", "none", "one", "two", "more", "not_yet"), nullable=True),
        sa.Column("papers", _enum("paperssaid", "complete", "missing", "untold"), nullable=True),
        sa.Column("satisfied", _enum("satisfied", "good", "fair", "bad"), nullable=True),
        sa.Column("words", TEXT, nullable=False),
        sa.Column("set_apart", sa.Boolean(), nullable=False),
        sa.Column("receipt_tag", TEXT, nullable=True),
        sa.Column("phone_seal", sa.LargeBinary(), nullable=True),
        sa.Column("phone_notice", TEXT, nullable=False),
        sa.Column("state", _enum("opinionstate", "new", "noted", "passed_on"), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("reply", TEXT, nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "trips IS NOT NULL OR papers IS NOT NULL OR satisfied IS NOT NULL OR words <> ''", name="says_something"
        ),
        sa.CheckConstraint("(phone_seal IS NULL) = (phone_notice = '')", name="phone_with_notice"),
        sa.CheckConstraint("(state = 'new') = (settled_on IS NULL)", name="settled_has_day"),
        sa.CheckConstraint("(state = 'passed_on') = (letter_id IS NOT NULL)", name="passed_on_there"),
        sa.ForeignKeyConstraint(["form_id"], ["opinion_forms.id"], name="fk_opinions_form_id"),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name="fk_opinions_letter_id"),
        sa.PrimaryKeyConstraint("id", name="pk_opinions"),
        sa.UniqueConstraint("letter_id", name="uq_opinions_letter_id"),
        sa.UniqueConstraint("receipt_tag", name="uq_opinions_receipt_tag"),
    )
    op.create_index("ix_opinions_form_id", "opinions", ["form_id"])
    op.create_index("ix_opinions_said", "opinions", ["said_on", "id"])
    op.create_index("ix_opinions_state", "opinions", ["set_apart", "state", "said_on", "id"])


def downgrade() -> None:
    for table in ("opinion_nonces", "opinion_counts", "opinion_hours", "opinions", "opinion_forms"):
        op.drop_table(table)

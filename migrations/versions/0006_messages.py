"""What messages need: inboxes, an outbox, an address to write to; and what many workers need of their rows."""

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_MESSAGE_KINDS = (
    "dispatched", "near", "over", "remind", "returned", "to_sign", "to_review", "to_verify", "extension", "dispute",
    "deferral", "slip", "escalated", "due_changed", "reply", "handed_down", "opinion", "look_back", "authored", "system",
)  # fmt: skip
_TASK_KINDS = (
    "deliver_finding", "make_copies", "auto_accept", "end_sessions", "tidy_field", "escalate", "resume_deferred",
    "plan_look_backs", "remind", "send_digest", "send_message",
)  # fmt: skip
_UNREAD = sa.text("read_at IS NULL")


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40, create_constraint=True)


def upgrade() -> None:
    _messages()
    _outgoing()
    op.add_column("people", sa.Column("email", TEXT, nullable=True))
    _tasks()
    op.create_table(
        "job_heartbeats",
        sa.Column("kind", _words("taskkind", *_TASK_KINDS), nullable=False),
        sa.Column("first_due_at", MOMENT, nullable=False),
        sa.Column("last_ok_at", MOMENT, nullable=True),
        sa.Column("last_error_at", MOMENT, nullable=True),
        sa.Column("last_error", TEXT, nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("kind", name="pk_job_heartbeats"),
    )


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("author_tag", TEXT, nullable=True),
        sa.Column("kind", _words("messagekind", *_MESSAGE_KINDS), nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("ref", TEXT, nullable=False),
        sa.Column("link", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("digested_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(person_id IS NULL) <> (author_tag IS NULL)", name=op.f("ck_messages_one_owner")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_messages_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("person_id", "key", name="uq_messages_person_id_key"),
        sa.UniqueConstraint("author_tag", "key", name="uq_messages_author_tag_key"),
    )
    op.create_index("ix_messages_person_at", "messages", ["person_id", "at"])
    op.create_index("ix_messages_tag_at", "messages", ["author_tag", "at"])
    op.create_index("ix_messages_key", "messages", ["key"])
    unread = {"sqlite_where": _UNREAD, "postgresql_where": _UNREAD}
    op.create_index("ix_messages_unread", "messages", ["person_id"], **unread)
    op.create_index("ix_messages_unread_tag", "messages", ["author_tag"], **unread)


def _outgoing() -> None:
    op.create_table(
        "outgoing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", _words("channel", "inbox", "mail", "webhook"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("token", TEXT, nullable=False),
        sa.Column("state", _words("outgoingstate", "waiting", "sent", "failed"), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("next_try_at", MOMENT, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("last_error", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_outgoing_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_outgoing"),
        sa.UniqueConstraint("person_id", "channel", "day", name="uq_outgoing_person_id_channel_day"),
        sa.UniqueConstraint("token", name="uq_outgoing_token"),
    )
    op.create_index("ix_outgoing_state", "outgoing", ["state", "channel", "next_try_at"])


def _tasks() -> None:
    """Let a row say when it may be claimed (again): nothing once it is done, so that open work is one range."""
    op.add_column("tasks", sa.Column("try_at", MOMENT, nullable=True))
    op.execute("UPDATE tasks SET try_at = due_at WHERE state IN ('waiting', 'claimed')")
    op.drop_index("ix_tasks_open", table_name="tasks")
    op.create_index("ix_tasks_open", "tasks", ["try_at", "id"])


def downgrade() -> None:
    op.drop_table("job_heartbeats")
    op.drop_index("ix_tasks_open", table_name="tasks")
    op.create_index("ix_tasks_open", "tasks", ["state", "due_at"])
    op.drop_column("tasks", "try_at")
    op.drop_column("people", "email")
    op.drop_table("outgoing")
    op.drop_table("messages")

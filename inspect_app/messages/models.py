"""Messages in inboxes, and the digests that go out."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from inspect_app.database import Base, enum_column
from inspect_app.foundation import randomness
from inspect_app.messages.vocabulary import Channel, MessageKind, OutgoingState

_UNREAD = text("read_at IS NULL")


class Message(Base):
    """One line in an inbox.

    What the author of a covert visit is told stands under their keyed tag, as the visit does: no row names them.
    `digested_on` is the day whose digest held it. `token` stands in addresses: numbers in a row would count what
    others are told.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("person_id", "key"),
        UniqueConstraint("author_tag", "key"),
        CheckConstraint("(person_id IS NULL) <> (author_tag IS NULL)", name="one_owner"),
        Index("ix_messages_person_at", "person_id", "at"),
        Index("ix_messages_tag_at", "author_tag", "at"),
        Index("ix_messages_unread", "person_id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
        Index("ix_messages_unread_tag", "author_tag", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
        Index("ix_messages_key", "key"),
        Index("ix_messages_token", "token", unique=True),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    author_tag: Mapped[str | None]
    kind: Mapped[MessageKind] = enum_column(MessageKind)
    text: Mapped[str]
    ref: Mapped[str] = mapped_column(default="")
    link: Mapped[str]
    key: Mapped[str]
    token: Mapped[str] = mapped_column(default=randomness.token, server_default="")
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    digested_on: Mapped[date | None]


class Outgoing(Base):
    """The digest of one person for one day by one channel; `token` lets a receiver know a second copy.

    `next_try_at` is set by a fault of the channel itself: until then nothing goes out by it.
    """

    __tablename__ = "outgoing"
    __table_args__ = (
        UniqueConstraint("person_id", "channel", "day"),
        Index("ix_outgoing_state", "state", "channel", "next_try_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    channel: Mapped[Channel] = enum_column(Channel)
    day: Mapped[date]
    title: Mapped[str]
    body: Mapped[str]
    token: Mapped[str] = mapped_column(unique=True)
    state: Mapped[OutgoingState] = enum_column(OutgoingState, default=OutgoingState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    next_try_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None]

"""Opinion forms and what was said on them. An opinion holds no person, no address, no browser, and of its time the day.

Its number is drawn at random, so that the order in which opinions came isn't kept either.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.campaigns.models import Campaign
from inspect_app.catalogue.models import ServiceItem, Window
from inspect_app.database import Base, enum_column
from inspect_app.voices.models.letters import Letter
from inspect_app.voices.vocabulary.opinions import (
    Counted,
    OpinionChannel,
    OpinionState,
    PapersSaid,
    Satisfied,
    Subject,
    TripsSaid,
)


class OpinionForm(Base):
    """A form that asks about one window, matter or campaign; `code` is what its QR code leads to."""

    __tablename__ = "opinion_forms"
    __table_args__ = (
        CheckConstraint("(subject = 'window') = (window_id IS NOT NULL)", name="about_window"),
        CheckConstraint("(subject = 'item') = (item_id IS NOT NULL)", name="about_item"),
        CheckConstraint("(subject = 'campaign') = (campaign_id IS NOT NULL)", name="about_campaign"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    subject: Mapped[Subject] = enum_column(Subject)
    window_id: Mapped[int | None] = mapped_column(ForeignKey("windows.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("service_items.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"), index=True)
    made_on: Mapped[date]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    until: Mapped[date | None]
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    window: Mapped[Window | None] = relationship()
    item: Mapped[ServiceItem | None] = relationship()
    campaign: Mapped[Campaign | None] = relationship()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Opinion(Base):
    """What one citizen said.

    `set_apart` is what one address sent beyond a busy hall's hour: kept, and in no number. `receipt_tag` is a keyed
    tag of the code the citizen holds. `phone_seal` is there only for who wants a call back, with the version of
    the notice that was shown (`phone_notice`), until it is forgotten. `reply` is what the receipt shows; one that the
    inbox works on has its `letter`, whose answer it shows instead.
    """

    __tablename__ = "opinions"
    __table_args__ = (
        CheckConstraint(
            "trips IS NOT NULL OR papers IS NOT NULL OR satisfied IS NOT NULL OR words <> ''", name="says_something"
        ),
        CheckConstraint("(phone_seal IS NULL) = (phone_notice = '')", name="phone_with_notice"),
        CheckConstraint("(state = 'new') = (settled_on IS NULL)", name="settled_has_day"),
        CheckConstraint("(state = 'passed_on') = (letter_id IS NOT NULL)", name="passed_on_there"),
        Index("ix_opinions_said", "said_on", "id"),
        Index("ix_opinions_state", "set_apart", "state", "said_on", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    form_id: Mapped[int] = mapped_column(ForeignKey("opinion_forms.id"), index=True)
    said_on: Mapped[date]
    channel: Mapped[OpinionChannel] = enum_column(OpinionChannel)
    trips: Mapped[TripsSaid | None] = enum_column(TripsSaid, nullable=True)
    papers: Mapped[PapersSaid | None] = enum_column(PapersSaid, nullable=True)
    satisfied: Mapped[Satisfied | None] = enum_column(Satisfied, nullable=True)
    words: Mapped[str] = mapped_column(default="")
    set_apart: Mapped[bool] = mapped_column(default=False)
    receipt_tag: Mapped[str | None] = mapped_column(unique=True)
    phone_seal: Mapped[bytes | None]
    phone_notice: Mapped[str] = mapped_column(default="")
    state: Mapped[OpinionState] = enum_column(OpinionState, default=OpinionState.NEW)
    settled_on: Mapped[date | None]
    reply: Mapped[str] = mapped_column(default="")
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letters.id"), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    form: Mapped[OpinionForm] = relationship()
    letter: Mapped[Letter | None] = relationship()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class OpinionHour(Base):
    """The key under which addresses are counted within one hour; gone an hour later, and with it their meaning."""

    __tablename__ = "opinion_hours"
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    key: Mapped[bytes]


class OpinionCount(Base):
    """How often one address did something within an hour: a tag, never the address."""

    __tablename__ = "opinion_counts"
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    tag: Mapped[str] = mapped_column(primary_key=True)
    what: Mapped[Counted] = enum_column(Counted, primary_key=True)
    count: Mapped[int]


class OpinionNonce(Base):
    """A page that was sent: once is enough; forgotten in the hour after nobody could send it any more."""

    __tablename__ = "opinion_nonces"
    nonce: Mapped[str] = mapped_column(primary_key=True)
    hour: Mapped[datetime] = mapped_column(index=True)

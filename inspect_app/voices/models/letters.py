"""Letters and all that comes in like them: the words verbatim, what became of them, what was answered."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Unit
from inspect_app.catalogue.models import ServiceItem, Window
from inspect_app.database import Base, enum_column
from inspect_app.evidence.models import StoredFile
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import Category
from inspect_app.rectification.vocabulary import ReplyChannel
from inspect_app.voices.vocabulary.letters import LetterSource, LetterState, LetterStep

_CODED = text("outside_code <> ''")


class LetterBatch(Base):
    """Voices imported together: undone together, as long as nothing was done with one of them."""

    __tablename__ = "letter_batches"
    __table_args__ = (CheckConstraint("count > 0", name="not_empty"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_by: Mapped[str]
    file_name: Mapped[str] = mapped_column(default="")
    digest: Mapped[str]
    count: Mapped[int]
    undone_at: Mapped[datetime | None]


class Letter(Base):
    """One voice.

    `words` is verbatim and never leaves the office; `title` is masked when it is kept, `alias` is how everything
    published calls who spoke. `private_seal` holds names and telephone, sealed. `author_tag` lets a person find
    what they said about this tool, whoever they are. `outside_code` is the number another system gave.
    `excuse` says why nobody can be answered; such a voice is in no rate.
    """

    __tablename__ = "letters"
    __table_args__ = (
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into"),
        CheckConstraint("state <> 'finding' OR finding_id IS NOT NULL", name="finding_there"),
        CheckConstraint("(state = 'praise') = (praise_id IS NOT NULL)", name="praise_there"),
        CheckConstraint("(state = 'no_action') = (reason <> '')", name="reason_there"),
        CheckConstraint("(answered_on IS NULL) = (answer = '')", name="answer_has_day"),
        CheckConstraint("(answered_on IS NULL) = (answer_channel IS NULL)", name="answer_has_channel"),
        CheckConstraint("answered_on IS NULL OR excuse = ''", name="answered_or_excused"),
        CheckConstraint("(published_on IS NULL) = (published_words = '')", name="published_has_words"),
        CheckConstraint("merged_into_id <> id", name="not_into_itself"),
        Index("uq_letters_outside_code", "source", "outside_code", unique=True,
              sqlite_where=_CODED, postgresql_where=_CODED),
        Index("ix_letters_received", "received_on", "id"),
        Index("ix_letters_state", "state", "received_on", "id"),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[LetterSource] = enum_column(LetterSource)
    state: Mapped[LetterState] = enum_column(LetterState, default=LetterState.NEW)
    received_on: Mapped[date]
    outside_code: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    words: Mapped[str]
    outlet: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    alias: Mapped[str] = mapped_column(default="")
    private_seal: Mapped[bytes | None]
    author_tag: Mapped[str | None] = mapped_column(index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    window_id: Mapped[int | None] = mapped_column(ForeignKey("windows.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("service_items.id"))
    category: Mapped[Category | None] = enum_column(Category, nullable=True)
    trips: Mapped[int | None]
    outcome: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    finding_id: Mapped[int | None] = mapped_column(ForeignKey("findings.id"), index=True)
    praise_id: Mapped[int | None] = mapped_column(ForeignKey("commendations.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("letters.id"), index=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("letter_batches.id"), index=True)
    answer: Mapped[str] = mapped_column(default="")
    answer_channel: Mapped[ReplyChannel | None] = enum_column(ReplyChannel, nullable=True)
    answered_on: Mapped[date | None]
    excuse: Mapped[str] = mapped_column(default="")
    rectified_on: Mapped[date | None]
    rectified_words: Mapped[str] = mapped_column(default="")
    published_on: Mapped[date | None]
    published_where: Mapped[str] = mapped_column(default="")
    published_words: Mapped[str] = mapped_column(default="")
    registered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit | None] = relationship()
    window: Mapped[Window | None] = relationship()
    item: Mapped[ServiceItem | None] = relationship()
    finding: Mapped[Finding | None] = relationship()
    merged_into: Mapped["Letter | None"] = relationship(remote_side=[id])
    batch: Mapped[LetterBatch | None] = relationship()
    files: Mapped[list["LetterFile"]] = relationship(order_by="LetterFile.id")
    events: Mapped[list["LetterEvent"]] = relationship(order_by="LetterEvent.id")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class LetterFile(Base):
    """A scan or photo of the original."""

    __tablename__ = "letter_files"
    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letters.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"), unique=True)
    file: Mapped[StoredFile] = relationship()


class LetterEvent(Base):
    """One step with a voice, for the office's own page."""

    __tablename__ = "letter_events"
    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letters.id"), index=True)
    at: Mapped[datetime]
    step: Mapped[LetterStep] = enum_column(LetterStep)
    by_name: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")


class LetterBand(Base):
    """One piece of the signature of a voice's words; near texts have some of them in common.

    The numbers are made by `findings.rules.likeness.bands`, so that both databases find the same.
    """

    __tablename__ = "letter_bands"
    __table_args__ = (Index("ix_letter_bands_band", "band", "letter_id"), {"sqlite_with_rowid": False})
    letter_id: Mapped[int] = mapped_column(ForeignKey("letters.id"), primary_key=True, autoincrement=False)
    band: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)

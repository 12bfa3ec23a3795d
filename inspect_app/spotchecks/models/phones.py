"""Telephone tests by list: a batch, who dials, its numbers as they were published, and every try."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Person, Unit
from inspect_app.campaigns.models import Campaign
from inspect_app.catalogue.models import Window
from inspect_app.catalogue.vocabulary import HoursKind
from inspect_app.database import Base, enum_column
from inspect_app.findings.models import Finding
from inspect_app.spotchecks.vocabulary.phones import TryResult, Verdict


class PhoneBatch(Base):
    """Numbers to be dialled together; a closed one takes no more tries."""

    __tablename__ = "phone_batches"
    __table_args__ = (CheckConstraint("title <> ''", name="has_title"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    campaign: Mapped[Campaign] = relationship()
    diallers: Mapped[list["PhoneDialler"]] = relationship(
        cascade="all, delete-orphan", order_by="PhoneDialler.person_id"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class PhoneDialler(Base):
    """Somebody who dials the numbers of a batch."""

    __tablename__ = "phone_diallers"
    batch_id: Mapped[int] = mapped_column(ForeignKey("phone_batches.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    person: Mapped[Person] = relationship()


class PhoneLine(Base):
    """A number as it was published when the batch was made, once a batch however many windows share it.

    `verdict` is what its tries came to at `settled_at`, the moment of the last; nothing while another is due.
    """

    __tablename__ = "phone_lines"
    __table_args__ = (
        UniqueConstraint("batch_id", "number"),
        CheckConstraint("number <> ''", name="has_number"),
        CheckConstraint("(verdict IS NULL) = (settled_at IS NULL)", name="settled_has_verdict"),
        CheckConstraint(
            "finding_id IS NULL OR verdict IN ('badly', 'unanswered', 'unreached')", name="finding_of_fault"
        ),
        Index("ix_phone_lines_settled", "settled_at", "verdict"),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("phone_batches.id"))
    sort_no: Mapped[int]
    window_id: Mapped[int] = mapped_column(ForeignKey("windows.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    number: Mapped[str] = mapped_column(index=True)
    hours_kind: Mapped[HoursKind] = enum_column(HoursKind)
    verdict: Mapped[Verdict | None] = enum_column(Verdict, nullable=True)
    settled_at: Mapped[datetime | None]
    finding_id: Mapped[int | None] = mapped_column(ForeignKey("findings.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    batch: Mapped[PhoneBatch] = relationship()
    window: Mapped[Window] = relationship()
    unit: Mapped[Unit] = relationship()
    finding: Mapped[Finding | None] = relationship()
    tries: Mapped[list["PhoneTry"]] = relationship(cascade="all, delete-orphan", order_by="PhoneTry.turn")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class PhoneTry(Base):
    """One try: dialled `at`, written down `noted_at` by whoever dialled."""

    __tablename__ = "phone_tries"
    __table_args__ = (
        CheckConstraint("turn BETWEEN 1 AND 3", name="three_at_most"),
        CheckConstraint("(result = 'answered') = (told IS NOT NULL)", name="told_when_answered"),
        CheckConstraint("(result = 'answered') = (polite IS NOT NULL)", name="polite_when_answered"),
        CheckConstraint("noted_at >= at", name="noted_after"),
    )
    line_id: Mapped[int] = mapped_column(ForeignKey("phone_lines.id"), primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    result: Mapped[TryResult] = enum_column(TryResult)
    told: Mapped[bool | None]
    polite: Mapped[bool | None]
    words: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    noted_at: Mapped[datetime]
    by: Mapped[Person] = relationship()

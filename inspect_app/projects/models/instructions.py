"""Instructions (批示): who with which post, when, on what; each version of the words stays."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.database import Base, enum_column
from inspect_app.evidence.models import StoredFile
from inspect_app.findings.models import Finding
from inspect_app.projects.models.tough import ToughProject
from inspect_app.projects.vocabulary.instructions import Origin, Subject


class Instruction(Base):
    """A leader's written word.

    `leader` and `post` are text as of that day. `notice_id` names a notice of the room above, which says itself
    what it is called. `open_to_units` lets the unit that has work from it read the words. `quoted_at` is when a
    paper first quoted it: from then on the words are corrected only by a new version.
    """

    __tablename__ = "instructions"
    __table_args__ = (
        CheckConstraint("origin <> 'paper' OR scan_id IS NOT NULL", name="paper_has_scan"),
        CheckConstraint("(subject = 'finding') = (finding_id IS NOT NULL)", name="on_finding"),
        CheckConstraint("(subject = 'notice') = (notice_id IS NOT NULL)", name="on_notice"),
        CheckConstraint("(subject = 'project') = (project_id IS NOT NULL)", name="on_project"),
        Index("ix_instructions_given", "given_on", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    origin: Mapped[Origin] = enum_column(Origin)
    leader: Mapped[str]
    post: Mapped[str]
    given_on: Mapped[date]
    subject: Mapped[Subject] = enum_column(Subject)
    finding_id: Mapped[int | None] = mapped_column(ForeignKey("findings.id"), index=True)
    notice_id: Mapped[int | None]
    project_id: Mapped[int | None] = mapped_column(ForeignKey("tough_projects.id"))
    about: Mapped[str] = mapped_column(default="")
    asks_action: Mapped[bool] = mapped_column(default=False)
    open_to_units: Mapped[bool] = mapped_column(default=False)
    quoted_at: Mapped[datetime | None]
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    registered_at: Mapped[datetime]
    registered_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    version: Mapped[int] = mapped_column(default=1)
    finding: Mapped[Finding | None] = relationship()
    project: Mapped[ToughProject | None] = relationship()
    scan: Mapped[StoredFile | None] = relationship()
    texts: Mapped[list["InstructionText"]] = relationship(order_by="InstructionText.number")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def text(self) -> "InstructionText":
        """Return the version of the words in force."""
        return self.texts[-1]


class InstructionText(Base):
    """One version of the exact words; a later one says why it replaced it."""

    __tablename__ = "instruction_texts"
    __table_args__ = (UniqueConstraint("instruction_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    instruction_id: Mapped[int] = mapped_column(ForeignKey("instructions.id"))
    number: Mapped[int]
    words: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    written_at: Mapped[datetime]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))

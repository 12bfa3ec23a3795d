"""How a notice goes out: its paper, the lists of recipients, who was sent it, what its numbers rested on."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Unit
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.vocabulary import PaperKind
from inspect_app.database import Base, enum_column
from inspect_app.notices.vocabulary import ListKind

_OF_CAMPAIGN = text("notice_id IS NULL")


class NoticePaper(Base):
    """How a paper looks and is numbered: of a campaign (no notice), or of one notice of it.

    `doc_code` is 机关代字 of the office's own series; with `from_oa` the whole 文号 is typed in, notice by notice.
    """

    __tablename__ = "notice_papers"
    __table_args__ = (
        CheckConstraint("seal_lines BETWEEN 0 AND 6", name="seal_space"),
        CheckConstraint("kind = 'bulletin' OR from_oa OR doc_code <> ''", name="red_head_has_code"),
        UniqueConstraint("notice_id"),
        Index(
            "ix_notice_papers_campaign", "campaign_id", unique=True,
            sqlite_where=_OF_CAMPAIGN, postgresql_where=_OF_CAMPAIGN,
        ),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"))
    kind: Mapped[PaperKind] = enum_column(PaperKind, default=PaperKind.BULLETIN)
    doc_code: Mapped[str] = mapped_column(default="")
    from_oa: Mapped[bool] = mapped_column(default=False)
    oa_number: Mapped[str] = mapped_column(default="")
    seal_lines: Mapped[int] = mapped_column(default=0)
    secrecy: Mapped[str] = mapped_column(default="")
    urgency: Mapped[str] = mapped_column(default="")
    remark: Mapped[str] = mapped_column(default="")
    printed_by: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class DistributionList(Base):
    """Who gets papers in one way from a day on (to a day); of one campaign, or of all."""

    __tablename__ = "distribution_lists"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
        Index("ix_distribution_lists_in_force", "kind", "starts_on"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    kind: Mapped[ListKind] = enum_column(ListKind)
    name: Mapped[str] = mapped_column(unique=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    campaign: Mapped[Campaign | None] = relationship()
    members: Mapped[list["DistributionMember"]] = relationship(
        cascade="all, delete-orphan", order_by="DistributionMember.sort_no"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class DistributionMember(Base):
    """A unit of the tree, printed by the name it has that day, or a body as it is printed."""

    __tablename__ = "distribution_members"
    __table_args__ = (CheckConstraint("(unit_id IS NULL) = (name <> '')", name="unit_or_name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("distribution_lists.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    name: Mapped[str] = mapped_column(default="")
    sort_no: Mapped[int] = mapped_column(default=0)
    unit: Mapped[Unit | None] = relationship()

    @property
    def printed(self) -> str:
        """Return the member as the paper prints it today."""
        return self.unit.short_name if self.unit is not None else self.name


class NoticeDelivery(Base):
    """An issue was sent to a unit; whether anybody read it is nobody's business."""

    __tablename__ = "notice_deliveries"
    __table_args__ = (UniqueConstraint("notice_id", "unit_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    delivered_at: Mapped[datetime]
    unit: Mapped[Unit] = relationship()


class NoticeProof(Base):
    """The ids a number of an issued notice was counted from."""

    __tablename__ = "notice_proofs"
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), primary_key=True)
    figure: Mapped[str] = mapped_column(primary_key=True)
    ids: Mapped[list[Any]]

"""The script of a matter that is really done (具体办): who one is, what one has along, what one never says."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.catalogue.models import ServiceItem
from inspect_app.database import Base, enum_column
from inspect_app.visits.vocabulary import PapersInHand


class Script(Base):
    """A scenario that several visits may follow; once one has begun it stays as that one saw it.

    `must_tell` are the points a window must tell at once, `steps` what is expected to happen, in order.
    """

    __tablename__ = "scripts"
    __table_args__ = (
        CheckConstraint("(papers = 'one_missing') = (missing_paper <> '')", name="missing_paper_named"),
        CheckConstraint("limit_minutes IS NULL OR limit_minutes > 0", name="limit_positive"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(unique=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("service_items.id"), index=True)
    persona: Mapped[str]
    papers: Mapped[PapersInHand] = enum_column(PapersInHand)
    missing_paper: Mapped[str] = mapped_column(default="")
    ask: Mapped[str] = mapped_column(default="")
    must_tell: Mapped[list[str]] = mapped_column(default=list)
    steps: Mapped[list[str]] = mapped_column(default=list)
    limit_minutes: Mapped[int | None]
    never_reveal: Mapped[str] = mapped_column(default="")
    stop_line: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    item: Mapped[ServiceItem | None] = relationship()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

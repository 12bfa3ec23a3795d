"""Visits that were planned because of a finding elsewhere (举一反三)."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.database import Base
from inspect_app.findings.models import Finding
from inspect_app.visits.models import Visit


class LookAlikeCheck(Base):
    """A visit with the finding it was planned for; the row goes when the visit is called off.

    Only the finding's side leads to the visit, and only at the office: no department reads of it.
    """

    __tablename__ = "look_alike_checks"
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"), primary_key=True, unique=True)
    finding: Mapped[Finding] = relationship()
    visit: Mapped[Visit] = relationship()

"""Which deadlines were counted anew, newest first."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from inspect_app.database import db
from inspect_app.findings.models import DueChange, Finding


def list_due_changes(offset: int, limit: int) -> tuple[Sequence[DueChange], int]:
    """Return one page of changed dates with their findings, and how many there are; for the office only."""
    total = db.session.scalar(select(func.count()).select_from(DueChange)) or 0
    query = (
        select(DueChange)
        .options(joinedload(DueChange.finding).joinedload(Finding.lead_unit))
        .order_by(DueChange.at.desc(), DueChange.id.desc())
    )
    return db.session.scalars(query.offset(offset).limit(limit)).all(), total

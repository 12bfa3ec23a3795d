"""How old the last backup and the last rehearsal are, and what was done with backups lately."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select

from inspect_app.config import current_settings
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.keeping.models import BackupRun
from inspect_app.keeping.rules.ages import lamp_of
from inspect_app.keeping.vocabulary import BackupDeed, Lamp


def lamps() -> list[Lamp]:
    """Return the last backup and the last time one was really restored, each red when it is too old."""
    settings, now = current_settings(), clock.now()
    query = select(BackupRun.deed, func.max(BackupRun.at)).where(BackupRun.ok).group_by(BackupRun.deed)
    last = {row[0]: row[1] for row in db.session.execute(query)}
    tried = max((last[deed] for deed in (BackupDeed.REHEARSED, BackupDeed.RESTORED) if deed in last), default=None)
    return [
        lamp_of(BackupDeed.CREATED, last.get(BackupDeed.CREATED), now, timedelta(hours=settings.backup_hours)),
        lamp_of(BackupDeed.REHEARSED, tried, now, timedelta(days=settings.rehearsal_days)),
    ]


def last_failure() -> BackupRun | None:
    """Return the last run when it is one that failed."""
    last = db.session.scalars(select(BackupRun).order_by(BackupRun.at.desc(), BackupRun.id.desc()).limit(1)).first()
    return last if last is not None and not last.ok else None


def list_runs(offset: int, limit: int) -> tuple[Sequence[BackupRun], int]:
    """Return some runs, latest first, and how many there are."""
    total = db.session.scalar(select(func.count()).select_from(BackupRun)) or 0
    query = select(BackupRun).order_by(BackupRun.at.desc(), BackupRun.id.desc()).offset(offset).limit(limit)
    return db.session.scalars(query).all(), total

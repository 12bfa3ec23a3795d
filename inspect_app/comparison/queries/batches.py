"""Sources and batches: single ones, and as their page lists them."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from inspect_app.comparison.models import ComparedCase, ComparisonBatch, ComparisonSource
from inspect_app.comparison.vocabulary import BatchState
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation.errors import Missing

_SHOWN = 30


def list_sources() -> Sequence[ComparisonSource]:
    """Return the sources by name."""
    query = select(ComparisonSource).options(joinedload(ComparisonSource.unit)).order_by(ComparisonSource.name)
    return db.session.scalars(query).all()


def get_source(source_id: int) -> ComparisonSource:
    """Return a source, or raise Missing."""
    found = db.session.get(ComparisonSource, source_id)
    if found is None:
        raise Missing()
    return found


def list_batches(source_id: int | None = None) -> Sequence[ComparisonBatch]:
    """Return the latest batches, of one source when it is named."""
    query = select(ComparisonBatch).options(joinedload(ComparisonBatch.source)).order_by(ComparisonBatch.id.desc())
    if source_id is not None:
        query = query.where(ComparisonBatch.source_id == source_id)
    return db.session.scalars(query.limit(_SHOWN)).all()


def get_batch(batch_id: int) -> ComparisonBatch:
    """Return a batch read anew, or raise Missing."""
    found = db.session.get(ComparisonBatch, batch_id, populate_existing=True)
    if found is None:
        raise Missing()
    return found


def same_file(source_id: int, digest: str) -> ComparisonBatch | None:
    """Return the standing batch that was made from the same file, or nothing."""
    query = select(ComparisonBatch).where(ComparisonBatch.source_id == source_id, ComparisonBatch.digest == digest)
    return db.session.scalars(query.where(ComparisonBatch.state != BatchState.UNDONE)).one_or_none()


def problems_of(batch_id: int) -> Sequence[Finding]:
    """Return the problems that a batch listed, the first first."""
    mine = select(ComparedCase.finding_id).where(ComparedCase.batch_id == batch_id, ComparedCase.broken)
    return db.session.scalars(select(Finding).where(Finding.id.in_(mine)).order_by(Finding.id)).all()


def touched_in(batch_id: int) -> list[Finding]:
    """Return the problems of a batch that somebody has worked on: they keep it from being undone."""
    return [finding for finding in problems_of(batch_id) if _is_touched(finding)]


def counts_of(batch_id: int) -> tuple[int, int]:
    """Return how many cases of a batch were compared, and how many were worse than promised."""
    query = select(func.count(), func.count().filter(ComparedCase.broken)).where(ComparedCase.batch_id == batch_id)
    cases, broken = db.session.execute(query).one()
    return cases, broken


def _is_touched(finding: Finding) -> bool:
    if finding.status is FindingStatus.DISMISSED:
        return False
    return finding.status is not FindingStatus.SUBMITTED or finding.release_at is not None or finding.version > 1

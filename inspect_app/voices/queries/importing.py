"""What an import is held against: units by any of their names, codes that are there already."""

from collections.abc import Sequence

from sqlalchemy import func, select

from inspect_app.accounts.models import Unit
from inspect_app.database import db
from inspect_app.foundation.errors import Missing
from inspect_app.foundation.text import tidy
from inspect_app.voices.models import Letter, LetterBatch
from inspect_app.voices.vocabulary.letters import LetterSource, LetterState


def unit_ids() -> dict[str, int]:
    """Return every unit by its code, name and short name; a code wins."""
    rows = db.session.execute(select(Unit.id, Unit.short_name, Unit.name, Unit.code).order_by(Unit.id.desc())).all()
    named = [(row.short_name, row.id) for row in rows] + [(row.name, row.id) for row in rows]
    return {tidy(name): key for name, key in (*named, *((row.code, row.id) for row in rows))}


def codes_there(source: LetterSource, codes: Sequence[str]) -> set[str]:
    """Return which numbers of a source are registered already."""
    found: set[str] = set()
    for start in range(0, len(codes), 500):
        part = codes[start : start + 500]
        query = select(Letter.outside_code).where(Letter.source == source, Letter.outside_code.in_(part))
        found |= set(db.session.scalars(query))
    return found


def list_batches() -> Sequence[LetterBatch]:
    """Return the imports, the newest first."""
    return db.session.scalars(select(LetterBatch).order_by(LetterBatch.id.desc()).limit(20)).all()


def get_batch(batch_id: int) -> LetterBatch:
    """Return an import, or raise Missing."""
    found = db.session.get(LetterBatch, batch_id)
    if found is None:
        raise Missing()
    return found


def touched_in(batch_id: int) -> int:
    """Return with how many voices of an import something was done: then it can't be undone."""
    mine = select(Letter.id).where(Letter.batch_id == batch_id)
    merged = select(Letter.merged_into_id).where(Letter.merged_into_id.in_(mine))
    done = (Letter.state != LetterState.NEW) | Letter.answered_on.is_not(None) | (Letter.excuse != "")
    touched = done | (Letter.version > 1) | Letter.id.in_(merged)
    return db.session.scalar(select(func.count()).select_from(Letter).where(Letter.batch_id == batch_id, touched)) or 0

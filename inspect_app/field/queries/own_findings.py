"""我提的问题: an author's own findings and what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from inspect_app.access import Actor
from inspect_app.database import db
from inspect_app.field.rules.fate import Fate, FateFacts, fate_of
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.visits.models import Visit
from inspect_app.visits.queries import own_visits


@dataclass(frozen=True, slots=True)
class OwnFinding:
    """One line of an author's list."""

    title: str
    place: str
    found_on: date
    fate: Fate
    sentence: str


def own_findings(actor: Actor, offset: int, limit: int) -> tuple[Sequence[OwnFinding], int]:
    """Return one page of what an author found and handed in, the newest first, and how much there is."""
    mine = (own_visits(actor), Finding.status != FindingStatus.DRAFT)
    total = db.session.scalar(select(func.count()).select_from(Finding).join(Visit).where(*mine)) or 0
    original = aliased(Finding)
    query = (
        select(Finding, original)
        .join(Visit, Finding.visit_id == Visit.id)
        .outerjoin(original, original.id == Finding.duplicate_of_id)
        .where(*mine)
        .options(joinedload(Finding.lead_unit), joinedload(Finding.window))
        .order_by(Finding.id.desc())
    )
    return [_line(*row) for row in db.session.execute(query.offset(offset).limit(limit))], total


def _line(finding: Finding, original: Finding | None) -> OwnFinding:
    told = original or finding
    # A covert finding that waits for its release isn't delivered: nobody was told of it yet.
    facts = FateFacts(
        status=told.status,
        unit=told.lead_unit.short_name if told is finding and told.lead_unit else "责任单位",
        due=told.due,
        closed_on=clock.day_of(told.closed_at) if told.closed_at else None,
        merged=original is not None,
    )
    fate, sentence = fate_of(facts)
    place = finding.window.name if finding.window else ""
    return OwnFinding(finding.title, place, finding.found_on, fate, sentence)

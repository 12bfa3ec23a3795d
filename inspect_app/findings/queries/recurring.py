"""Earlier findings that a new one may repeat, for the office that settles it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Integer, Row, Select, TextClause, and_, bindparam, or_, select, text, union_all
from sqlalchemy.orm import aliased

from inspect_app.access import Actor, Permission, may
from inspect_app.accounts.models import Unit
from inspect_app.campaigns.models import Campaign
from inspect_app.catalogue.models import Site, Window
from inspect_app.checklists.models import ChecklistVersion
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.rules.likeness import bands, grams, similarity
from inspect_app.findings.rules.recurrence import Earlier, Match, Place, Use, best_matches, why_proposed
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing
from inspect_app.visits.models import Answer, Visit

# How many of the newest are read under each number, how many are then compared exactly, how many of one place.
_DEPTH, _COMPARED, _OF_A_PLACE = 300, 120, 40
# A finding of the same department is compared before one elsewhere that has so many more numbers in common.
_OWN_UNIT_BONUS = 2
_PIECE = (
    "SELECT finding_id FROM (SELECT finding_id FROM finding_bands WHERE band = :NAME "
    "ORDER BY finding_id DESC LIMIT :depth) AS NAME"
)
_SEARCH = """
SELECT findings.id FROM findings
JOIN (SELECT finding_id, count(*) AS hits FROM (PIECES) AS hit GROUP BY finding_id) AS counted
    ON counted.finding_id = findings.id
ORDER BY counted.hits + CASE WHEN findings.lead_unit_id = :unit THEN :bonus ELSE 0 END DESC, findings.id DESC
LIMIT :compared
"""
_UNFIT = (FindingStatus.DRAFT, FindingStatus.DISMISSED)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An earlier finding beside a new one: as what, why, and where it was."""

    id: int
    reference: str
    title: str
    use: Use
    why: str
    place: str
    delivered: bool


def proposals_for(actor: Actor, finding: Finding) -> list[Proposal]:
    """Return what the office is shown beside a problem it settles, the best first; five queries at any size."""
    if not may(actor, Permission.TRIAGE):
        raise Missing()
    mine, words = _place_of(finding), grams(finding.title, finding.fact)
    ids = {*_ids_at(mine, finding), *_ids_near(words, finding)} - {finding.id}
    rows = {row.id: row for row in db.session.execute(_details(ids, finding))}
    others = [_earlier(row, similarity(words, grams(row.title, row.fact))) for row in rows.values()]
    return [_proposal(match, rows[match.earlier.id]) for match in best_matches(mine, finding.found_on, others)]


def _place_of(finding: Finding) -> Place:
    asked = select(ChecklistVersion.checklist_id, Answer.item_key).select_from(Answer)
    asked = asked.join(Visit, Visit.id == Answer.visit_id).join(ChecklistVersion)
    row = db.session.execute(asked.where(Answer.id == finding.answer_id)).one_or_none()
    question = (row.checklist_id, row.item_key) if row is not None else None
    return Place(finding.lead_unit_id, finding.window_id, finding.item_id, question, finding.visit_id)


def _ids_at(mine: Place, finding: Finding) -> Sequence[int]:
    """Return the newest findings of the window, and those of the department on the same question or matter."""
    same: list[ColumnElement[bool]] = []
    if mine.question is not None:
        same.append(and_(ChecklistVersion.checklist_id == mine.question[0], Answer.item_key == mine.question[1]))
    if mine.item_id is not None:
        same.append(Finding.item_id == mine.item_id)
    parts = [_newest(select(Finding.id).where(Finding.window_id == mine.window_id))] if mine.window_id else []
    if same and mine.unit_id is not None:
        of_unit = _with_question(select(Finding.id)).where(Finding.lead_unit_id == mine.unit_id)
        parts.append(_newest(of_unit.where(or_(*same))))
    if not parts:
        return []
    return db.session.scalars(union_all(*(select(part.subquery()) for part in parts))).all()


def _newest(query: Select[Any]) -> Select[Any]:
    return query.where(Finding.status.not_in(_UNFIT)).order_by(Finding.id.desc()).limit(_OF_A_PLACE)


def _with_question(query: Select[Any]) -> Select[Any]:
    answered = query.select_from(Finding).outerjoin(Answer, Answer.id == Finding.answer_id)
    asked = answered.outerjoin(Visit, Visit.id == Answer.visit_id)
    return asked.outerjoin(ChecklistVersion, ChecklistVersion.id == Visit.checklist_version_id)


def _ids_near(words: frozenset[str], finding: Finding) -> Sequence[int]:
    """Return the delivered findings whose words have most numbers in common with these."""
    numbers = sorted(bands(words))
    if not numbers:
        return []
    given = {f"band{place}": number for place, number in enumerate(numbers)}
    return db.session.scalars(_near(len(numbers)), {**given, "unit": finding.lead_unit_id}).all()


@cache
def _near(count: int) -> TextClause:
    """Return the search for so many numbers; each reads a bounded piece of the index, however much there is.

    As text, because building it anew out of parts takes longer than running it.
    """
    pieces = (_PIECE.replace("NAME", f"band{place}") for place in range(count))
    search = text(_SEARCH.replace("PIECES", " UNION ALL ".join(pieces)))
    bounds = {"depth": _DEPTH, "bonus": _OWN_UNIT_BONUS, "compared": _COMPARED}
    return search.bindparams(bindparam("unit", type_=Integer), **bounds)


def _details(ids: set[int], finding: Finding) -> Select[Any]:
    """Ask for what is weighed and shown; of a chain of recurrences only the last is."""
    later = aliased(Finding)
    followed = select(later.id).where(
        later.recurrence_of_id == Finding.id, later.id != finding.id, later.status != FindingStatus.DISMISSED
    )
    query = select(
        Finding.id, Finding.number, Finding.title, Finding.fact, Finding.status, Finding.release_at,
        Finding.closed_at, Finding.lead_unit_id, Finding.window_id, Finding.item_id, Finding.visit_id,
        ChecklistVersion.checklist_id, Answer.item_key, Unit.short_name.label("unit"),
        Window.name.label("window"), Site.name.label("site"),
    )  # fmt: skip
    asked = _with_question(cast(Select[Any], query)).join(Campaign, Campaign.id == Finding.campaign_id)
    led = asked.outerjoin(Unit, Unit.id == Finding.lead_unit_id)
    placed = led.outerjoin(Window, Window.id == Finding.window_id).outerjoin(Site, Site.id == Window.site_id)
    of_mine = select(Campaign.is_demo).where(Campaign.id == finding.campaign_id).scalar_subquery()
    fit = Finding.status.not_in(_UNFIT) & (Campaign.is_demo == of_mine)
    return placed.where(Finding.id.in_(sorted(ids)), fit, ~followed.exists())


def _earlier(row: Row[Any], likeness: float) -> Earlier:
    question = (row.checklist_id, row.item_key) if row.item_key is not None else None
    place = Place(row.lead_unit_id, row.window_id, row.item_id, question, row.visit_id)
    return Earlier(row.id, place, row.status, likeness, clock.day_of(row.closed_at) if row.closed_at else None)


def _proposal(match: Match, row: Row[Any]) -> Proposal:
    waiting = row.number is None and row.release_at is not None
    status = "已立项，待送达" if waiting else row.status.label
    return Proposal(
        id=row.id,
        reference=row.number or f"#{row.id}",
        title=row.title,
        use=match.use,
        why=why_proposed(match, status, clock.today()),
        place=" ".join(part for part in (row.unit, row.site, row.window) if part),
        delivered=row.number is not None,
    )

"""The problems listed on a visit, as its author sees them."""

from functools import cache

from sqlalchemy import Integer, Select, bindparam, func, select

from inspect_app.access import Actor
from inspect_app.database import db
from inspect_app.field.queries.capture import get_own
from inspect_app.field.vocabulary import FindingView
from inspect_app.findings.models import Finding, FindingFile
from inspect_app.findings.rules.proposing import evidence_gap
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation.errors import Missing, Refused
from inspect_app.visits.models import Answer, Visit, VisitFile


def finding_views(visit: Visit) -> list[FindingView]:
    """Return the problems of a visit in the order in which they were listed, in one query.

    Photos taken at the item count as evidence, because they go along when the visit is handed in.
    """
    rows = db.session.execute(_problems(), {"visit_id": visit.id}).all()
    return [_view(finding, key, own + (at_item if key else 0)) for finding, key, own, at_item in rows]


@cache
def _problems() -> Select[Finding, str, int, int]:
    """Every page of a visit asks: built once."""
    visit_id = bindparam("visit_id", type_=Integer)
    hung = select(func.count()).where(FindingFile.finding_id == Finding.id).scalar_subquery()
    taken = (
        select(func.count())
        .where(VisitFile.visit_id == visit_id, VisitFile.item_key == Answer.item_key)
        .correlate(Answer)
        .scalar_subquery()
    )
    return (
        select(Finding, Answer.item_key, hung, taken)
        .join(Answer, Answer.id == Finding.answer_id, isouter=True)
        .where(Finding.visit_id == visit_id)
        .order_by(Finding.id)
    )


def draft_view(finding: Finding, key: str) -> FindingView:
    """Return a problem that was just listed from the answer to an item, its photos hung on it already."""
    return _view(finding, key, len(finding.files))


def get_own_draft(actor: Actor, public_id: str, finding_id: int) -> tuple[Visit, Finding]:
    """Return a draft on an own visit; raise Missing, or Refused once it is handed in."""
    visit = get_own(actor, public_id)
    query = select(Finding).where(Finding.id == finding_id, Finding.visit_id == visit.id)
    finding = db.session.scalars(query).one_or_none()
    if finding is None:
        raise Missing()
    if finding.status is not FindingStatus.DRAFT:
        raise Refused(f"这个问题现在是“{finding.status.label}”，不能再改。")
    return visit, finding


def _view(finding: Finding, key: str | None, files: int) -> FindingView:
    draft = finding.status is FindingStatus.DRAFT
    reason = finding.no_evidence_reason
    gap = evidence_gap(finding.title, finding.source_kind, files, reason) if draft else None
    return FindingView(
        finding_id=finding.id,
        title=finding.title,
        fact=finding.fact,
        status=finding.status.label,
        is_draft=draft,
        answer_key=key,
        trial_id=finding.trial_id,
        interview_id=finding.interview_id,
        source_ref=finding.source_ref,
        gap=gap,
    )

"""Review of a submitted visit: accept it, or send it back with a remark per item (T2)."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from inspect_app.access import Actor, Permission, may
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.findings.actions.moving import move_all
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus, Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Missing, NotAllowed, Refused
from inspect_app.foundation.text import clean
from inspect_app.visits.models import Visit, VisitRemark
from inspect_app.visits.vocabulary import VisitStatus


def accept_visit(actor: Actor, visit_id: int) -> Visit:
    """Accept a submitted visit; its problems now wait for triage."""
    visit = _lock_received(actor, visit_id)
    visit.status, visit.reviewed_at, visit.reviewed_by_id = VisitStatus.ACCEPTED, clock.now(), actor.person_id
    record(actor, "visit.accepted", "visit", visit.public_id, permission=Permission.REVIEW_VISITS)
    db.session.flush()
    return visit


def send_back(actor: Actor, visit_id: int, *, general: str = "", remarks: Mapping[str, str]) -> Visit:
    """Send a visit back to its author with a remark per item (T2); its problems are drafts again.

    A remark carries the round in which it is to be completed.
    """
    visit = _lock_received(actor, visit_id)
    words = {key: clean(text) for key, text in remarks.items() if clean(text)}
    if not words and not clean(general):
        raise Invalid("请至少写一条要补充什么。", "general")
    visit.status, visit.round = VisitStatus.RETURNED, visit.round + 1
    visit.reviewed_at, visit.reviewed_by_id = clock.now(), actor.person_id
    rows: list[tuple[str | None, str]] = [(None, clean(general))] if clean(general) else []
    rows += words.items()
    db.session.add_all(
        VisitRemark(visit_id=visit.id, round=visit.round, item_key=key, text=text, at=clock.now()) for key, text in rows
    )
    record(
        actor,
        "visit.sent_back",
        "visit",
        visit.public_id,
        permission=Permission.REVIEW_VISITS,
        round=(visit.round - 1, visit.round),
        remarks=len(rows),
    )
    move_all(
        actor,
        _submitted_findings(visit),
        Step.SEND_BACK,
        permission=Permission.TRIAGE,
        text=rows[0][1],
        given=lambda _finding: {"remark": rows[0][1]},
    )
    return visit


def _lock_received(actor: Actor, visit_id: int) -> Visit:
    if not may(actor, Permission.REVIEW_VISITS):
        raise NotAllowed("走访由跑改办审核。")
    query = select(Visit).where(Visit.id == visit_id).with_for_update()
    visit = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if visit is None:
        raise Missing()
    if visit.status is not VisitStatus.RECEIVED:
        raise Refused(f"这次走访现在是“{visit.status.label}”，不用再审核。")
    return visit


def _submitted_findings(visit: Visit) -> list[Finding]:
    query = select(Finding).where(Finding.visit_id == visit.id, Finding.status == FindingStatus.SUBMITTED)
    loaded = query.options(selectinload(Finding.assists)).order_by(Finding.id).with_for_update()
    return list(db.session.scalars(loaded.execution_options(populate_existing=True)))

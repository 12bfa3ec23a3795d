"""Deeds of a visit's author: list a problem, mend it, take it back, hand it in with the visit (T1)."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from inspect_app.access import Actor, Permission
from inspect_app.audit.actions import record
from inspect_app.catalogue.models import ServiceItem, Window
from inspect_app.database import db
from inspect_app.findings.actions.moving import move_all
from inspect_app.findings.models import Finding, FindingEvent, FindingFile
from inspect_app.findings.queries import is_author, lock_finding
from inspect_app.findings.rules.proposing import evidence_gap
from inspect_app.findings.vocabulary import Category, FileStage, FindingStatus, PainType, SourceKind, Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, NotAllowed, Refused
from inspect_app.foundation.text import clean
from inspect_app.visits.models import Answer, Interview, Trial, Visit, VisitFile
from inspect_app.visits.vocabulary import VisitMode, VisitStatus

_OPEN_VISITS = frozenset({VisitStatus.PLANNED, VisitStatus.DRAFT, VisitStatus.RETURNED})


def propose(
    actor: Actor,
    visit: Visit,
    *,
    source_kind: SourceKind,
    title: str,
    fact: str,
    suggestion: str = "",
    category: Category = Category.OTHER,
    clause: str = "",
    answer_id: int | None = None,
    trial: Trial | None = None,
    interview: Interview | None = None,
    window: Window | None = None,
    item: ServiceItem | None = None,
    pain_type: PainType | None = None,
    trips_found: int | None = None,
    file_ids: Iterable[int] = (),
    no_evidence_reason: str = "",
    source_ref: str = "",
) -> Finding:
    """List a problem (列为问题) as a draft; the department comes from the window, or from the matter."""
    _demand_author(actor, visit)
    finding = Finding(
        **_given_by(visit),
        answer_id=answer_id,
        trial_id=trial.id if trial else None,
        interview_id=interview.id if interview else None,
        source_kind=source_kind,
        pain_type=pain_type,
        category=category,
        lead_unit_id=_department(window, item),
        window_id=window.id if window else None,
        item_id=item.id if item else None,
        clause=clean(clause),
        title=_demand_text(title, "title", "问题标题"),
        fact=_demand_text(fact, "fact", "事实"),
        suggestion=clean(suggestion),
        trips_found=trips_found,
        no_evidence_reason=clean(no_evidence_reason),
        source_ref=source_ref,
        assists=[],
        files=[],
    )
    db.session.add(finding)
    db.session.flush()
    _hang_files(finding, visit, file_ids)
    _record(actor, "finding.proposed", finding, visit, title=finding.title)
    return finding


def _given_by(visit: Visit) -> dict[str, Any]:
    """Return what every problem takes over from its visit."""
    return {
        "campaign_id": visit.campaign_id,
        "visit_id": visit.id,
        "method": visit.method,
        "is_covert": visit.mode is VisitMode.COVERT,
        "self_found": visit.self_check,
        "found_on": clock.day_of(visit.started_at) if visit.started_at else clock.today(),
    }


def edit_draft(
    actor: Actor,
    finding_id: int,
    *,
    title: str,
    fact: str,
    suggestion: str = "",
    category: Category | None = None,
    pain_type: PainType | None = None,
    file_ids: Iterable[int] = (),
    no_evidence_reason: str = "",
) -> Finding:
    """Change a draft's words; the files given are added to those it has."""
    finding, visit = _own_draft(actor, finding_id)
    before = finding.title
    finding.title, finding.fact = _demand_text(title, "title", "问题标题"), _demand_text(fact, "fact", "事实")
    finding.suggestion, finding.pain_type = clean(suggestion), pain_type
    finding.category = category or finding.category
    finding.no_evidence_reason = clean(no_evidence_reason)
    _hang_files(finding, visit, file_ids)
    _record(actor, "finding.draft_edited", finding, visit, title=(before, finding.title))
    return finding


def withdraw_draft(actor: Actor, finding_id: int) -> None:
    """Take back a draft that was never handed in; one that was sent back stays and is completed."""
    finding, visit = _own_draft(actor, finding_id)
    moved = select(FindingEvent.id).where(FindingEvent.finding_id == finding.id).limit(1)
    if db.session.scalars(moved).first() is not None:
        raise Refused("这个问题是退回补充的，不能撤掉，请补充后再交。")
    _record(actor, "finding.withdrawn", finding, visit, title=finding.title)
    db.session.execute(delete(FindingFile).where(FindingFile.finding_id == finding.id))
    db.session.delete(finding)
    db.session.flush()


def submit_with_visit(actor: Actor, visit: Visit, listed_now: list[Finding] | None = None) -> list[Finding]:
    """Hand in all drafts of a visit (T1); raise Invalid naming the one that has neither photo nor reason.

    `listed_now` are the drafts when all were listed in this very transaction, each with its photos;
    otherwise they are read anew, and photos taken at the item that failed are their evidence without
    being picked again.
    """
    findings = _lock_drafts(visit) if listed_now is None else listed_now
    for finding in findings:
        if gap := evidence_gap(finding.title, finding.source_kind, len(finding.files), finding.no_evidence_reason):
            raise Invalid(gap)
    covert = visit.mode is VisitMode.COVERT
    move_all(
        actor,
        findings,
        Step.SUBMIT,
        permission=_permission(actor, visit),
        covert=covert,
        given=lambda finding: {"title": finding.title, "fact": finding.fact},
    )
    return findings


def _lock_drafts(visit: Visit) -> list[Finding]:
    query = select(Finding).where(Finding.visit_id == visit.id, Finding.status == FindingStatus.DRAFT)
    loaded = query.options(selectinload(Finding.files), selectinload(Finding.assists)).order_by(Finding.id)
    findings = list(db.session.scalars(loaded.with_for_update().execution_options(populate_existing=True)))
    photos = _photos_by_answer(visit) if findings else {}
    for finding in findings:
        if not finding.files and finding.answer_id is not None:
            _hang_files(finding, visit, photos.get(finding.answer_id, ()))
    return findings


def _demand_author(actor: Actor, visit: Visit) -> None:
    if not is_author(visit, actor):
        raise NotAllowed("只有填写这次走访的人才能列问题。")
    if visit.status not in _OPEN_VISITS:
        raise Refused("这次走访已经交了，不能再改问题。")


def _own_draft(actor: Actor, finding_id: int) -> tuple[Finding, Visit]:
    finding = lock_finding(finding_id)
    if finding.visit is None:
        raise NotAllowed("只有填写这次走访的人才能改。")
    _demand_author(actor, finding.visit)
    if finding.status is not FindingStatus.DRAFT:
        raise Refused(f"这个问题现在是“{finding.status.label}”，不能再改。")
    return finding, finding.visit


def _demand_text(value: str, field: str, label: str) -> str:
    text = clean(value)
    if not text:
        raise Invalid(f"请填写{label}。", field)
    return text


def _department(window: Window | None, item: ServiceItem | None) -> int | None:
    if window is not None:
        return window.unit_id
    return item.unit_id if item is not None else None


def _hang_files(finding: Finding, visit: Visit, file_ids: Iterable[int]) -> None:
    """Share photos of the visit with a problem; what isn't the visit's is refused."""
    wanted = set(file_ids)
    if not wanted:
        return
    known = set(
        db.session.scalars(
            select(VisitFile.file_id).where(VisitFile.visit_id == visit.id, VisitFile.file_id.in_(wanted))
        )
    )
    if wanted - known:
        raise Invalid("选的照片不是这次走访的。", "files")
    there = {row.file_id for row in finding.files}
    new = sorted(known - there)
    finding.files.extend(FindingFile(file_id=file_id, stage=FileStage.FOUND) for file_id in new)
    db.session.flush()


def _photos_by_answer(visit: Visit) -> dict[int, list[int]]:
    on_item = (Answer.visit_id == VisitFile.visit_id) & (Answer.item_key == VisitFile.item_key)
    rows = db.session.execute(
        select(Answer.id, VisitFile.file_id).join(VisitFile, on_item).where(Answer.visit_id == visit.id)
    )
    photos: dict[int, list[int]] = {}
    for answer_id, file_id in rows:
        photos.setdefault(answer_id, []).append(file_id)
    return photos


def _permission(actor: Actor, visit: Visit) -> Permission:
    entered = actor.person_id is not None and visit.entered_by_id == actor.person_id
    return Permission.ENTER_FOR_AUTHOR if entered else Permission.CAPTURE


def _record(actor: Actor, deed: str, finding: Finding, visit: Visit, **changes: Any) -> None:
    covert = visit.mode is VisitMode.COVERT
    permission = _permission(actor, visit)
    record(actor, deed, "finding", finding.id, permission=permission, covert=covert, **changes)

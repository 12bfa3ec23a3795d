"""Hand in problems that a tablet listed, all with one statement for each table (T1)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import selectinload

from inspect_app.access import Actor, Permission
from inspect_app.audit.actions import record
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.database import db, send_last
from inspect_app.findings.actions.moving import event_row, move
from inspect_app.findings.models import Finding, FindingEvent, FindingFile
from inspect_app.findings.rules.proposing import uuid_of_finding
from inspect_app.findings.rules.workflow import CaseFacts, check
from inspect_app.findings.vocabulary import Category, FileStage, FindingStatus, Grade, PainType, SourceKind, Step
from inspect_app.foundation import clock
from inspect_app.foundation.text import clean

# Every submission with a problem asks: built once.
_ADD, _ADD_EVENTS = insert(Finding).returning(Finding.capture_uuid, Finding.id), insert(FindingEvent).inline()


@dataclass(frozen=True, slots=True)
class FromVisit:
    """What every problem takes over from its visit."""

    visit_id: int
    campaign_id: int
    method: VisitMethod
    covert: bool
    self_found: bool
    found_on: date


@dataclass(frozen=True, slots=True)
class Listed:
    """A problem as its author listed it, and what it hangs on; `uuid` is the tablet's name for it."""

    uuid: str
    source_kind: SourceKind
    source_ref: str
    title: str
    fact: str
    category: Category
    suggestion: str = ""
    clause: str = ""
    pain_type: PainType | None = None
    trips_found: int | None = None
    answer_id: int | None = None
    trial_id: int | None = None
    interview_id: int | None = None
    window_id: int | None = None
    item_id: int | None = None
    lead_unit_id: int | None = None
    no_evidence_reason: str = ""
    file_ids: tuple[int, ...] = field(default=())


def hand_in_listed(actor: Actor, source: FromVisit, listed: Sequence[Listed], *, again: bool) -> int:
    """Hand in the problems of a visit and return how many; in a later round (`again`) those sent back are completed."""
    known = _sent_back(source.visit_id) if again else {}
    for finding in known.values():
        _complete(actor, finding, {problem.uuid: problem for problem in listed}, source.covert)
    new = [problem for problem in listed if problem.uuid not in known and not (again and _stands(source, problem))]
    if new:
        _insert(actor, source, new)
    return len(new) + len(known)


def _insert(actor: Actor, source: FromVisit, new: Sequence[Listed]) -> None:
    draft = CaseFacts(FindingStatus.DRAFT, Grade.ORDINARY, is_covert=source.covert, is_author=True)
    given: list[dict[str, object]] = [{"text": "", "title": problem.title, "fact": problem.fact} for problem in new]
    target = {check(Step.SUBMIT, actor, draft, clock.today(), facts) for facts in given}.pop()
    connection = db.session.connection()
    rows = [_row(source, problem, target) for problem in new]
    made = connection.execute(_ADD, rows)
    ids = {uuid: finding_id for uuid, finding_id in made}
    events = [
        event_row(actor, ids[problem.uuid], Step.SUBMIT, (FindingStatus.DRAFT, target), covert=source.covert)
        for problem in new
    ]
    send_last(_ADD_EVENTS, events)
    files = [
        {"finding_id": ids[problem.uuid], "file_id": file_id, "stage": FileStage.FOUND}
        for problem in new
        for file_id in problem.file_ids
    ]
    if files:
        connection.execute(insert(FindingFile), files)
    for problem in new:
        _record(actor, ids[problem.uuid], problem.title, source.covert, target)


def _row(source: FromVisit, problem: Listed, status: FindingStatus) -> dict[str, Any]:
    return {
        "campaign_id": source.campaign_id,
        "visit_id": source.visit_id,
        "method": source.method,
        "is_covert": source.covert,
        "self_found": source.self_found,
        "found_on": source.found_on,
        "status": status,
        "capture_uuid": problem.uuid,
        "source_kind": problem.source_kind,
        "source_ref": problem.source_ref,
        "answer_id": problem.answer_id,
        "trial_id": problem.trial_id,
        "interview_id": problem.interview_id,
        "window_id": problem.window_id,
        "item_id": problem.item_id,
        "lead_unit_id": problem.lead_unit_id,
        "category": problem.category,
        "clause": clean(problem.clause),
        "trips_found": problem.trips_found,
        **_words(problem),
    }


def _words(problem: Listed) -> dict[str, Any]:
    return {
        "title": clean(problem.title),
        "fact": clean(problem.fact),
        "suggestion": clean(problem.suggestion),
        "pain_type": problem.pain_type,
        "no_evidence_reason": clean(problem.no_evidence_reason),
    }


def _sent_back(visit_id: int) -> dict[str, Finding]:
    """Return the drafts of a visit, locked: what was sent back, or listed on the pages."""
    query = select(Finding).where(Finding.visit_id == visit_id, Finding.status == FindingStatus.DRAFT)
    loaded = query.options(selectinload(Finding.files), selectinload(Finding.assists)).order_by(Finding.id)
    rows = db.session.scalars(loaded.with_for_update().execution_options(populate_existing=True))
    return {finding.capture_uuid or uuid_of_finding(finding.id): finding for finding in rows}


def _stands(source: FromVisit, problem: Listed) -> bool:
    """Say whether a problem was handed in earlier and is with the office already: its words are fixed."""
    query = select(Finding.id).where(Finding.visit_id == source.visit_id, Finding.capture_uuid == problem.uuid)
    return db.session.scalars(query).first() is not None


def _complete(actor: Actor, finding: Finding, listed: dict[str, Listed], covert: bool) -> None:
    """Take over what the author changed; a problem the tablet no longer names stays as it was."""
    problem = listed.get(finding.capture_uuid or uuid_of_finding(finding.id))
    if problem is not None:
        for name, value in _words(problem).items():
            setattr(finding, name, value)
        there = {row.file_id for row in finding.files}
        new = [file_id for file_id in problem.file_ids if file_id not in there]
        finding.files.extend(FindingFile(file_id=file_id, stage=FileStage.FOUND) for file_id in new)
    given: dict[str, Any] = {"title": finding.title, "fact": finding.fact}
    move(actor, finding, Step.SUBMIT, permission=Permission.CAPTURE, covert=covert, flush=False, **given)


def _record(actor: Actor, finding_id: int, title: str, covert: bool, target: FindingStatus) -> None:
    changes: dict[str, Any] = {"status": (FindingStatus.DRAFT.value, target.value), "title": title}
    record(actor, "finding.submit", "finding", finding_id, permission=Permission.CAPTURE, covert=covert, **changes)

"""What stands on a visit already, in the shape of a draft: an earlier round, or what was filled in on the pages."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from inspect_app.database import db
from inspect_app.evidence.models import StoredFile
from inspect_app.field.queries.receiving import uuid_of_row
from inspect_app.findings.models import Finding
from inspect_app.findings.rules.proposing import uuid_of_finding
from inspect_app.findings.vocabulary import FindingStatus, SourceKind
from inspect_app.visits.models import Answer, Interview, Trial, Visit, VisitFile
from inspect_app.visits.vocabulary import PaperOrigin


def previous_bodies(visits: Sequence[Visit]) -> dict[int, dict[str, Any]]:
    """Return for each visit with rows what its tablet begins from."""
    ids = [visit.id for visit in visits]
    query = select(Visit).where(Visit.id.in_(ids))
    loaded = query.options(
        selectinload(Visit.answers),
        selectinload(Visit.trials),
        selectinload(Visit.interviews),
        selectinload(Visit.files).joinedload(VisitFile.file),
    )
    findings: dict[int, list[Finding]] = {}
    for finding in db.session.scalars(select(Finding).where(Finding.visit_id.in_(ids)).order_by(Finding.id)):
        findings.setdefault(finding.visit_id or 0, []).append(finding)
    bodies = {}
    for visit in db.session.scalars(loaded):
        if visit.answers or visit.trials or visit.interviews or visit.files:
            bodies[visit.id] = _body(visit, findings.get(visit.id, []))
    return bodies


def _body(visit: Visit, findings: Sequence[Finding]) -> dict[str, Any]:
    files = {row.file.public_id: row.file for row in visit.files}
    return {
        "version": visit.checklist_version_id,
        "started_at": visit.started_at,
        "answers": {answer.item_key: _answer(answer, files) for answer in visit.answers},
        "trials": [_trial(trial) for trial in visit.trials],
        "interviews": [_talk(talk) for talk in visit.interviews],
        "findings": [_finding(finding, visit) for finding in findings if finding.status is FindingStatus.DRAFT],
        "files": [_file(row) for row in visit.files if row.item_key],
        "trace": {"parts": {}},
    }


def _answer(answer: Answer, files: dict[str, StoredFile]) -> dict[str, Any]:
    value = dict(answer.value)
    if "photos" in value:
        value["photos"] = [files[name].sha256 for name in value["photos"] if name in files]
    return {**value, "note": answer.note} if answer.note else value


def _file(row: VisitFile) -> dict[str, Any]:
    file = row.file
    return {
        "sha256": file.sha256,
        "size": file.size,
        "type": file.media_type,
        "item": row.item_key,
        "taken_at": file.taken_at_claim,
    }


def _trial(trial: Trial) -> dict[str, Any]:
    listed = [paper["name"] for paper in trial.papers if paper["origin"] == PaperOrigin.LISTED.value]
    return {
        "uuid": trial.uuid or uuid_of_row(trial.id),
        "item_id": trial.item_id,
        "window_id": trial.window_id,
        "persona": trial.persona,
        "papers_complete": trial.papers_complete,
        "fault": trial.fault.value if trial.fault else "",
        "accompanied": trial.accompanied,
        "steps": trial.steps,
        "listed": listed,
        "beyond": [paper["name"] for paper in trial.papers if paper["name"] not in listed],
        "told": {point["point"]: point["told"] for point in trial.told},
        "trips": trial.trips,
        "waited_minutes": trial.waited_minutes,
        "handled_minutes": trial.handled_minutes,
        "outcome": trial.outcome.value,
        "script_break": trial.script_break.value if trial.script_break else "",
        "note": trial.note,
    }


def _talk(talk: Interview) -> dict[str, Any]:
    return {
        "uuid": talk.uuid or uuid_of_row(talk.id),
        "kind": talk.kind.value,
        "alias": talk.alias,
        "trips": talk.trips,
        "papers_complete": talk.papers_complete,
        "satisfaction": talk.satisfaction,
        "words": talk.words,
    }


def _finding(finding: Finding, visit: Visit) -> dict[str, Any]:
    return {
        "uuid": finding.capture_uuid or uuid_of_finding(finding.id),
        "source": _source(finding, visit),
        "title": finding.title,
        "fact": finding.fact,
        "suggestion": finding.suggestion,
        "pain": finding.pain_type.value if finding.pain_type else "",
        "window_id": finding.window_id,
        "no_photo": finding.no_evidence_reason,
    }


def _source(finding: Finding, visit: Visit) -> dict[str, Any]:
    if finding.source_kind is SourceKind.TRIAL:
        trial = next((trial for trial in visit.trials if trial.id == finding.trial_id), None)
        name = (trial.uuid or uuid_of_row(trial.id)) if trial else None
        return {"kind": "trial", "uuid": name, "ref": finding.source_ref}
    if finding.source_kind is SourceKind.INTERVIEW:
        talk = next((talk for talk in visit.interviews if talk.id == finding.interview_id), None)
        return {"kind": "interview", "uuid": (talk.uuid or uuid_of_row(talk.id)) if talk else None}
    key = next((answer.item_key for answer in visit.answers if answer.id == finding.answer_id), finding.source_ref)
    return {"kind": "answer", "key": key}

"""A submitted visit as the office reviews it: every answer in words, beside it the problems made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from inspect_app.access import Actor, Permission, may
from inspect_app.checklists.queries import body_of
from inspect_app.checklists.rules.progress import visible_items
from inspect_app.checklists.rules.scoring import is_failing
from inspect_app.checklists.vocabulary import Item, PartKey
from inspect_app.database import db
from inspect_app.evidence.models import StoredFile
from inspect_app.findings.models import Finding, FindingFile
from inspect_app.findings.queries.twins import Twin, twins_of
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing
from inspect_app.visits.models import Submission, Visit, VisitCheck
from inspect_app.visits.queries import answers_of, author_label, get_visit, last_submission
from inspect_app.visits.rules.reading import answer_reason, answer_words, clock_words, span_words
from inspect_app.visits.rules.scripting import is_report_late, report_due
from inspect_app.visits.vocabulary import VisitStatus

_ENDS = ("first", "last")
_NOT_HANDED_IN = frozenset({VisitStatus.PLANNED, VisitStatus.DRAFT})


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One item with its answer; `number` counts through the visit."""

    key: str
    number: int
    text: str
    clause: str
    answer: str
    note: str
    failing: bool
    changed: bool
    photos: tuple[StoredFile, ...]


@dataclass(frozen=True, slots=True)
class VisitReview:
    """A visit ready to be read: parts with lines, problems, photos that hang on no item, who went."""

    visit: Visit
    author: str
    parts: tuple[tuple[str, tuple[ReviewLine, ...]], ...]
    findings: Sequence[Finding]
    loose_photos: tuple[StoredFile, ...]
    failing: int
    spans: tuple[tuple[str, str], ...]
    clock_off: str
    twins: Mapping[str, tuple[Twin, ...]]
    check: VisitCheck | None
    report_late: bool


def get_visit_for_review(actor: Actor, public_id: str) -> Visit:
    """Return a visit that was handed in, or raise Missing."""
    if not may(actor, Permission.REVIEW_VISITS):
        raise Missing()
    visit = get_visit(actor, public_id)
    if visit.status in _NOT_HANDED_IN:
        raise Missing()
    return visit


def review_of(actor: Actor, visit: Visit) -> VisitReview:
    """Return everything a reviewer reads, in a number of queries that doesn't grow."""
    photos, sent = _photos_by_item(visit), last_submission(visit.id)
    changed = frozenset(sent.changed if sent else ())
    due = report_due(visit.planned_on, visit.slot, visit.started_at)
    body, answers = body_of(visit.checklist_version), answers_of(visit)
    shown = {item.key: number for number, item in enumerate(visible_items(body, answers), 1)}
    parts = tuple(
        (
            part.label,
            tuple(_line(item, shown[item.key], answers, photos, changed) for item in part.items if item.key in shown),
        )
        for part in body.parts
    )
    return VisitReview(
        visit=visit,
        author=author_label(actor, [visit])[visit.id],
        parts=tuple((label, lines) for label, lines in parts if lines),
        findings=findings_of_visit(visit.id),
        loose_photos=tuple(photos.get(None, ())),
        failing=sum(line.failing for _, lines in parts for line in lines),
        spans=_spans(sent) if sent else (),
        clock_off=clock_words(sent.clock_offset_ms) if sent else "",
        twins=twins_of(actor, visit),
        check=db.session.get(VisitCheck, (visit.id, visit.round)),
        report_late=is_report_late(due, visit.status, visit.submitted_at, clock.now()) if visit.round == 1 else False,
    )


def findings_of_visit(visit_id: int) -> Sequence[Finding]:
    """Return the problems listed on a visit in the order they were made, with their photos."""
    query = select(Finding).where(Finding.visit_id == visit_id).order_by(Finding.id)
    loaded = query.options(
        joinedload(Finding.lead_unit),
        joinedload(Finding.window),
        selectinload(Finding.files).joinedload(FindingFile.file),
    )
    return db.session.scalars(loaded).all()


def _line(
    item: Item,
    number: int,
    answers: dict[str, dict[str, object]],
    photos: dict[str | None, list[StoredFile]],
    changed: frozenset[str],
) -> ReviewLine:
    answer = answers.get(item.key)
    notes = (answer_reason(answer), str(answer.get("note", "")) if answer else "")
    return ReviewLine(
        key=item.key,
        number=number,
        text=item.text,
        clause=item.clause,
        answer=answer_words(item, answer),
        note="；".join(note for note in notes if note),
        failing=answer is not None and is_failing(item, answer),
        changed=item.key in changed,
        photos=tuple(photos.get(item.key, ())),
    )


def _spans(sent: Submission) -> tuple[tuple[str, str], ...]:
    """Return when each part was first and last touched, by our clock."""
    offset = timedelta(milliseconds=sent.clock_offset_ms or 0)
    return tuple(
        (part.label, span_words(*(datetime.fromisoformat(sent.trace[part.value][end]) - offset for end in _ENDS)))
        for part in PartKey
        if part.value in sent.trace
    )


def _photos_by_item(visit: Visit) -> dict[str | None, list[StoredFile]]:
    photos: dict[str | None, list[StoredFile]] = {}
    for row in visit.files:
        photos.setdefault(row.item_key, []).append(row.file)
    return photos

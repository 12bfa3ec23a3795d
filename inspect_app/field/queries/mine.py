"""我的走访: the same number of queries for one visit and for thirty."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from inspect_app.access import Actor
from inspect_app.catalogue.models import Window
from inspect_app.database import db
from inspect_app.evidence.models import StoredFile
from inspect_app.evidence.vocabulary import FileKind
from inspect_app.field.queries.capture import body_of
from inspect_app.field.rules import part_views
from inspect_app.field.vocabulary import MyVisit, MyVisits, PartView
from inspect_app.findings.models import Finding
from inspect_app.visits.models import Visit, VisitFile, VisitWindow
from inspect_app.visits.queries import answers_of, own_visits
from inspect_app.visits.vocabulary import VisitStatus, VisitWord

_HANDED_IN = (VisitStatus.RECEIVED, VisitStatus.ACCEPTED)
_KEPT = 50


def my_visits(actor: Actor, today: date) -> MyVisits:
    """Return an author's visits: what is still to do (today's first), then what was handed in last."""
    waiting = _load(actor, handed_in=False)
    handed_in = _load(actor, handed_in=True)
    counts = {VisitWord.DRAFT: 0, VisitWord.WAITING: 0, VisitWord.RECEIVED: _count_handed_in(actor)}
    photos, findings = photos_by_visit(handed_in), findings_by_visit(handed_in)
    ordered = sorted(waiting, key=lambda visit: (visit.planned_on != today, visit.planned_on, visit.id))
    rows = tuple(_row(visit, today, 0, 0) for visit in ordered)
    counts[VisitWord.DRAFT] = sum(row.word is VisitWord.DRAFT for row in rows)
    done = tuple(_row(visit, today, photos.get(visit.id, 0), findings.get(visit.id, 0)) for visit in handed_in)
    return MyVisits(rows, done, counts)


def _load(actor: Actor, *, handed_in: bool) -> Sequence[Visit]:
    is_in = Visit.status.in_(_HANDED_IN)
    query = (
        select(Visit)
        .where(own_visits(actor), is_in if handed_in else ~is_in)
        .options(selectinload(Visit.stops).joinedload(VisitWindow.window).joinedload(Window.site))
    )
    if handed_in:
        query = query.order_by(Visit.submitted_at.desc(), Visit.id.desc())
    else:
        query = query.order_by(Visit.planned_on).options(
            joinedload(Visit.checklist_version), selectinload(Visit.answers), selectinload(Visit.remarks)
        )
    return db.session.scalars(query.limit(_KEPT)).all()


def _count_handed_in(actor: Actor) -> int:
    query = select(func.count()).select_from(Visit).where(own_visits(actor), Visit.status.in_(_HANDED_IN))
    return db.session.scalar(query) or 0


def photos_by_visit(visits: Sequence[Visit]) -> dict[int, int]:
    """Return how many photos hang on each visit."""
    query = (
        select(VisitFile.visit_id, func.count())
        .join(StoredFile, StoredFile.id == VisitFile.file_id)
        .where(VisitFile.visit_id.in_([visit.id for visit in visits]), StoredFile.kind == FileKind.PHOTO)
        .group_by(VisitFile.visit_id)
    )
    return {visit_id: count for visit_id, count in db.session.execute(query).all()}


def findings_by_visit(visits: Sequence[Visit]) -> dict[int, int]:
    """Return how many problems each visit listed."""
    chosen = Finding.visit_id.in_([visit.id for visit in visits])
    query = select(Finding.visit_id, func.count()).where(chosen).group_by(Finding.visit_id)
    return {visit_id or 0: count for visit_id, count in db.session.execute(query).all()}


def _row(visit: Visit, today: date, photos: int, findings: int) -> MyVisit:
    handed_in = visit.status in _HANDED_IN
    parts: tuple[PartView, ...] = ()
    if not handed_in:
        parts = part_views(body_of(visit.checklist_version), answers_of(visit))
    sent_back = visit.status is VisitStatus.RETURNED
    return MyVisit(
        public_id=visit.public_id,
        place="、".join(dict.fromkeys(stop.window.site.name for stop in visit.stops)),
        windows="、".join(stop.window.name for stop in visit.stops),
        method=visit.method.label,
        word=_word(visit.status),
        planned_on=visit.planned_on,
        slot=visit.slot,
        is_today=visit.planned_on == today,
        done=sum(part.done for part in parts),
        total=sum(part.total for part in parts),
        started=visit.status is not VisitStatus.PLANNED,
        remarks=sum(remark.round == visit.round for remark in visit.remarks) if sent_back else 0,
        receipt=visit.receipt if handed_in else None,
        submitted_at=visit.submitted_at,
        photos=photos,
        findings=findings,
    )


def _word(status: VisitStatus) -> VisitWord | None:
    """Return one of the three words; a planned visit shows its time instead."""
    if status is VisitStatus.PLANNED:
        return None
    return VisitWord.RECEIVED if status in _HANDED_IN else VisitWord.DRAFT

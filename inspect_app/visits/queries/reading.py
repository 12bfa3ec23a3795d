"""One visit, and whose it is."""

from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select, true
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from inspect_app.access import Actor, Permission, may
from inspect_app.catalogue.models import Window
from inspect_app.checklists.models import ChecklistVersion
from inspect_app.config import current_sealer
from inspect_app.database import db
from inspect_app.evidence.models import StoredFile
from inspect_app.foundation.errors import Missing, Refused
from inspect_app.visits.models import Answer, Script, Submission, Trial, Visit, VisitFile, VisitWindow
from inspect_app.visits.vocabulary import VisitMode, VisitStatus

_NOT_HANDED_IN = (VisitStatus.PLANNED, VisitStatus.DRAFT)


def office_sees(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that limits visits to what somebody at the office may know of.

    A covert visit that isn't handed in yet is known only to those who plan covert visits; everybody
    outside the office, departments above all, knows of none.
    """
    if not (may(actor, Permission.PLAN_VISITS) or may(actor, Permission.REVIEW_VISITS)):
        return false()
    if may(actor, Permission.PLAN_COVERT):
        return true()
    return or_(Visit.mode != VisitMode.COVERT, Visit.submitted_at.is_not(None))


def own_visits(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for visits somebody carries out, openly or sealed, or enters for their author."""
    if actor.person_id is None or not may(actor, Permission.CAPTURE):
        return _entered_by(actor)
    tag = current_sealer().author_tag(actor.person_id)
    return or_(Visit.author_id == actor.person_id, Visit.author_tag == tag, _entered_by(actor))


def is_own(actor: Actor, visit: Visit) -> bool:
    """Say whether somebody is the sealed or open author of a visit."""
    if actor.person_id is None:
        return False
    return actor.person_id == visit.author_id or (
        visit.author_tag is not None and visit.author_tag == current_sealer().author_tag(actor.person_id)
    )


def get_visit(actor: Actor, public_id: str) -> Visit:
    """Return a visit for the office with everything seen, done and heard, or raise Missing."""
    query = select(Visit).where(Visit.public_id == public_id, office_sees(actor))
    return _one(_with_records(query))


def get_planned(actor: Actor, public_id: str) -> Visit:
    """Return a visit that can still be planned differently; raise Missing or Refused."""
    visit = get_visit(actor, public_id)
    if visit.status is not VisitStatus.PLANNED:
        raise Refused(f"这次走访现在是“{visit.status.label}”，不能再改安排。")
    return visit


def lock_visit(public_id: str, condition: ColumnElement[bool]) -> Visit:
    """Return a visit locked for change, read anew; only inside a transaction."""
    query = select(Visit).where(Visit.public_id == public_id, condition).with_for_update(of=Visit)
    loaded = query.options(_version_without_body())
    return _one(loaded.execution_options(populate_existing=True))


def answers_of(visit: Visit) -> dict[str, dict[str, Any]]:
    """Return the answers of a visit as the checklists know them, note included."""
    return {answer.item_key: _whole(answer) for answer in visit.answers}


def file_of_visit(visit_id: int, file_id: str) -> StoredFile:
    """Return a file that hangs on a visit, by its public id, or raise Missing."""
    query = select(StoredFile).join(VisitFile, VisitFile.file_id == StoredFile.id)
    found = query.where(VisitFile.visit_id == visit_id, StoredFile.public_id == file_id)
    file = db.session.scalars(found).one_or_none()
    if file is None:
        raise Missing()
    return file


def last_submission(visit_id: int) -> Submission | None:
    """Return the latest complete round of a visit as its tablet sent it, or nothing."""
    query = select(Submission).where(Submission.visit_id == visit_id, Submission.completed_at.is_not(None))
    return db.session.scalars(query.order_by(Submission.round.desc()).limit(1)).first()


def files_by_item(visit: Visit) -> dict[str, list[StoredFile]]:
    """Return a visit's files under the key of their item; those of no item stand under ""."""
    found: dict[str, list[StoredFile]] = {}
    for row in visit.files:
        found.setdefault(row.item_key or "", []).append(row.file)
    return found


def _entered_by(actor: Actor) -> ColumnElement[bool]:
    if actor.person_id is None or not may(actor, Permission.ENTER_FOR_AUTHOR):
        return false()
    return Visit.entered_by_id == actor.person_id


def _whole(answer: Answer) -> dict[str, Any]:
    return {**answer.value, "note": answer.note} if answer.note else dict(answer.value)


def _version_without_body() -> ExecutableOption:
    """The body is large and, once published, known already; it is loaded when somebody asks for it."""
    return joinedload(Visit.checklist_version, innerjoin=True).defer(ChecklistVersion.body)


def _with_records(query: Select[Visit]) -> Select[Visit]:
    return query.options(
        joinedload(Visit.campaign),
        joinedload(Visit.activity),
        joinedload(Visit.checklist_version),
        joinedload(Visit.script).joinedload(Script.item),
        selectinload(Visit.stops).joinedload(VisitWindow.window).joinedload(Window.site),
        selectinload(Visit.stops).joinedload(VisitWindow.window).joinedload(Window.unit),
        selectinload(Visit.answers),
        selectinload(Visit.trials).joinedload(Trial.item),
        selectinload(Visit.interviews),
        selectinload(Visit.files).joinedload(VisitFile.file),
        selectinload(Visit.remarks),
    )


def _one(query: Select[Visit]) -> Visit:
    visit = db.session.scalars(query).one_or_none()
    if visit is None:
        raise Missing()
    return visit

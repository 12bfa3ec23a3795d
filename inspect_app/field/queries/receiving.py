"""What taking a submission reads: the visit in one statement, and what of an earlier round stands already."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from functools import cache

from sqlalchemy import ColumnElement, Row, Select, bindparam, exists, or_, select
from sqlalchemy.orm import selectinload

from inspect_app.access import Actor
from inspect_app.catalogue.models import ServiceItem, Window
from inspect_app.checklists.models import ChecklistVersion
from inspect_app.checklists.vocabulary import ChecklistBody, VersionState
from inspect_app.config import current_sealer
from inspect_app.database import PlainText, db
from inspect_app.evidence.models import StoredFile
from inspect_app.evidence.vocabulary import Original
from inspect_app.field.models import Upload
from inspect_app.field.queries.capture import body_by_key
from inspect_app.field.queries.trials import cancelled_names, promise_of
from inspect_app.field.rules.receiving import whole_answers
from inspect_app.field.vocabulary.protocol import SubmissionSent
from inspect_app.field.vocabulary.receiving import Matters, VisitFacts
from inspect_app.field.vocabulary.taking import Taking
from inspect_app.foundation.errors import Missing, Refused
from inspect_app.visits.models import Answer, Interview, Submission, Trial, Visit, VisitFile, VisitWindow
from inspect_app.visits.queries import own_visits
from inspect_app.visits.vocabulary import VisitMode, VisitStatus

BODY = "submission"


# A photo is known by its hash and the item it hangs on ("" for none).
FileName = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """The rows an earlier round left: ids by item key or by the tablet's uuid, files as (id, public id)."""

    answers: dict[str, int] = field(default_factory=dict)
    trials: dict[str, int] = field(default_factory=dict)
    interviews: dict[str, int] = field(default_factory=dict)
    files: dict[FileName, tuple[int, str]] = field(default_factory=dict)


def visit_facts(actor: Actor, public_id: str, *, open_only: bool) -> tuple[VisitFacts, ChecklistBody]:
    """Return an own visit and its checklist, or raise Missing: nobody else's visit exists here."""
    tag = current_sealer().author_tag(actor.person_id or 0)
    who = {"public_id": public_id, "person_id": actor.person_id, "tag": tag}
    rows = db.session.connection().execute(_facts(), who).all()
    if not rows or (open_only and rows[0].mode is VisitMode.COVERT):
        raise Missing()
    return _visit(rows), body_by_key(rows[0].version_id, rows[0].digest, rows[0].published_at)


@cache
def _facts() -> Select[*tuple[object, ...]]:
    """Every submission asks: built once. One row for each window on the way."""
    mine = or_(Visit.author_id == bindparam("person_id"), Visit.author_tag == bindparam("tag", type_=PlainText))
    has_rows = or_(
        *(exists().where(table.visit_id == Visit.id) for table in (Answer, Trial, Interview, VisitFile, Submission))
    )
    columns = (
        Visit.id, Visit.public_id, Visit.version, Visit.status, Visit.round, Visit.receipt, Visit.mode,
        Visit.method, Visit.campaign_id, Visit.author_role, Visit.self_check, Visit.started_at,
    )  # fmt: skip
    version = (
        ChecklistVersion.id.label("version_id"), ChecklistVersion.checklist_id, ChecklistVersion.digest,
        ChecklistVersion.published_at,
    )  # fmt: skip
    query = select(*columns, *version, has_rows.label("has_rows"), Window.id.label("window_id"), Window.unit_id)
    query = query.join(ChecklistVersion, ChecklistVersion.id == Visit.checklist_version_id)
    query = query.join(VisitWindow, VisitWindow.visit_id == Visit.id, isouter=True)
    query = query.join(Window, Window.id == VisitWindow.window_id, isouter=True)
    return query.where(Visit.public_id == bindparam("public_id", type_=PlainText), mine).order_by(VisitWindow.sort_no)


def _visit(rows: Sequence[Row[*tuple[object, ...]]]) -> VisitFacts:
    first = rows[0]
    return VisitFacts(
        visit_id=first.id,
        public_id=first.public_id,
        version=first.version,
        status=first.status,
        round=first.round,
        receipt=first.receipt,
        mode=first.mode,
        method=first.method,
        campaign_id=first.campaign_id,
        author_role=first.author_role,
        self_check=first.self_check,
        started_at=first.started_at,
        checklist_id=first.checklist_id,
        checklist_version_id=first.version_id,
        has_rows=bool(first.has_rows),
        windows=tuple((row.window_id, row.unit_id) for row in rows if row.window_id is not None),
    )


def chosen_body(visit: VisitFacts, body: ChecklistBody, version_id: int) -> ChecklistBody:
    """Return the checklist a tablet filled in: the visit's own, or a newer published one of the same list."""
    if version_id == visit.checklist_version_id:
        return body
    query = select(ChecklistVersion.id, ChecklistVersion.digest, ChecklistVersion.published_at).where(
        ChecklistVersion.id == version_id,
        ChecklistVersion.checklist_id == visit.checklist_id,
        ChecklistVersion.state == VersionState.PUBLISHED,
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise Refused("这份检查表不是这次走访的，请更新检查表后再交。")
    return body_by_key(row.id, row.digest, row.published_at)


def matters_of(item_ids: Iterable[int]) -> Matters:
    """Return what was announced for some matters, and the cancelled proofs."""
    wanted = set(item_ids)
    query = select(ServiceItem).where(ServiceItem.id.in_(wanted)).options(selectinload(ServiceItem.papers))
    promises = {item.id: promise for item in db.session.scalars(query) if (promise := promise_of(item)) is not None}
    return Matters(promises, tuple(cancelled_names()))


def standing_of(visit_id: int) -> Standing:
    """Return what rows stand on a visit already; a row made on the pages has the uuid its id gives."""
    answers = db.session.execute(select(Answer.item_key, Answer.id).where(Answer.visit_id == visit_id))
    files = db.session.execute(
        select(StoredFile.sha256, VisitFile.item_key, StoredFile.id, StoredFile.public_id)
        .join(VisitFile, VisitFile.file_id == StoredFile.id)
        .where(VisitFile.visit_id == visit_id)
    )
    return Standing(
        answers={key: row_id for key, row_id in answers},
        trials=_named(Trial, visit_id),
        interviews=_named(Interview, visit_id),
        files={(sha256, key or ""): (file_id, public_id) for sha256, key, file_id, public_id in files},
    )


def uuid_of_row(row_id: int) -> str:
    """Return the name a tablet knows a row by that was made on the pages."""
    return f"00000000-0000-4000-8000-{row_id:012x}"


def _named(table: type[Trial] | type[Interview], visit_id: int) -> dict[str, int]:
    rows = db.session.execute(select(table.uuid, table.id).where(table.visit_id == visit_id))
    return {uuid or uuid_of_row(row_id): row_id for uuid, row_id in rows}


def take_up(actor: Actor, sent: SubmissionSent, *, open_only: bool) -> Taking:
    """Read all that a submission is judged by and written with; raise Missing for a visit that isn't one's own."""
    visit, own_body = visit_facts(actor, sent.visit_id, open_only=open_only)
    body = chosen_body(visit, own_body, sent.checklist_version)
    items = {trial.item_id for trial in sent.trials if trial.item_id is not None}
    hashes = {file.sha256 for file in sent.files}
    held = _held(visit.visit_id, hashes) if hashes and visit.has_rows else frozenset()
    return Taking(
        visit=visit,
        body=body,
        answers=whole_answers(body, sent),
        matters=matters_of(items) if sent.trials else Matters(),
        originals=_originals(actor, hashes - held),
        held=held,
    )


def _originals(actor: Actor, hashes: Set[str]) -> dict[str, Original]:
    if not hashes:
        return {}
    tag = current_sealer().author_tag(actor.person_id or 0)
    query = select(Upload).where(Upload.owner_tag == tag, Upload.sha256.in_(hashes))
    return {
        upload.sha256: Original(upload.sha256, upload.size, upload.media_type, upload.storage_key)
        for upload in db.session.scalars(query)
    }


def _held(visit_id: int, hashes: Set[str]) -> frozenset[str]:
    query = select(StoredFile.sha256).join(VisitFile, VisitFile.file_id == StoredFile.id)
    return frozenset(db.session.scalars(query.where(VisitFile.visit_id == visit_id, StoredFile.sha256.in_(hashes))))


def find_upload(actor: Actor, sha256: str) -> Upload | None:
    """Return an author's own upload by its hash, or nothing."""
    tag = current_sealer().author_tag(actor.person_id or 0)
    return db.session.scalars(select(Upload).where(Upload.owner_tag == tag, Upload.sha256 == sha256)).one_or_none()


def find_submission(uuid: str) -> Submission | None:
    """Return what stands under a uuid, or nothing; whose it is, the visit tells."""
    return db.session.get(Submission, uuid, populate_existing=True)


def is_own_visit(actor: Actor, visit_id: int, *, open_only: bool) -> bool:
    """Say whether a visit is one's own."""
    query = select(Visit.id).where(Visit.id == visit_id, tablet_visits(actor, open_only=open_only))
    return db.session.scalars(query).first() is not None


def tablet_visits(actor: Actor, *, open_only: bool) -> ColumnElement[bool]:
    """Return the condition for what a tablet may know of: own visits, and without a password only open ones."""
    mine = own_visits(actor)
    return mine & (Visit.mode != VisitMode.COVERT) if open_only else mine


def open_body(body_seal: bytes) -> bytes:
    """Return the JSON a tablet sent, as it came."""
    return current_sealer().open(body_seal, BODY)


def has_covert(actor: Actor, *, open_only: bool) -> bool:
    """Say whether somebody has covert visits to carry out."""
    if open_only:
        return False
    tag = current_sealer().author_tag(actor.person_id or 0)
    query = select(Visit.id).where(Visit.author_tag == tag, Visit.status != VisitStatus.ACCEPTED).limit(1)
    return db.session.scalars(query).first() is not None

"""One visit as its author fills it in."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from inspect_app.access import Actor
from inspect_app.catalogue.models import ServiceItem, Window
from inspect_app.checklists.models import ChecklistVersion
from inspect_app.checklists.vocabulary import ChecklistBody, parse_body
from inspect_app.database import db
from inspect_app.evidence.models import StoredFile
from inspect_app.evidence.vocabulary import CopyState, FileKind
from inspect_app.field.rules import Around
from inspect_app.field.vocabulary import FindingView, PhotoView, RemarkRow
from inspect_app.foundation.errors import Missing
from inspect_app.visits.models import Trial, Visit, VisitFile, VisitWindow
from inspect_app.visits.queries import lock_visit, own_visits
from inspect_app.visits.vocabulary import VisitStatus


def get_own(actor: Actor, public_id: str) -> Visit:
    """Return an own visit with its records, or raise Missing: nobody else's visit exists here."""
    query = _with_records(select(Visit).where(Visit.public_id == public_id, own_visits(actor)))
    visit = db.session.scalars(query).one_or_none()
    if visit is None:
        raise Missing()
    return visit


def lock_own(actor: Actor, public_id: str) -> Visit:
    """Return an own visit locked for change; only inside a transaction."""
    return lock_visit(public_id, own_visits(actor))


def find_body(actor: Actor, public_id: str) -> ChecklistBody:
    """Return only the checklist of an own visit, or raise Missing: what a page's fields are read by."""
    columns = select(ChecklistVersion.id, ChecklistVersion.digest, ChecklistVersion.published_at)
    query = columns.join(Visit, Visit.checklist_version_id == ChecklistVersion.id)
    row = db.session.execute(query.where(Visit.public_id == public_id, own_visits(actor))).one_or_none()
    if row is None:
        raise Missing()
    return body_by_key(*row)


def body_by_key(version_id: int, digest: str | None, published_at: datetime | None) -> ChecklistBody:
    """Return a version's body by what names it; it is read from the database only once."""
    key = (version_id, digest, published_at)
    return _parsed(_Versioned(key, lambda: db.session.get_one(ChecklistVersion, version_id).body))


def remark_rows(visit: Visit) -> list[RemarkRow]:
    """Return what the office wants completed in this round, item by item."""
    if visit.status is not VisitStatus.RETURNED:
        return []
    body = body_of(visit.checklist_version)
    rows = []
    for remark in visit.remarks:
        item = body.find_item(remark.item_key) if remark.item_key else None
        part = body.part_of(item.key) if item else None
        if remark.round == visit.round and item is not None and part is not None:
            rows.append(RemarkRow(part.key, item.key, item.text, remark.text))
    return rows


def body_of(version: ChecklistVersion) -> ChecklistBody:
    """Return a version's body as facts; a published one never changes, so it is read once."""
    key = (version.id, version.digest, version.published_at)
    return _parsed(_Versioned(key, lambda: version.body))


def around_of(visit: Visit, findings: Iterable[FindingView], unfolded: Iterable[str] = ()) -> Around:
    """Return what stands around the answers: photos, problems, and the remarks of a visit sent back."""
    photos: dict[str, list[PhotoView]] = {}
    for row in visit.files:
        if row.item_key:
            photos.setdefault(row.item_key, []).append(_photo(row.file))
    remarks: dict[str, list[str]] = {}
    if visit.status is VisitStatus.RETURNED:
        for remark in visit.remarks:
            if remark.round == visit.round:
                remarks.setdefault(remark.item_key or "", []).append(remark.text)
    return Around(
        role=visit.author_role,
        photos={key: tuple(views) for key, views in photos.items()},
        findings={view.answer_key: view for view in findings if view.answer_key},
        remarks={key: tuple(texts) for key, texts in remarks.items()},
        unfolded=frozenset(unfolded),
    )


def photo_views(visit: Visit) -> list[PhotoView]:
    """Return the photos and sheets that hang on no item."""
    return [_photo(row.file) for row in visit.files if not row.item_key and row.file.kind is FileKind.PHOTO]


class _Versioned:
    """A version as a key of the cache: what it is, not which row object holds it."""

    def __init__(self, key: tuple[int, str | None, datetime | None], load: Callable[[], dict[str, Any]]) -> None:
        self.key = key
        self.load = load

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Versioned) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=64)
def _parsed(version: _Versioned) -> ChecklistBody:
    return parse_body(version.load())


def _photo(file: StoredFile) -> PhotoView:
    ready = file.copy_state is CopyState.READY
    return PhotoView(file.public_id, ready, file.copy_state is CopyState.UNREADABLE)


def _with_records(query: Select[Visit]) -> Select[Visit]:
    window = selectinload(Visit.stops).joinedload(VisitWindow.window)
    return query.options(
        joinedload(Visit.campaign),
        joinedload(Visit.checklist_version),
        window.joinedload(Window.site),
        selectinload(Visit.answers),
        selectinload(Visit.trials).joinedload(Trial.item).selectinload(ServiceItem.papers),
        selectinload(Visit.interviews),
        selectinload(Visit.files).joinedload(VisitFile.file),
        selectinload(Visit.remarks),
    )

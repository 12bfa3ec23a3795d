"""Hang photos on an item of a visit, and take one away again."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from inspect_app.access import Actor
from inspect_app.checklists.vocabulary import ItemKind
from inspect_app.database import db
from inspect_app.evidence.actions import store_upload
from inspect_app.evidence.models import StoredFile
from inspect_app.evidence.vocabulary import FileKind
from inspect_app.field.actions.answering import photo_value
from inspect_app.field.actions.opening import lock_open, note_deed
from inspect_app.field.queries import body_of
from inspect_app.findings.models import Finding, FindingFile
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation.errors import Invalid, Missing
from inspect_app.visits.models import Answer, Visit, VisitFile
from inspect_app.visits.vocabulary import VisitMode

MAX_PHOTOS = 20


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it came; `taken_at` is what the device claims."""

    data: bytes
    file_name: str
    taken_at: str | None = None


def add_photos(actor: Actor, public_id: str, key: str, uploads: Sequence[Upload]) -> list[StoredFile]:
    """Hang photos on an item; raise Invalid for what is no photo, or beyond the number an item takes."""
    visit = lock_open(actor, public_id)
    item = body_of(visit.checklist_version).find_item(key)
    if item is None or item.is_empty_slot:
        raise Invalid("检查表里没有这一项，请刷新后再拍。")
    held = sum(row.item_key == key for row in visit.files)
    if held + len(uploads) > MAX_PHOTOS:
        raise Invalid(f"一项最多 {MAX_PHOTOS} 张照片，现在已有 {held} 张。")
    files = [_store(actor, visit, key, upload) for upload in uploads]
    if item.kind is ItemKind.PHOTO:
        _mirror(visit, key)
    db.session.flush()
    note_deed(actor, "visit.photos_added", visit, item=key, files=[file.public_id for file in files])
    return files


def remove_photo(actor: Actor, public_id: str, file_id: str) -> str | None:
    """Take a photo off a visit and off its draft problems; return the item it hung on."""
    visit = lock_open(actor, public_id)
    row = next((row for row in visit.files if row.file.public_id == file_id), None)
    if row is None:
        raise Missing()
    key, stored = row.item_key, row.file_id
    drafts = select(Finding.id).where(Finding.visit_id == visit.id, Finding.status == FindingStatus.DRAFT)
    db.session.execute(delete(FindingFile).where(FindingFile.file_id == stored, FindingFile.finding_id.in_(drafts)))
    visit.files.remove(row)
    if key is not None:
        item = body_of(visit.checklist_version).find_item(key)
        if item is not None and item.kind is ItemKind.PHOTO:
            _mirror(visit, key)
    db.session.flush()
    note_deed(actor, "visit.photo_removed", visit, file=file_id)
    return key


def _store(actor: Actor, visit: Visit, key: str, upload: Upload) -> StoredFile:
    covert = visit.mode is VisitMode.COVERT
    file = store_upload(actor, upload.data, upload.file_name, covert=covert, taken_at=upload.taken_at)
    if file.kind is not FileKind.PHOTO:
        raise Invalid("这里只收照片（JPG、PNG、HEIC），请重拍。", "photo")
    visit.files.append(VisitFile(file=file, item_key=key))
    return file


def _mirror(visit: Visit, key: str) -> None:
    """Keep the answer to a photo item equal to the photos that hang on it."""
    row = next((row for row in visit.answers if row.item_key == key), None)
    if row is None:
        row = Answer(item_key=key, value={})
        visit.answers.append(row)
    row.value = photo_value(visit, key)

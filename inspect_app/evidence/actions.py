"""Keep files: the original sealed under its hash, the copies made by a task."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from typing import IO

import obstore
from sqlalchemy import insert

from inspect_app.access import Actor
from inspect_app.audit.actions import record
from inspect_app.config import current_sealer, current_settings
from inspect_app.database import db, transaction
from inspect_app.evidence.models import StoredFile
from inspect_app.evidence.queries import read_document, read_original, settle, store
from inspect_app.evidence.rules import check_size, sniff
from inspect_app.evidence.vocabulary import CopyState, FileKind, Original
from inspect_app.foundation import clock, imaging, randomness
from inspect_app.foundation.errors import Invalid
from inspect_app.foundation.text import clean
from inspect_app.tasks.actions import schedule, schedule_new
from inspect_app.tasks.vocabulary import TaskKind

_ORIGINALS, _CONTEXT = "originals/", "original"
_BAD_PHOTO = "照片读不出，或者尺寸太大，请重拍。"


def store_upload(
    actor: Actor, data: bytes, file_name: str, *, covert: bool = False, taken_at: str | None = None
) -> StoredFile:
    """Keep an uploaded file; raise Invalid or TooLarge when it can't be taken.

    The original is sealed before it is stored and its name is dropped for photos (it tells the device).
    The row appears with the transaction; the copies follow by a task.
    """
    check_size(len(data), current_settings().upload_megabytes)
    kind, media_type = sniff(data)
    if kind is FileKind.PHOTO:
        _check_photo(data)
    file = StoredFile(
        public_id=randomness.token(),
        kind=kind,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        media_type=media_type,
        title="" if kind is FileKind.PHOTO else clean(file_name)[:120],
        original_key=_put(f"{_ORIGINALS}{randomness.token()}", current_sealer().seal(data, _CONTEXT)),
        copy_state=CopyState.WAITING if kind is FileKind.PHOTO else CopyState.READY,
        taken_at_claim=clean(taken_at) or None,
        received_at=clock.now(),
        **_uploader(actor, covert),
    )
    db.session.add(file)
    db.session.flush()
    if kind is FileKind.PHOTO:
        schedule(TaskKind.MAKE_COPIES, file.id, file.received_at)
    record(actor, "file.stored", "file", file.public_id, covert=covert, sha256=file.sha256, size=file.size)
    return file


def keep_original(name: str, data: bytes) -> tuple[str, str]:
    """Seal a photo under a name of its own, on disk when this returns; return (storage key, media type).

    The same name again writes the same photo again: an upload that was cut off leaves nothing behind.
    Raise Invalid or TooLarge for what is no photo.
    """
    check_size(len(data), current_settings().upload_megabytes)
    kind, media_type = sniff(data)
    if kind is not FileKind.PHOTO:
        raise Invalid("这里只收照片（JPG、PNG、WebP、HEIC），请重拍。", "file")
    _check_photo(data)
    key = f"{_ORIGINALS}{name}"
    obstore.put(store(), key, current_sealer().seal(data, _CONTEXT))
    settle(key)
    return key, media_type


def open_original(storage_key: str) -> bytes:
    """Return a sealed original to its own author, who still has to hand it in."""
    return current_sealer().open(read_document(storage_key), _CONTEXT)


def seal_originals_anew() -> int:
    """Seal every original under the present key and return how many were not; what was done stays done."""
    sealed = 0
    for batch in store().list(prefix=_ORIGINALS):
        for key in sorted(str(entry["path"]) for entry in batch):
            anew = current_sealer().seal_anew(read_document(key), _CONTEXT)
            if anew is not None:
                obstore.put(store(), key, anew)
                settle(key)
                sealed += 1
    return sealed


def forget_original(storage_key: str) -> None:
    """Take an original away that was never made a file of."""
    with suppress(FileNotFoundError):
        obstore.delete(store(), storage_key)


def adopt_originals(actor: Actor, originals: Sequence[Original], *, covert: bool) -> list[tuple[int, str]]:
    """Make files of originals that were kept before; return (id, public id) in their order. Copies follow by tasks."""
    if not originals:
        return []
    now, who = clock.now(), _uploader(actor, covert)
    nobody: dict[str, object] = {"uploader_id": None, "uploader_seal": None, "uploader_tag": None}
    rows = [
        {
            "public_id": randomness.token(),
            "kind": FileKind.PHOTO,
            "sha256": original.sha256,
            "size": original.size,
            "media_type": original.media_type,
            "original_key": original.storage_key,
            "taken_at_claim": clean(original.taken_at) or None,
            "received_at": now,
            **nobody,
            **who,
        }
        for original in originals
    ]
    statement = insert(StoredFile).returning(StoredFile.public_id, StoredFile.id)
    made = {public_id: file_id for public_id, file_id in db.session.connection().execute(statement, rows)}
    schedule_new(TaskKind.MAKE_COPIES, list(made.values()), now)
    return [(made[str(row["public_id"])], str(row["public_id"])) for row in rows]


def make_copies(file_id: int) -> None:
    """Make the published copy and the thumbnail of a photo, outside any transaction; then note it.

    A second call, or a call after a crash in between, ends in the same state.
    """
    file = db.session.get_one(StoredFile, file_id)
    if file.copy_state is not CopyState.WAITING:
        return
    try:
        copies = imaging.make_copies(read_original(file), current_settings().upload_pixels)
    except imaging.Unreadable:
        _note_copies(file_id, CopyState.UNREADABLE, None, None)
        return
    copy_key, thumb_key = f"copies/{randomness.token()}", f"thumbs/{randomness.token()}"
    _note_copies(file_id, CopyState.READY, _put(copy_key, copies.copy), _put(thumb_key, copies.thumb))


def _note_copies(file_id: int, state: CopyState, copy_key: str | None, thumb_key: str | None) -> None:
    with transaction():
        file = db.session.get_one(StoredFile, file_id, with_for_update=True)
        file.copy_state, file.copy_key, file.thumb_key = state, copy_key, thumb_key


def keep_document(data: bytes) -> str:
    """Store bytes of our own making under a new key and return it; keys are never written twice."""
    return _put(f"documents/{randomness.token()}", data)


def keep_large_document(body: IO[bytes]) -> str:
    """Store what is too large for memory under a new key and return it."""
    key = f"documents/{randomness.token()}"
    obstore.put(store(), key, body)
    settle(key)
    return key


def put_back(storage_key: str, body: IO[bytes]) -> None:
    """Store bytes under the key they had in a backup."""
    obstore.put(store(), storage_key, body)


def forget_document(storage_key: str) -> None:
    """Take away a document of our own making that nobody needs any more."""
    with suppress(FileNotFoundError):
        obstore.delete(store(), storage_key)


def _check_photo(data: bytes) -> None:
    try:
        imaging.check_pixels(data, current_settings().upload_pixels)
    except imaging.Unreadable as error:
        raise Invalid(_BAD_PHOTO, "file") from error


def _put(key: str, data: bytes) -> str:
    obstore.put(store(), key, data, mode="create")
    return key


def _uploader(actor: Actor, covert: bool) -> dict[str, object]:
    if actor.person_id is None or not covert:
        return {"uploader_id": actor.person_id}
    sealer = current_sealer()
    return {
        "uploader_seal": sealer.seal_author(actor.person_id),
        "uploader_tag": sealer.author_tag(actor.person_id),
    }

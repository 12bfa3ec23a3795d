"""Reads of files and their bytes. Whoever calls has checked the permission of the thing the file hangs on."""

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from obstore.exceptions import NotFoundError
from obstore.store import LocalStore, S3Store, from_url

from inspect_app.config import current_sealer, current_settings
from inspect_app.database import db
from inspect_app.evidence.models import StoredFile
from inspect_app.evidence.vocabulary import CopyState, FileKind
from inspect_app.foundation.errors import Missing

Store = LocalStore | S3Store


@lru_cache(maxsize=8)
def _open_store(url: str) -> Store:
    if url.startswith("s3://"):
        return from_url(url)  # type: ignore[return-value]
    return from_url(url, mkdir=True)  # type: ignore[return-value]


def store() -> Store:
    """Return the storage of this installation: a folder, or S3; the calls are the same."""
    return _open_store(current_settings().storage)


def settle(storage_key: str) -> None:
    """Return only when the bytes under a key are on the disk; an object store answers no earlier anyway."""
    if not isinstance(store(), LocalStore):
        return
    path = Path(unquote(urlsplit(current_settings().storage).path)) / storage_key
    for place, flags in ((path, os.O_RDONLY), (path.parent, os.O_RDONLY | os.O_DIRECTORY)):
        descriptor = os.open(place, flags)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def get_file(public_id: str) -> StoredFile:
    """Return a file's row by its public id, or raise Missing."""
    from sqlalchemy import select

    row = db.session.scalars(select(StoredFile).where(StoredFile.public_id == public_id)).one_or_none()
    if row is None:
        raise Missing()
    return row


def read_document(storage_key: str) -> bytes:
    """Return the bytes under a key, or raise Missing."""
    try:
        return bytes(store().get(storage_key).bytes())
    except (NotFoundError, FileNotFoundError) as error:
        raise Missing("文件不在存储里，请联系系统管理员。") from error


def stream_document(storage_key: str) -> Iterator[bytes]:
    """Return the bytes under a key piece by piece, or raise Missing before the first."""
    try:
        found = store().get(storage_key)
    except (NotFoundError, FileNotFoundError) as error:
        raise Missing("文件不在存储里，请重新制作。") from error
    return (bytes(piece) for piece in found.stream())


def stored_keys() -> Iterator[str]:
    """Give the keys of everything in storage."""
    for batch in store().list():
        yield from sorted(str(entry["path"]) for entry in batch)


def find_stored(storage_key: str) -> tuple[int, Iterator[bytes]] | None:
    """Return size and pieces of what is under a key; nothing when it was taken away meanwhile."""
    try:
        found = store().get(storage_key)
    except (NotFoundError, FileNotFoundError):
        return None
    return int(found.meta["size"]), (bytes(piece) for piece in found.stream())


def read_original(file: StoredFile) -> bytes:
    """Return a sealed original, opened; for making copies and backups only, no route serves it."""
    return current_sealer().open(read_document(file.original_key), "original")


def published(file: StoredFile, size: str = "copy") -> tuple[bytes, str]:
    """Return what people see of a file: the re-encoded copy (or thumbnail) of a photo, or the document."""
    if file.kind is not FileKind.PHOTO:
        return read_original(file), file.media_type
    if file.copy_state is not CopyState.READY:
        raise Missing("照片正在处理，请稍后再看。" if file.copy_state is CopyState.WAITING else "这张照片读不出。")
    key = file.thumb_key if size == "thumb" else file.copy_key
    return read_document(str(key)), "image/jpeg"

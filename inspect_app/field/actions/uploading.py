"""Photos that arrive by their hash: sealed and on disk first, then a row; what nobody hands in goes at last."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, exists, select

from inspect_app.access import Actor
from inspect_app.config import current_sealer
from inspect_app.database import db
from inspect_app.evidence.actions import forget_original, keep_original
from inspect_app.evidence.models import StoredFile
from inspect_app.field.actions.receiving import put_once
from inspect_app.field.models import Upload
from inspect_app.foundation import clock

KEPT_FOR = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A photo that is on disk already and has no row yet."""

    sha256: str
    size: int
    media_type: str
    storage_key: str


def keep_photo(actor: Actor, sha256: str, data: bytes) -> KeptPhoto:
    """Seal an author's photo into storage, outside any transaction; again is the same place."""
    name = current_sealer().tag(f"{actor.person_id}|{sha256}", "upload")[:40]
    storage_key, media_type = keep_original(name, data)
    return KeptPhoto(sha256, len(data), media_type, storage_key)


def note_photo(actor: Actor, photo: KeptPhoto) -> None:
    """Note a photo that is on disk. It is no deed yet: handing in names its hash in the audit."""
    values = {
        "owner_tag": current_sealer().author_tag(actor.person_id or 0),
        "sha256": photo.sha256,
        "size": photo.size,
        "media_type": photo.media_type,
        "storage_key": photo.storage_key,
        "received_at": clock.now(),
    }
    put_once(Upload, values)


def tidy_uploads() -> list[str]:
    """Take away the rows of photos nobody handed in for a long time; return their storage keys.

    The bytes go after the transaction, by `forget_photos`: a cut between the two leaves a file, never a hole.
    """
    used = exists().where(StoredFile.original_key == Upload.storage_key)
    old = Upload.received_at < clock.now() - KEPT_FOR
    keys = list(db.session.scalars(select(Upload.storage_key).where(old, ~used)))
    db.session.execute(delete(Upload).where(Upload.storage_key.in_(keys)))
    return keys


def forget_photos(storage_keys: list[str]) -> None:
    """Take the bytes of photos away that no row names any more."""
    for key in storage_keys:
        forget_original(key)

"""Open a file a tablet exported: only this installation can, and only what its owner signed is believed."""

import base64
import hashlib
import hmac
from typing import TypeVar

from msgspec import Struct

from inspect_app.access import Actor
from inspect_app.accounts.queries import author_behind, tablet_secret
from inspect_app.config import current_sealer
from inspect_app.field.rules.reading import read_as
from inspect_app.field.vocabulary.protocol import Rescued, RescuedItem, RescueFile, Signed
from inspect_app.foundation.errors import Invalid
from inspect_app.foundation.sealing import BrokenSeal

Shape = TypeVar("Shape", bound=Struct)
_NO_FILE = "这不是平板导出的文件，或者文件不完整。"
_OTHER_OFFICE = "这个文件不是给本单位导出的，打不开。"
_NOT_SIGNED = "文件里的内容和导出的人对不上，不能导入。"


def open_rescue(raw: bytes) -> tuple[Actor, Rescued]:
    """Return whose file it is, as an author only, and what it holds; raise Invalid with the reason."""
    signed = _read(opened(_read(raw, RescueFile)), Signed)
    rescued = _read(signed.payload.encode(), Rescued)
    author = author_behind(rescued.owner)
    if author is None:
        raise Invalid(_NOT_SIGNED, "file")
    secret = tablet_secret(author.person_id or 0, rescued.device)
    mine = hmac.new(secret, signed.payload.encode(), hashlib.sha256).digest()
    if not hmac.compare_digest(mine, _bytes(signed.mac)):
        raise Invalid(_NOT_SIGNED, "file")
    return author, rescued


def opened(file: RescueFile) -> bytes:
    """Return what a tablet encrypted to this installation; raise Invalid when it was for another."""
    try:
        return current_sealer().open_export({"x": file.epk.x, "y": file.epk.y}, _bytes(file.iv), _bytes(file.data))
    except BrokenSeal as error:
        raise Invalid(_OTHER_OFFICE, "file") from error


def photos_of(item: RescuedItem) -> dict[str, bytes]:
    """Return the photos of an item by their hash; raise Invalid for one that isn't what it says."""
    photos = {photo.sha256: photo.data for photo in item.files}
    if any(hashlib.sha256(data).hexdigest() != name for name, data in photos.items()):
        raise Invalid("文件里有一张照片损坏了，请在平板上重新导出。", "file")
    return photos


def _read(raw: bytes, shape: type[Shape]) -> Shape:
    try:
        return read_as(shape, raw)
    except Invalid as error:
        raise Invalid(_NO_FILE, "file") from error


def _bytes(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as error:
        raise Invalid(_NO_FILE, "file") from error

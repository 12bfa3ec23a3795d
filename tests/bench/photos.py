"""A visit with a photo is two requests, one behind the other; a pair counts as one."""

import hashlib
import io
from collections.abc import Iterable

from PIL import Image

from tests.bench.load import Call

WITH_PHOTO = (1, 8)
_KILOBYTES = 200
Pair = tuple[Call, Call]


def photo(number: int) -> bytes:
    """Return a JPEG of 200 KB that no other is like; what stands behind a picture's end is no part of it."""
    return _JPEG + number.to_bytes(8) * ((_KILOBYTES * 1024 - len(_JPEG)) // 8)


def put_photo(path: str, data: bytes, headers: dict[str, str]) -> Call:
    """Return the call that keeps a photo under its hash."""
    return Call("PUT", f"{path}/{hashlib.sha256(data).hexdigest()}", data, {**headers, "Content-Type": "image/jpeg"})


def thin_pairs(body: bytes, count: int) -> Iterable[Pair]:
    """Return what the floor is sent."""
    message = Call("POST", "/submit", body, {"Content-Type": "application/json"})
    return [(put_photo("/photo", photo(number), {}), message) for number in range(count)]


def _jpeg() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((1280, 960), 60).convert("RGB").save(out, "JPEG", quality=12)
    return out.getvalue()


_JPEG = _jpeg()

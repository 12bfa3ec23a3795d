"""Re-encoding of photos in a process of their own, so that a hostile picture can't take the server down.

The copy is made from pixels alone: no EXIF, no ICC, no thumbnail; the same encoder setting for all, so
that nothing tells one camera from another.
"""

import io
import resource
import subprocess
import sys
from dataclasses import dataclass

COPY_EDGE = 1600
THUMB_EDGE = 320
_QUALITY = 80
_SECONDS = 30
_MEMORY = 2 * 1024**3
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
# Their headers are read in Python; the others' by a C library, which a hostile file may crash.
_HARMLESS = (b"\xff\xd8\xff", b"\x89PNG")


class Unreadable(Exception):
    """Bytes that are no picture, or one too large to open."""


@dataclass(frozen=True, slots=True)
class Copies:
    """The published copy and its thumbnail, both JPEG."""

    copy: bytes
    thumb: bytes


def make_copies(original: bytes, max_pixels: int) -> Copies:
    """Return both copies of a photo, made in a child process with bounded memory and time."""
    made = _in_child("copies", original, max_pixels)
    size = int.from_bytes(made[:8], "big")
    return Copies(copy=made[8 : 8 + size], thumb=made[8 + size :])


def check_pixels(data: bytes, max_pixels: int) -> None:
    """Refuse a picture by its header alone, before anything is unpacked."""
    if data.startswith(_HARMLESS):
        _measure(data, max_pixels)
    else:
        _in_child("check", data, max_pixels)


def _in_child(wanted: str, data: bytes, max_pixels: int) -> bytes:
    command = [sys.executable, "-m", "inspect_app.foundation.imaging", wanted, str(max_pixels)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise Unreadable("too slow") from error
    if done.returncode != 0:
        raise Unreadable(done.stderr.decode(errors="replace")[-200:])
    return done.stdout


def _measure(data: bytes, max_pixels: int) -> None:
    from PIL import Image

    _register_heif()
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            width, height = picture.size
    except Exception as error:
        raise Unreadable("no picture") from error
    if width * height > max_pixels or width < 1 or height < 1:
        raise Unreadable("too many pixels")


def _register_heif() -> None:
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False)


def _encode(data: bytes, edge: int) -> bytes:
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
        opened.draft("RGB", (edge, edge))
        upright = ImageOps.exif_transpose(opened) or opened
        upright.thumbnail((edge, edge))
        clean = Image.new("RGB", upright.size, "white")
        clean.paste(upright.convert("RGBA"), mask=upright.convert("RGBA").getchannel("A"))
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=_QUALITY, subsampling=2, optimize=False)
    return out.getvalue()


def _child(wanted: str, max_pixels: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    data = sys.stdin.buffer.read()
    _measure(data, max_pixels)
    if wanted == "check":
        return
    copy, thumb = _encode(data, COPY_EDGE), _encode(data, THUMB_EDGE)
    sys.stdout.buffer.write(len(copy).to_bytes(8, "big") + copy + thumb)


if __name__ == "__main__":
    _child(sys.argv[1], int(sys.argv[2]))

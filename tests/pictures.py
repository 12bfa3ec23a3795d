"""Pictures for tests, made by the real encoder."""

import io
import struct
import zlib

from PIL import Image


def photo(
    width: int = 640,
    height: int = 480,
    *,
    artist: str = "",
    orientation: int = 1,
    shade: int = 120,
    camera: str = "TABLET-9",
) -> bytes:
    """Return a JPEG with EXIF, as a tablet makes it."""
    picture = Image.new("RGB", (width, height), (shade, 90, 60))
    exif = picture.getexif()
    exif[0x013B] = artist or "somebody"
    exif[0x0110] = camera
    exif[0x0112] = orientation
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """Return a tiny PNG whose header claims a huge picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def noise(edge: int = 600) -> bytes:
    """Return a PNG that doesn't compress, to be cut in half."""
    pixels = bytes((x * y * 7919) % 251 for x in range(edge) for y in range(edge))
    out = io.BytesIO()
    Image.frombytes("L", (edge, edge), pixels).save(out, "PNG")
    return out.getvalue()

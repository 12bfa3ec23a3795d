"""R10: of sixty photos with every kind of metadata nothing but pixels is left; no camera tells itself apart."""

import io
import itertools

import pillow_heif
import pytest
from PIL import Image, ImageCms

from inspect_app.foundation import imaging

_SECRETS = (
    b"HUAWEI", b"IMG_2041", b"zhang-san", b"30.2741", b"Photoshop 3.0", b"ns.adobe.com", b"MPF\x00", b"PK\x03\x04",
)  # fmt: skip
_GPS = {1: "N", 2: (30.0, 16.0, 26.76), 3: "E", 4: (120.0, 9.0, 18.3)}
_XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description dc:creator="zhang-san"/></x:xmpmeta>'
_ALLOWED = {b"\xff\xd8", b"\xff\xe0", b"\xff\xdb", b"\xff\xc0", b"\xff\xc4", b"\xff\xda"}
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "JPEG again")
_CARRYING = ("exif", "gps", "xmp", "icc", "thumbnail", "iptc", "mpf", "trailing", "comment", "all", "turned", "nothing")
_CASES = list(itertools.product(_FORMATS, _CARRYING))


def _picture(form: str, carrying: str) -> bytes:
    """Return a picture, red above and blue below, with what it carries."""
    pillow_heif.register_heif_opener()
    picture = Image.new("RGB", (96, 64), (200, 30, 30))
    picture.paste((30, 30, 200), (0, 32, 96, 64))
    exif = picture.getexif()
    every = carrying == "all"
    if every or carrying in ("exif", "gps", "thumbnail"):
        exif[0x010F], exif[0x013B], exif[0x9286] = "HUAWEI", "zhang-san", "IMG_2041.jpg 30.2741"
    if every or carrying == "gps":
        exif.get_ifd(0x8825).update(_GPS)
    if carrying == "turned" and not form.startswith("HEIF"):
        exif[0x0112] = 3
    values: dict[str, object] = {"exif": exif.tobytes()} if len(exif) else {}
    if every or carrying == "icc":
        values["icc_profile"] = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    if (every or carrying == "xmp") and form in ("WEBP", "HEIF"):
        values["xmp"] = _XMP
    out = io.BytesIO()
    quality = {"JPEG again": 41}.get(form, 93)
    picture.save(out, form.split(maxsplit=1)[0], **values if form == "PNG" else {**values, "quality": quality})
    return _with_segments(out.getvalue(), carrying) if form.startswith("JPEG") else out.getvalue() + _tail(carrying)


def _with_segments(data: bytes, carrying: str) -> bytes:
    """Put what Pillow does not write behind the first marker of a JPEG."""
    segments = {
        "xmp": (0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + _XMP),
        "iptc": (0xED, b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x09zhang-san"),
        "mpf": (0xE2, b"MPF\x00HUAWEI"),
        "comment": (0xFE, b"IMG_2041 zhang-san"),
        "thumbnail": (0xE0, b"JFXX\x00\x10HUAWEI"),
    }
    chosen = segments.values() if carrying == "all" else [segments[carrying]] if carrying in segments else []
    put = b"".join(b"\xff" + bytes([kind]) + (len(body) + 2).to_bytes(2, "big") + body for kind, body in chosen)
    return data[:2] + put + data[2:] + _tail(carrying)


def _tail(carrying: str) -> bytes:
    return b"PK\x03\x04 IMG_2041 zhang-san" if carrying in ("trailing", "all") else b""


def _markers(data: bytes) -> list[bytes]:
    """Return the markers of a JPEG up to its pixels, and what stands behind its end."""
    found, place = [], 2
    while data[place : place + 2] != b"\xff\xda":
        found.append(data[place : place + 2])
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return [data[:2], *found, data[place : place + 2]]


@pytest.mark.parametrize(("form", "carrying"), _CASES)
def test_nothing_but_pixels_is_left(form: str, carrying: str) -> None:
    original = _picture(form, carrying)
    copy = imaging._encode(original, imaging.COPY_EDGE)
    assert [secret for secret in _SECRETS if secret in copy] == []
    assert set(_markers(copy)) <= _ALLOWED
    assert copy.endswith(b"\xff\xd9")
    with Image.open(io.BytesIO(copy)) as shown:
        assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert not shown.getexif()
        red, _, blue = shown.getpixel((48, 8))
        upside_down = carrying == "turned" and form != "HEIF"
        assert (red > blue) is not upside_down
        assert shown.quantization == _tables()


def _tables() -> dict[int, list[int]]:
    """Return the tables of a copy of something else altogether."""
    out = io.BytesIO()
    Image.new("L", (8, 8)).save(out, "PNG")
    with Image.open(io.BytesIO(imaging._encode(out.getvalue(), imaging.COPY_EDGE))) as other:
        return dict(other.quantization)


def test_there_are_sixty_of_them_and_what_is_to_be_lost_is_really_in_them() -> None:
    assert len(_CASES) == 60
    carried = b"".join(_picture(form, carrying) for form, carrying in _CASES)
    assert [secret for secret in _SECRETS if secret not in carried] == []

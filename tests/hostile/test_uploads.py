"""Files nobody should send: each gets a sentence, takes nothing down and leaves nothing behind."""

import gzip
import io
import re
import struct
import zipfile
import zlib
from typing import Any

import pytest
from openpyxl import Workbook
from PIL import Image
from pillow_heif import register_heif_opener
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from inspect_app.config import current_settings
from inspect_app.database import db
from inspect_app.evidence.actions import make_copies
from inspect_app.evidence.models import StoredFile
from inspect_app.evidence.vocabulary import CopyState
from inspect_app.foundation import imaging
from tests.hostile.requests import forms_of
from tests.hostile.world import World
from tests.pictures import bomb, noise, photo

pytestmark = pytest.mark.usefixtures("tokenless")


@pytest.fixture
def tokenless(own_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(own_world.app.config, "WTF_CSRF_ENABLED", False)


def _zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return out.getvalue()


def _book() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def _lying_jpeg(width: int, height: int) -> bytes:
    """Return a JPEG whose frame header claims another size."""
    data = bytearray(photo(64, 64))
    place = data.index(b"\xff\xc0")
    data[place + 5 : place + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def _entities() -> bytes:
    lol = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><workbook>&b;</workbook>'
    return _zip(xl__workbook_xml=lol)


# Every refusal of a file says what to do, or what is wrong with it.
_SENTENCE = "请|没有打开|不能|空的"
_GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
_EXE = b"MZ\x90\x00" + b"\0" * 200
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
_NO_PHOTOS = {
    "empty": b"", "text": "不是照片".encode(), "gif": _GIF, "svg": _SVG, "exe": _EXE, "old xls": _OLE,
    "html": b"<html>",
    "bomb": bomb(), "huge jpeg": _lying_jpeg(65_000, 65_000), "three bytes": b"\xff\xd8\xff", "zip": _zip(a=b"x"),
    "eicar": b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
    "gif that is a script": b"GIF89a=1;alert(1)//" + b"\0" * 40, "page with a photo behind": b"<html>" + photo(8, 8),
    "program with a photo behind": _EXE + photo(8, 8), "bmp": b"BM" + b"\0" * 60, "tiff": b"II*\0" + b"\0" * 60,
    "ico": b"\0\0\1\0\1\0" + b"\0" * 40, "psd": b"8BPS\0\1" + b"\0" * 40, "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n",
    "fits": b"SIMPLE  =" + b" " * 60, "jpeg 2000": b"\0\0\0\x0cjP  \r\n\x87\n" + b"\0" * 40,
    "svg behind a mark": b"\xef\xbb\xbf" + _SVG, "php": b"\xff\xd8\xff<?php system($_GET[0]); ?>",
    "heic by name only": b"\0\0\0\x18ftypheic" + b"\0" * 40, "webp by name only": b"RIFF\x10\0\0\0WEBPVP8 ",
}  # fmt: skip
_NO_BOOKS = {
    "empty": b"", "text": b"a,b,c", "old xls": _OLE, "photo": photo(8, 8), "cut": _book()[:900], "zip": _zip(a=b"x"),
    "word": _zip(word__document_xml=b"<a/>"), "binary": _zip(**{"xl__workbook.bin": b"x"}), "entities": _entities(),
    "broken xml": _zip(xl__workbook_xml=b"<workbook", **{"[Content_Types]_xml": b"<"}),
    "zip bomb": _zip(xl__workbook_xml=b"<a/>", xl__worksheets__sheet1_xml=b"\0" * (60 << 20)),
}  # fmt: skip


def _files() -> int:
    return int(db.session.scalar(select(func.count()).select_from(StoredFile)) or 0)


def _send(world: World, who: str, path: str, field: str, data: bytes, file_name: str, **more: Any) -> Any:
    form = {field: (io.BytesIO(data), file_name), **more}
    return world.client(who).post(path, data=form, content_type="multipart/form-data")


def test_what_is_no_photo_is_refused_with_a_sentence(own_world: World) -> None:
    world, path = own_world, f"/field/visits/{own_world['visit:draft']}/photos"
    with world.app.app_context():
        before = _files()
    for what, data in _NO_PHOTOS.items():
        answer = _send(world, "inspector", path, "photo", data, "IMG.jpg", item="look1")
        assert answer.status_code in (413, 422), what
        assert "请" in answer.text, what
    with world.app.app_context():
        assert _files() == before


def test_a_picture_that_breaks_while_it_is_read_takes_nothing_down(own_world: World) -> None:
    world, path = own_world, f"/field/visits/{own_world['visit:draft']}/photos"
    cut, hidden = noise()[:20_000], photo(64, 64) + b"<script>alert(1)</script>" + _zip(a=b"x")
    for data in (cut, hidden):
        assert _send(world, "inspector", path, "photo", data, "a.html", item="look1").status_code == 303
    with world.app.app_context():
        files = db.session.scalars(select(StoredFile).order_by(StoredFile.id.desc()).limit(2)).all()
        for file in files:
            make_copies(file.id)
        states = {file.public_id: file.copy_state for file in files}
    assert list(states.values()) == [CopyState.READY, CopyState.UNREADABLE]
    shown, unread = states
    here = f"/field/visits/{world['visit:draft']}/files"
    answer = world.client("inspector").get(f"{here}/{shown}")
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert b"script" not in answer.data
    assert world.client("inspector").get(f"{here}/{unread}").status_code == 404


@pytest.mark.parametrize("where", ["catalogue", "people", "checklist", "calendar"])
def test_what_is_no_workbook_is_refused_on_every_import_page(own_world: World, where: str) -> None:
    who, path = {
        "catalogue": ("office_clerk", "/catalogue/import"),
        "people": ("admin", "/admin/people/import"),
        "checklist": ("office_clerk", "/checklists/import"),
        "calendar": ("admin", "/admin/calendar/import"),
    }[where]
    for what, data in _NO_BOOKS.items():
        more = {"source": "通知", "mode": "trial"} if where == "calendar" else {"name": "表", "code": "X1"}
        answer = _send(own_world, who, path, "file", data, "表.xlsx", **more)
        if where == "calendar" and what == "text":
            continue
        assert answer.status_code in (413, 422), (what, answer.status_code)
        assert re.search(_SENTENCE, answer.text), what


def test_a_file_over_the_limit_and_a_hundred_files_get_a_sentence(own_world: World) -> None:
    world, number = own_world, own_world["number:rectifying"]
    client, path = world.client("dept_head"), f"/case/{number}/feedback"
    form = next(form for form in forms_of(client.get(path)) if "work_done" in form.values)
    with world.app.app_context():
        limit, before = current_settings().upload_megabytes << 20, _files()
    words = {"work_done": "已经全部改好，窗口统一口径，不再索要证明。", "same_elsewhere": "none"}
    for files in ([b"%PDF-1.7" + b"x" * limit], [b"%PDF-1.7" + bytes([n]) for n in range(100)]):
        data: MultiDict[str, Any] = MultiDict({**dict(form.values), **words})
        data.setlist("files", [(io.BytesIO(body), f"{place}.pdf") for place, body in enumerate(files)])
        answer = client.post(path, data=data, content_type="multipart/form-data")
        assert answer.status_code in (413, 422), len(files)
        assert "请" in answer.text
    with world.app.app_context():
        assert _files() == before


def test_a_document_keeps_neither_its_path_nor_a_lying_name(own_world: World) -> None:
    world, number = own_world, own_world["number:rectifying"]
    client, path = world.client("dept_head"), f"/case/{number}/feedback"
    form = next(form for form in forms_of(client.get(path)) if "work_done" in form.values)
    words = {"work_done": "已经全部改好，窗口统一口径，不再索要证明。", "same_elsewhere": "none"}
    data: MultiDict[str, Any] = MultiDict({**dict(form.values), **words})
    data["files"] = (io.BytesIO(b"%PDF-1.7 <script>alert(1)</script>"), '..\\..\\a;"<q7>\u202efdp.exe')
    sent = client.post(path, data=data, content_type="multipart/form-data")
    assert sent.status_code == 303, re.findall(r"#[a-z-]+\">([^<]+)<", sent.text)
    with world.app.app_context():
        file = db.session.scalars(select(StoredFile).order_by(StoredFile.id.desc())).first()
        assert file is not None
        name, public_id = file.title, file.public_id
    assert "\u202e" not in name
    answer = client.get(f"/case/{number}/files/{public_id}")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "<q7>" not in client.get(f"/case/{number}").text


def test_ten_thousand_parts_and_a_packed_body_are_refused_at_once(own_world: World) -> None:
    client = own_world.client("inspector")
    path = f"/field/visits/{own_world['visit:draft']}/photos"
    part = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'
    many = client.post(path, data=part * 10_000 + b"--b--", content_type="multipart/form-data; boundary=b")
    assert many.status_code == 413
    packed = gzip.compress(b"item=look1&" + b"x" * (30 << 20))
    form = "application/x-www-form-urlencoded"
    answer = client.post(path, data=packed, content_type=form, headers={"Content-Encoding": "gzip"})
    assert answer.status_code in (400, 415, 422)  # nobody unpacked it


def test_the_bombs_of_this_file_are_small_themselves() -> None:
    assert max(len(data) for data in (*_NO_BOOKS.values(), bomb())) < 1 << 20
    assert zlib.crc32(b"") == 0


def test_headers_that_a_c_library_reads_are_read_in_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(imaging, "_in_child", lambda wanted, *_: asked.append(wanted) or b"")
    for picture in (_photo_as("WEBP"), _photo_as("HEIF"), _photo_as("JPEG"), _photo_as("PNG")):
        imaging.check_pixels(picture, 1_000_000)
    assert asked == ["check", "check"]


def test_every_kind_of_photo_is_taken_and_measured() -> None:
    for kind in ("JPEG", "PNG", "WEBP", "HEIF"):
        imaging.check_pixels(_photo_as(kind), 10_000)
        with pytest.raises(imaging.Unreadable):
            imaging.check_pixels(_photo_as(kind), 100)


def _photo_as(kind: str) -> bytes:
    register_heif_opener()
    out = io.BytesIO()
    Image.new("RGB", (64, 48)).save(out, kind)
    return out.getvalue()

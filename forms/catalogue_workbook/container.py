"""Open an uploaded workbook, or say why not. The content decides the format, never the file's name.

Nothing is unpacked before its declared size was looked at; zipfile never reads beyond what an entry declares.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook

from inspect_app.foundation.errors import Invalid, TooLarge

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_UNPACKED_MEGABYTES = 48
_ENTRIES = 1_000
_CELLS = 600_000
_TAGS = 4_000_000
_STYLE_TAGS = 300_000
_CELL_TAG = re.compile(rb"<(?:\w+:)?c[ />]")
_CHUNK = 1 << 20

_OLD = "这是旧版 Excel 文件（.xls）。请在 Excel 或 WPS 里打开，另存为“Excel 工作簿（.xlsx）”后再导入。"
_LOCKED = "这个工作簿设了打开密码，读不出来。请取消密码、另存后再导入。"
_OTHER = "这不是 Excel 工作簿（.xlsx）。请下载模板，填好后再导入。"
_BROKEN = "这个工作簿损坏了，读不出来。请在 Excel 或 WPS 里打开，另存为新文件后再导入。"
_BINARY = "这是二进制工作簿（.xlsb）。请另存为“Excel 工作簿（.xlsx）”后再导入。"
_BOMB = f"这个工作簿展开后超过 {_UNPACKED_MEGABYTES} MB，没有打开。请删去图片和多余的工作表后再导入。"
_TOO_MANY = f"这个工作簿超过 {_CELLS // 10_000} 万个单元格，没有打开。请分成几个工作簿导入。"


@dataclass(frozen=True, slots=True)
class Book:
    """An opened workbook: openpyxl for the values, the archive for what its fast reader leaves out."""

    workbook: Any
    archive: zipfile.ZipFile

    @property
    def visible_titles(self) -> list[str]:
        """Return the titles of the worksheets that are not hidden."""
        return [sheet.title for sheet in self.workbook.worksheets if sheet.sheet_state == "visible"]


@contextmanager
def open_workbook(data: bytes) -> Iterator[Book]:
    """Open the workbook; raise Invalid or TooLarge with a clear sentence when that can't be done safely."""
    _check_magic(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_archive(archive)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # openpyxl warns of drop-downs and styles that we don't need
                workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
                try:
                    yield Book(workbook, archive)
                finally:
                    workbook.close()
    except (Invalid, TooLarge):
        raise
    except Exception as error:  # a broken file fails anywhere in the library, with any exception
        raise Invalid(_BROKEN, "file") from error


def _check_magic(data: bytes) -> None:
    if data.startswith(_OLE):
        raise Invalid(_LOCKED if _ENCRYPTED_STREAM in data else _OLD, "file")
    if not data.startswith(_ZIP):
        raise Invalid(_OTHER, "file")


def _check_archive(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > _ENTRIES or sum(entry.file_size for entry in entries) > _UNPACKED_MEGABYTES << 20:
        raise TooLarge(_BOMB)
    names = {entry.filename for entry in entries}
    if "xl/workbook.bin" in names:
        raise Invalid(_BINARY, "file")
    if "xl/workbook.xml" not in names:
        raise Invalid(_OTHER, "file")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Invalid(_LOCKED, "file")
    parts = [entry for entry in entries if entry.filename.endswith((".xml", ".rels"))]
    seen = {entry.filename: _look_into(archive, entry) for entry in parts}
    styles = seen.get("xl/styles.xml", _Seen()).tags
    if styles > _STYLE_TAGS or sum(part.tags for part in seen.values()) > _TAGS:
        raise TooLarge(_BOMB)
    if sum(part.cells for part in seen.values()) > _CELLS:
        raise TooLarge(_TOO_MANY)


@dataclass(frozen=True, slots=True)
class _Seen:
    tags: int = 0
    cells: int = 0


def _look_into(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> _Seen:
    """Refuse entities (none belongs into a workbook); count tags, and the cells of a worksheet."""
    worksheet = entry.filename.startswith("xl/worksheets/")
    tags = cells = 0
    tail = b""
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            plain = (tail + chunk).replace(b"\0", b"")
            if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
                raise Invalid(_BROKEN, "file")
            tags += chunk.count(b"<")
            cells += sum(1 for _ in _CELL_TAG.finditer(chunk)) if worksheet else 0
            tail = chunk[-20:]
    return _Seen(tags, cells)

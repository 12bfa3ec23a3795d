"""The parts of an office document written anew, so that the same facts make the same bytes whenever it is made."""

import io
import re
from datetime import UTC, datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook

# A zip keeps a time a file; this is the earliest it knows.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]{0,200}>)[^<]*")


def repacked(loose: io.BytesIO, changed: dict[str, bytes] | None = None) -> bytes:
    """Return an archive whose bytes depend on nothing but its parts; `changed` stand in for some of them."""
    out, instead = io.BytesIO(), changed or {}
    with ZipFile(loose) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, _NO_TIME)
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 0
            target.writestr(entry, instead.get(name) or source.read(name))
    return out.getvalue()


def packed_book(book: Workbook, made_at: datetime) -> bytes:
    """Return a workbook that was made and last changed at one moment: its writer would name the one of the saving."""
    moment = made_at.astimezone(UTC) if made_at.tzinfo else made_at
    book.properties.created = moment.replace(tzinfo=None, microsecond=0)
    loose = io.BytesIO()
    book.save(loose)
    with ZipFile(loose) as source:
        core = _MODIFIED.sub(rb"\g<1>" + f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode(), source.read(_CORE))
    return repacked(loose, {_CORE: core})

"""Any flat list as Excel: heads and rows in, bytes out, in constant memory."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from rustpy_xlsxwriter import Format, write_worksheet

from inspect_app.foundation.masking import mask_numbers
from inspect_app.foundation.text import clean

Cell = str | int | date | None
# A head: its label, the width of its column in characters, and whether it holds days.
Head = tuple[str, int, bool]
_CELL_LIMIT = 32_767
_SHEET_NAME_LIMIT = 31
_SCHEMAS = "http://schemas.openxmlformats.org"
_CORE = "docProps/core.xml"
_CORE_XML = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="{_SCHEMAS}/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{{title}}</dc:title><dc:creator>{{office}}</dc:creator>
<cp:lastModifiedBy>{{office}}</cp:lastModifiedBy>
<dcterms:created xsi:type="dcterms:W3CDTF">{{made_at:%Y-%m-%dT%H:%M:%SZ}}</dcterms:created>
<dcterms:modified xsi:type="dcterms:W3CDTF">{{made_at:%Y-%m-%dT%H:%M:%SZ}}</dcterms:modified></cp:coreProperties>"""


def flat_xlsx(
    title: str, heads: Sequence[Head], rows: Iterable[Sequence[Cell]], *, office: str, made_at: datetime
) -> bytes:
    """Return a workbook of the rows under their heads.

    `office` stands as its author, never a person; `made_at` is aware. Text that begins with `=` stays text.
    """
    buffer = BytesIO()
    day = Format().set_num_format("yyyy-mm-dd").set_align("left")
    head = Format().set_bold().set_background_color("#E7E5DF").set_border_bottom("thin").set_align("vertical_center")
    write_worksheet(
        _records(rows, [label for label, _width, _day in heads]),
        buffer,
        sheet_name=title[:_SHEET_NAME_LIMIT],
        freeze_row=1,
        freeze_col=1,
        column_widths=[width for _label, width, _day in heads],
        column_formats={label: day for label, _width, is_day in heads if is_day},
        header_format=head,
        autofilter=True,
    )
    _sign(buffer, title, office, made_at)
    return buffer.getvalue()


def _records(rows: Iterable[Sequence[Cell]], labels: Sequence[str]) -> Iterator[dict[str, Cell]]:
    """Yield the cells of each row by column; an empty list yields one without cells, which brings the head."""
    row: Sequence[Cell] | None = None
    for row in rows:
        yield {label: _held(cell) for label, cell in zip(labels, row, strict=True)}
    if row is None:
        yield dict.fromkeys(labels)


def _held(cell: Cell) -> Cell:
    """Return a cell without the characters that Excel can't hold."""
    return mask_numbers(clean(cell))[:_CELL_LIMIT] if isinstance(cell, str) else cell


def _sign(buffer: BytesIO, title: str, office: str, made_at: datetime) -> None:
    """Put the office's name where the writer of the sheet, which knows no properties, leaves an empty one.

    They are its last parts: these are written anew and the rows before them stay as they are.
    """
    with ZipFile(buffer, "a") as book:
        start = book.getinfo(_CORE).header_offset
        parts = {part.filename: book.read(part) for part in book.filelist if part.header_offset >= start}
        facts = {"title": escape(title), "office": escape(office), "made_at": made_at.astimezone(UTC)}
        parts[_CORE] = _CORE_XML.format(**facts).encode()
        for name in parts:
            book.filelist.remove(book.NameToInfo.pop(name))
        book.start_dir = start
        for name, content in parts.items():
            book.writestr(ZipInfo(name), content, ZIP_DEFLATED)

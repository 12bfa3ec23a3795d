"""The daily notice as an Excel workbook: every table with all its columns."""

from datetime import UTC, datetime

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from exports.repacking import packed_book
from inspect_app.foundation.masking import mask_numbers
from inspect_app.foundation.text import clean
from inspect_app.notices.rules.paper import paper_of
from inspect_app.notices.rules.sums import checked_sums
from inspect_app.notices.rules.tables import full_tables
from inspect_app.notices.vocabulary import NoticeFacts, TableFacts
from inspect_app.notices.vocabulary.paper import Cell as PaperCell

_WIDE = frozenset({"问题", "事实", "整改要求", "窗口/事项", "单位", "更正", "做法"})
# One object a look: openpyxl compares every new one with all it knows.
_FONTS = {bold: Font(bold=bold) for bold in (False, True)}
_PLACES = {wrap: Alignment(wrap_text=wrap, vertical="top") for wrap in (False, True)}
_MADE = datetime(2020, 1, 1, tzinfo=UTC)


def notice_xlsx(facts: NoticeFacts) -> bytes:
    """Return the workbook: the text, each table on a sheet, and the checked sums; the same facts, the same bytes."""
    book = Workbook(write_only=True)
    book.properties.creator = book.properties.lastModifiedBy = facts.issuer
    _text_sheet(book, facts)
    for table in full_tables(facts):
        _table_sheet(book, table)
    _table_sheet(book, _sums(facts))
    return packed_book(book, _MADE)


def _text_sheet(book: Workbook, facts: NoticeFacts) -> None:
    sheet = book.create_sheet("正文")
    sheet.column_dimensions["A"].width = 100
    for text in (facts.title, *(paragraph.text for paragraph in paper_of(facts).body)):
        sheet.append([_cell(sheet, text, wrap=True)])


def _table_sheet(book: Workbook, table: TableFacts) -> None:
    sheet = book.create_sheet(table.title.split("（截至", 1)[0].replace("、", "")[:31])
    sheet.freeze_panes = "A2"
    for place, head in enumerate(table.heads, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = 36 if head in _WIDE else 14
    sheet.append([_cell(sheet, head, bold=True) for head in table.heads])
    for row in table.rows:
        sheet.append([_cell(sheet, value, wrap=True) for value in row])


def _sums(facts: NoticeFacts) -> TableFacts:
    rows = tuple((row.label, row.in_text, row.in_table, row.where) for row in checked_sums(facts))
    return TableFacts("数字核对", ("项目", "正文", "表格", "对照"), rows)


def _cell(sheet: WriteOnlyWorksheet, value: PaperCell, *, bold: bool = False, wrap: bool = False) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, value=value if isinstance(value, int) else mask_numbers(clean(str(value))))
    if not isinstance(value, int):
        cell.data_type = "s"  # a text that begins with = stays a text
    cell.font = _FONTS[bold]
    cell.alignment = _PLACES[wrap]
    return cell

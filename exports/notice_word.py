"""The daily notice as a Word file (plain layout): the same facts as the screen."""

import io
from datetime import date, datetime

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph as DocxParagraph

from inspect_app.foundation.numbering import issue_label
from inspect_app.foundation.text import clean
from inspect_app.notices.rules.prose import paragraphs
from inspect_app.notices.rules.tables import TableFacts, annexes
from inspect_app.notices.vocabulary import NoticeFacts

_BODY_FONT, _HEAD_FONT, _TITLE_FONT, _MARK_FONT = "仿宋_GB2312", "黑体", "方正小标宋简体", "方正小标宋简体"
_LEVEL_FONTS = (_BODY_FONT, _HEAD_FONT, "楷体_GB2312")
_RED = RGBColor(0xC4, 0x16, 0x1C)
_LINE = Pt(28.95)
# Files tell who made them unless told not to; the office speaks, not a person.
_MADE = datetime(2020, 1, 1)  # noqa: DTZ001 - python-docx wants naive times


def notice_docx(facts: NoticeFacts) -> bytes:
    """Return the notice as .docx: masthead, title, recipients, body, signature, annexes on landscape pages."""
    document = Document()
    _set_properties(document, facts)
    _set_base_style(document)
    _set_page(document)
    _masthead(document, facts)
    _write(document, facts.title, _TITLE_FONT, 22, align=WD_ALIGN_PARAGRAPH.CENTER, before=24)
    if facts.main_to:
        _write(document, "、".join(facts.main_to) + "：", before=16)
    for paragraph in paragraphs(facts):
        _write(document, paragraph.text, _LEVEL_FONTS[paragraph.level], indent=True)
    _signature(document, facts)
    _annexes(document, facts)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_properties(document: DocumentType, facts: NoticeFacts) -> None:
    properties = document.core_properties
    properties.author = properties.last_modified_by = facts.issuer
    properties.title, properties.comments = facts.title, ""
    properties.created = properties.modified = _MADE
    properties.revision = 1


def _set_base_style(document: DocumentType) -> None:
    for name in ("Normal", "Header", "Footer"):
        style = document.styles[name]
        if isinstance(style, ParagraphStyle):
            style.font.size = Pt(16)
            _name_font(style, _BODY_FONT)


def _name_font(owner: object, font: str) -> None:
    """Name the East-Asian font too, and drop the theme's, which would win."""
    owner.font.name = font  # type: ignore[attr-defined]
    fonts = owner.element.get_or_add_rPr().get_or_add_rFonts()  # type: ignore[attr-defined]
    fonts.set(qn("w:eastAsia"), font)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)


def _set_page(document: DocumentType) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)


def _write(
    document: DocumentType,
    text: str,
    font: str = _BODY_FONT,
    size: float = 16,
    *,
    align: WD_ALIGN_PARAGRAPH | None = None,
    indent: bool = False,
    before: float = 0,
    color: RGBColor | None = None,
) -> DocxParagraph:
    paragraph = document.add_paragraph()
    shape = paragraph.paragraph_format
    shape.line_spacing, shape.space_before, shape.space_after = _LINE, Pt(before), Pt(0)
    if size > 20:  # noqa: PLR2004 - a title needs more than the body's pitch
        shape.line_spacing = Pt(size * 1.5)
    if align is not None:
        paragraph.alignment = align
    if indent:
        shape.first_line_indent = Pt(32)
    run = paragraph.add_run(clean(text))
    run.font.size = Pt(size)
    run.font.color.rgb = color
    _name_run(run, font)
    return paragraph


def _name_run(run: object, font: str) -> None:
    run.font.name = font  # type: ignore[attr-defined]
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()  # type: ignore[attr-defined]
    fonts.set(qn("w:eastAsia"), font)


def _masthead(document: DocumentType, facts: NoticeFacts) -> None:
    centre = WD_ALIGN_PARAGRAPH.CENTER
    _write(document, facts.series, _MARK_FONT, 36, align=centre, color=_RED)
    number = issue_label(facts.issue_no) if facts.issue_no else "第　期（草稿）"
    _write(document, number, align=centre)
    _write(document, f"{facts.issuer}　　　　{_long(facts.issue_date)}", align=centre, before=8)


def _signature(document: DocumentType, facts: NoticeFacts) -> None:
    if facts.new_findings or facts.overdue_findings or facts.units:
        _write(document, "附件：" + "　".join(f"{n}.{t.title}" for n, t in _numbered(facts)), indent=True, before=16)
    right = WD_ALIGN_PARAGRAPH.RIGHT
    _write(document, facts.issuer, align=right, before=16)
    _write(document, _long(facts.issue_date), align=right)
    if facts.copy_to:
        _write(document, "抄送：" + "，".join(facts.copy_to) + "。", size=14, before=16)


def _numbered(facts: NoticeFacts) -> list[tuple[int, TableFacts]]:
    return list(enumerate(annexes(facts), start=1))


def _annexes(document: DocumentType, facts: NoticeFacts) -> None:
    for number, table in _numbered(facts):
        if number == 1:
            section = document.add_section()
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Mm(297), Mm(210)
            section.left_margin = section.right_margin = Mm(25)
            section.top_margin = section.bottom_margin = Mm(25)
        else:
            document.add_page_break()  # type: ignore[no-untyped-call]
        _write(document, f"附件{number}", _HEAD_FONT)
        _write(document, table.title, _TITLE_FONT, 22, align=WD_ALIGN_PARAGRAPH.CENTER)
        _table(document, table)


def _table(document: DocumentType, facts: TableFacts) -> None:
    table = document.add_table(rows=1, cols=len(facts.heads), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _fill(table.rows[0], facts, facts.heads, _HEAD_FONT)
    _repeat_head(table)
    for row in facts.rows:
        _fill(table.add_row(), facts, [str(cell) for cell in row], _BODY_FONT)


def _fill(row: _Row, facts: TableFacts, texts: list[str] | tuple[str, ...], font: str) -> None:
    for cell, width, text in zip(row.cells, facts.widths, texts, strict=True):
        cell.width = Mm(width)
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(clean(text))
        run.font.size = Pt(10.5)
        _name_run(run, font)


def _repeat_head(table: Table) -> None:
    properties = table.rows[0]._tr.get_or_add_trPr()
    head = properties.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"})
    properties.append(head)


def _long(day: str) -> str:
    value = date.fromisoformat(day)
    return f"{value.year}年{value.month}月{value.day}日"

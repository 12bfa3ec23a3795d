"""发文稿纸 as a Word file: one page for the archive, with room to sign by hand."""

from docx import Document

from exports.paper import geometry as g
from exports.paper.body import centred_title
from exports.paper.markup import Shape, element, paragraph, run
from exports.paper.packing import packed, set_properties
from exports.paper.pages import upright
from exports.paper.styles import CELL, dress
from inspect_app.notices.vocabulary import PaperFont
from inspect_app.notices.vocabulary.approval import ApprovalSheet, Stamp

_LABEL = g.mm(30)
_STAMP_HEIGHT, _ROW_HEIGHT, _LINE = g.mm(20), g.mm(9), 380
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_GRID = f'<w:tblGrid><w:gridCol w:w="{_LABEL}"/><w:gridCol w:w="{g.TYPE_WIDTH - _LABEL}"/></w:tblGrid>'


def approval_docx(sheet: ApprovalSheet, day: str) -> bytes:
    """Return the sheet as .docx; `day` is the paper's date (ISO)."""
    document = Document()
    dress(document)
    set_properties(document, sheet.title, sheet.office, day)
    end = document.element.body.sectPr
    for part in [*centred_title((f"{sheet.office}", sheet.title)), _table(sheet), paragraph("")]:
        end.addprevious(element(part))
    upright(document.sections[0], numbered=False)
    return packed(document)


def _table(sheet: ApprovalSheet) -> str:
    stamps = "".join(_row(stamp.step, _said(stamp), _STAMP_HEIGHT) for stamp in sheet.stamps)
    rows = "".join(_row(label, text, _ROW_HEIGHT) for label, text in sheet.rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{g.TYPE_WIDTH}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr>{_GRID}{stamps}{rows}</w:tbl>'
    )


def _said(stamp: Stamp) -> str:
    return f"{stamp.person}　　{stamp.at}" if stamp.person else ""


def _row(label: str, text: str, height: int) -> str:
    cells = _cell(label, _LABEL, PaperFont.HEAD, Shape(line=_LINE, align="center"))
    cells += _cell(text, g.TYPE_WIDTH - _LABEL, PaperFont.BODY, Shape(line=_LINE, left=50, right=50, align="left"))
    return f'<w:tr><w:trPr><w:trHeight w:val="{height}" w:hRule="atLeast"/></w:trPr>{cells}</w:tr>'


def _cell(text: str, width: int, font: PaperFont, shape: Shape) -> str:
    inner = paragraph(run(text, font, g.SIZE_4, squeeze=0), CELL, shape)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{inner}</w:tc>'

"""One case as a Word file for the archive (一案一档): what it is, then how it was handled, link by link."""

from docx import Document

from exports.paper import geometry as g
from exports.paper.body import centred_title
from exports.paper.markup import Shape, element, paragraph, run
from exports.paper.packing import packed, set_properties
from exports.paper.pages import upright
from exports.paper.styles import BODY, CELL, HEAD_1, HEAD_2, dress
from inspect_app.notices.vocabulary import PaperFont
from inspect_app.rectification.vocabulary import Dossier, DossierStep

_LABEL, _LINE = g.mm(34), 380
_GRID = f'<w:tblGrid><w:gridCol w:w="{_LABEL}"/><w:gridCol w:w="{g.TYPE_WIDTH - _LABEL}"/></w:tblGrid>'
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def dossier_docx(dossier: Dossier) -> bytes:
    """Return the case as .docx, the same bytes for the same facts."""
    document = Document()
    dress(document)
    set_properties(document, f"{dossier.number} {dossier.title}", dossier.office, dossier.day)
    end = document.element.body.sectPr
    steps = [part for step in dossier.steps for part in _step(step)]
    heads = [*centred_title((f"{dossier.number}　办理情况", dossier.title)), _table(dossier)]
    for part in [*heads, paragraph(run("办理过程", PaperFont.HEAD), HEAD_1, Shape(before=g.LINE)), *steps]:
        end.addprevious(element(part))
    upright(document.sections[0], numbered=True)
    return packed(document)


def _step(step: DossierStep) -> list[str]:
    head = "　".join(part for part in (step.when, step.title, step.who) if part)
    told = [*step.texts, *(f"附件：{name}" for name in step.files)]
    lines = [line for text in told for line in text.splitlines() if line.strip()]
    title = paragraph(run(head, PaperFont.KAI), HEAD_2, Shape(keep_next=bool(lines), align="left"))
    return [title, *(paragraph(run(line), BODY, Shape(first=200)) for line in lines)]


def _table(dossier: Dossier) -> str:
    rows = "".join(
        f"<w:tr>{_cell(label, _LABEL, PaperFont.HEAD)}{_cell(text, g.TYPE_WIDTH - _LABEL, PaperFont.BODY)}</w:tr>"
        for label, text in dossier.rows
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{g.TYPE_WIDTH}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr>{_GRID}{rows}</w:tbl>'
    )


def _cell(text: str, width: int, font: PaperFont) -> str:
    shape = Shape(line=_LINE, left=50, right=50, align="left")
    lines = text.splitlines() or [""]
    inner = "".join(paragraph(run(line, font, g.SIZE_4, squeeze=0), CELL, shape) for line in lines)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{inner}</w:tc>'

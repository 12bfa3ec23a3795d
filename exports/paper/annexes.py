"""The annexes: each on new pages that lie on their side, its tables with heads that repeat."""

from exports.paper import geometry as g
from exports.paper.body import centred_title
from exports.paper.markup import Shape, paragraph, run
from exports.paper.styles import BODY, CELL
from inspect_app.notices.rules.titles import shaped
from inspect_app.notices.vocabulary import Annex, PaperFont, TableFacts
from inspect_app.notices.vocabulary.paper import Cell

_CELL_LINE = 300
_MARGINS = "".join(
    f'<w:{side} w:w="{g.mm(length)}" w:type="dxa"/>'
    for side, length in (("top", 0.5), ("left", 1), ("bottom", 0.5), ("right", 1))
)
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_WIDE_TITLE = 30


def annex(number: int, count: int, facts: Annex) -> list[str]:
    """Return an annex: 附件1 top left, its title on the third line, its tables."""
    word = f"附件{number}" if count > 1 else "附件"
    first = paragraph(run(word, PaperFont.HEAD), BODY, Shape(new_page=number > 1))
    found = [first, *centred_title(shaped(facts.title, _WIDE_TITLE), before=g.LINE)]
    for place, part in enumerate(facts.tables):
        head = Shape(before=g.LINE // 2 if place else 0, keep_next=True)
        found += [paragraph(run(part.title, PaperFont.HEAD, g.SIZE_4), BODY, head), table(part)]
    note = [paragraph(run(facts.note, PaperFont.BODY, g.SIZE_TABLE, squeeze=0), CELL)] if facts.note else []
    return found + note


def table(facts: TableFacts) -> str:
    """Return a table of hairlines; its head repeats on every page, and no row is torn."""
    widths = [g.mm(width) for width in facts.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _row(facts.heads, widths, (False,) * len(widths), PaperFont.HEAD, "<w:tblHeader/>")
    rows = "".join(_row(row, widths, facts.wrapped, PaperFont.BODY) for row in facts.rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{_MARGINS}</w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"
    )


def _row(
    cells: tuple[Cell, ...], widths: list[int], wrapped: tuple[bool, ...], font: PaperFont, repeat: str = ""
) -> str:
    made = "".join(
        _cell(str(cell), width, font, "left" if breaks else "center")
        for cell, width, breaks in zip(cells, widths, wrapped, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{made}</w:tr>"


def _cell(text: str, width: int, font: PaperFont, align: str) -> str:
    inner = paragraph(run(text, font, g.SIZE_TABLE, squeeze=0), CELL, Shape(line=_CELL_LINE, align=align))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{inner}</w:tc>'

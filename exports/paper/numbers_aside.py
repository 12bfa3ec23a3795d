"""The page number of a page on its side: it stays at the lower edge of the paper, turned with it."""

from exports.paper import geometry as g
from exports.paper.markup import Shape, page_number, paragraph
from exports.paper.styles import FOOTER

# The cell is twice as wide as the line in its middle: some programs cut what touches the edge.
_LENGTH, _WIDTH = g.mm(40), 2 * g.NUMBER_LINE
_ACROSS = g.FOOTER - g.NUMBER_LINE // 2
# Down the left edge of the page as it is read: odd numbers end one character above the type area's lower edge
# (the paper's right side), even ones begin one character below its upper edge.
_DOWN = {True: g.PAGE_WIDTH - g.RIGHT - g.CHARACTER_4 - _LENGTH, False: g.LEFT + g.CHARACTER_4}


def number_aside(*, odd: bool) -> list[str]:
    """Return what a page's head holds: a table of one cell at the number's place on the paper, its text turned."""
    number = paragraph(page_number(g.SIZE_4), FOOTER, Shape(line=g.NUMBER_LINE, align="right" if odd else "left"))
    turned = '<w:textDirection w:val="tbRl"/><w:vAlign w:val="center"/>'
    cell = f'<w:tc><w:tcPr><w:tcW w:w="{_WIDTH}" w:type="dxa"/>{turned}</w:tcPr>{number}</w:tc>'
    table = (
        f'<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:topFromText="0" w:bottomFromText="0"'
        f' w:vertAnchor="page" w:horzAnchor="page" w:tblpX="{_ACROSS}" w:tblpY="{_DOWN[odd]}"/>'
        f'<w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{_WIDTH}"/></w:tblGrid>'
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{_LENGTH}" w:hRule="exact"/></w:trPr>{cell}</w:tr></w:tbl>'
    )
    return [table, paragraph("", FOOTER, Shape(line=g.NUMBER_LINE))]

"""The foot of the last page (版记): rows between ruled lines, the last of which ends the type area."""

from exports.paper import geometry as g
from exports.paper.boxes import Place, box
from exports.paper.markup import Shape, hundredths, paragraph, run
from exports.paper.styles import COLOPHON
from inspect_app.notices.vocabulary import Paper, PaperFont

_LINE, _ANCHOR_LINE = 480, 20
_COPY = "抄送："
# A row's content and how many lines it takes.
Row = tuple[str, int]


def colophon(paper: Paper) -> str:
    """Return the last paragraph of a notice: copies and printing."""
    rows = [listed(_COPY, paper.copy_to)] if paper.copy_to else []
    return foot([*rows, (_printed(paper.printed_by, paper.printed_on), 1)])


def foot(rows: list[Row]) -> str:
    """Return a paragraph that holds the rows in a box which ends where the type area ends."""
    height = sum(lines for _, lines in rows) * _LINE
    place = Place(left=g.LEFT, top=g.PAGE_HEIGHT - g.BOTTOM - height, width=g.TYPE_WIDTH, height=height)
    return paragraph(box(1, "版记", _table(rows), place), shape=Shape(line=_ANCHOR_LINE))


def listed(word: str, names: str) -> Row:
    """Return a row such as 抄送：…, one character in at both sides, further lines below the first name."""
    width = (g.TYPE_WIDTH - (2 + len(word)) * g.CHARACTER_4) * 100 // g.CHARACTER_4
    hanging = 100 * len(word)
    shape = Shape(line=_LINE, em=g.CHARACTER_4, left=100 + hanging, right=100, hanging=hanging)
    return paragraph(_run(word + names), COLOPHON, shape), -(-hundredths(names) // width)


def at_the_right(text: str) -> Row:
    """Return a row whose text stands at the right: how many were printed."""
    return paragraph(_run(text), COLOPHON, Shape(line=_LINE, em=g.CHARACTER_4, right=100, align="right")), 1


def _table(rows: list[Row]) -> str:
    last = len(rows) - 1
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{g.TYPE_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{g.TYPE_WIDTH}"/></w:tblGrid>'
        + "".join(_row(row, lines, place == 0, place == last) for place, (row, lines) in enumerate(rows))
        + "</w:tbl>"
        + paragraph("", COLOPHON, Shape(line=_ANCHOR_LINE))
    )


def _row(content: str, lines: int, is_first: bool, is_last: bool) -> str:
    borders = _rule("top", thick=is_first) + _rule("bottom", thick=is_last)
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{lines * _LINE}" w:hRule="atLeast"/></w:trPr>'
        f'<w:tc><w:tcPr><w:tcW w:w="{g.TYPE_WIDTH}" w:type="dxa"/><w:tcBorders>{borders}</w:tcBorders></w:tcPr>'
        f"{content}</w:tc></w:tr>"
    )


def _rule(side: str, *, thick: bool) -> str:
    weight = g.THICK_RULE if thick else g.THIN_RULE
    return f'<w:{side} w:val="single" w:sz="{weight}" w:space="0" w:color="000000"/>'


def _printed(by: str, on: str) -> str:
    right = f'<w:tab w:val="right" w:pos="{g.TYPE_WIDTH - g.CHARACTER_4}"/>'
    shape = Shape(line=_LINE, em=g.CHARACTER_4, left=100, right=100, tabs=right, align="left")
    return paragraph(_run(f"{by}\t{on}"), COLOPHON, shape)


def _run(text: str) -> str:
    return run(text, PaperFont.BODY, g.SIZE_4, squeeze=0)

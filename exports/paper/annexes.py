"""The annexes: each on new pages that lie on their side, its tables with heads that repeat."""

from collections.abc import Iterable

from exports.paper import geometry as g
from exports.paper.bars import Bars
from exports.paper.body import centred_title
from exports.paper.markup import Shape, paragraph, run
from exports.paper.styles import BODY, CELL
from inspect_app.notices.rules.titles import shaped
from inspect_app.notices.vocabulary import Annex, Bar, Chart, PaperFont, Shade, TableFacts
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
_SHADES = ("", "F2F2F2", "D9D9D9", "BFBFBF", "A6A6A6")


def annex(number: int, count: int, facts: Annex, bars: Bars) -> list[str]:
    """Return an annex: 附件1 top left, its title on the third line, its tables, its charts."""
    word = f"附件{number}" if count > 1 else "附件"
    first = paragraph(run(word, PaperFont.HEAD), BODY, Shape(new_page=number > 1))
    found = [first, *centred_title(shaped(facts.title, _WIDE_TITLE), before=g.LINE)]
    for place, part in enumerate(facts.tables):
        head = Shape(before=g.LINE // 2 if place else 0, keep_next=True)
        found += [_part_title(part.title, head), table(part, bars)]
    note = [_small(facts.note)] if facts.note else []
    charts = [part for chart in facts.charts for part in _chart(chart, bars)]
    return found + note + charts


def _chart(chart: Chart, bars: Bars) -> list[str]:
    title = _part_title(chart.table.title, Shape(before=g.LINE // 2, keep_next=True))
    return [title, _small(chart.sentence, keep_next=True), table(chart.table, bars, whole_rows=False)]


def _part_title(text: str, shape: Shape) -> str:
    return paragraph(run(text, PaperFont.HEAD, g.SIZE_4), BODY, shape)


def _small(text: str, *, keep_next: bool = False) -> str:
    return paragraph(run(text, PaperFont.BODY, g.SIZE_TABLE, squeeze=0), CELL, Shape(keep_next=keep_next))


def table(facts: TableFacts, bars: Bars, *, whole_rows: bool = True) -> str:
    """Return a table with its charts' bars and shades.

    A chart's rows are of one line, which nothing tears: LibreOffice loses rows of a table whose rows are kept whole
    below a sentence that is kept with it.
    """
    widths = [g.mm(width) for width in facts.widths]
    lines = (_cells(row, widths, facts.wrapped, bars) for row in facts.rows)
    return _framed(facts, widths, lines, whole_rows=whole_rows)


def plain_table(facts: TableFacts) -> str:
    """Return a table of words and numbers."""
    widths = [g.mm(width) for width in facts.widths]
    return _framed(facts, widths, (_words(row, widths, facts.wrapped) for row in facts.rows))


def _framed(facts: TableFacts, widths: list[int], lines: Iterable[list[str]], *, whole_rows: bool = True) -> str:
    """Return a table of hairlines; its head repeats on every page, and no row is torn."""
    kept = "<w:cantSplit/>" if whole_rows else ""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _row(_words(facts.heads, widths, (False,) * len(widths), PaperFont.HEAD), f"{kept}<w:tblHeader/>")
    rows = "".join(_row(cells, kept) for cells in lines)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{_MARGINS}</w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"
    )


def _row(cells: Iterable[str], properties: str) -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def _words(
    row: tuple[Cell, ...], widths: list[int], wrapped: tuple[bool, ...], font: PaperFont = PaperFont.BODY
) -> list[str]:
    return [
        _cell(run(str(cell), font, g.SIZE_TABLE, squeeze=0), width, "left" if breaks else "center")
        for cell, width, breaks in zip(row, widths, wrapped, strict=True)
    ]


def _cells(row: tuple[Cell, ...], widths: list[int], wrapped: tuple[bool, ...], bars: Bars) -> list[str]:
    plain = tuple(cell.count if isinstance(cell, Shade) else "" if isinstance(cell, Bar) else cell for cell in row)
    made = _words(plain, widths, wrapped)
    told = "，".join(str(cell) for cell in plain if cell != "")
    for place, cell in enumerate(row):
        if isinstance(cell, Bar):
            made[place] = _cell(bars.run(cell, widths[place] - 2 * g.mm(1), told), widths[place], "left")
        elif isinstance(cell, Shade) and cell.level:
            text = run(str(cell.count), PaperFont.BODY, g.SIZE_TABLE, squeeze=0)
            made[place] = _cell(text, widths[place], "center", _SHADES[cell.level])
    return made


def _cell(runs: str, width: int, align: str, fill: str = "") -> str:
    inner = paragraph(runs, CELL, Shape(line=_CELL_LINE, align=align))
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/></w:tcPr>{inner}</w:tc>'

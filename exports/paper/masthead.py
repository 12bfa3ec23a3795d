"""The head of the first page (版头): the red mark, the number, the red line."""

from exports.paper import geometry as g
from exports.paper.markup import PLAIN, Shape, paragraph, run
from exports.paper.styles import BODY, MARK
from inspect_app.notices.vocabulary import Paper, PaperFont

_CENTRE = Shape(align="center")
_RULE = f'<w:bottom w:val="single" w:sz="{g.RED_RULE}" w:space="{g.RED_RULE_SPACE}" w:color="{g.RED}"/>'
# A line as high as its letters: the red line's distance is measured from them.
_TIGHT = g.SIZE_3 * 10
# A blank and no indent: the red line is as wide as its paragraph.
_ONE_IN = "　"


def masthead(paper: Paper) -> list[str]:
    """Return the paragraphs of the head, the red line last."""
    return _red_head(paper) if paper.is_red_head else _bulletin(paper)


def _red_head(paper: Paper) -> list[str]:
    return [*_above_the_mark(paper), _mark(paper), _number_line(paper)]


def _bulletin(paper: Paper) -> list[str]:
    """An issue number below the mark, then issuer and date on one row above the red line."""
    right = f'<w:tab w:val="right" w:pos="{g.TYPE_WIDTH - g.CHARACTER}"/>'
    row = Shape(line=_TIGHT, before=g.LINE, tabs=right, borders=_RULE, align="left")
    return [
        _mark(paper),
        paragraph(run(paper.number), BODY, Shape(align="center", before=g.LINE // 2)),
        paragraph(run(f"{_ONE_IN}{paper.issuer}\t{paper.day}"), BODY, row),
    ]


def _above_the_mark(paper: Paper) -> list[str]:
    """份号, 密级, 紧急程度 top left, and below them what is missing to 35 mm."""
    look = paper.look
    given = [(look.copy_no, PaperFont.BODY), (look.secrecy, PaperFont.HEAD), (look.urgency, PaperFont.HEAD)]
    lines = [paragraph(run(text, font), BODY, PLAIN) for text, font in given if text]
    return [*lines, paragraph("", BODY, Shape(line=g.MARK_DROP - len(lines) * g.LINE))]


def _mark(paper: Paper) -> str:
    size = paper.mark_size
    shape = Shape(line=size * 20, align="center")
    return paragraph(run(paper.mark, PaperFont.TITLE, size * 2, color=g.RED, squeeze=0), MARK, shape)


def _number_line(paper: Paper) -> str:
    """Two blank lines below the mark; centred, or at the left with the signer at the right on a paper that goes up."""
    signer = paper.look.signer
    if not signer:
        shape = Shape(line=_TIGHT, before=2 * g.LINE, align="center", borders=_RULE)
        return paragraph(run(paper.number), BODY, shape)
    right = f'<w:tab w:val="right" w:pos="{g.TYPE_WIDTH - g.CHARACTER}"/>'
    shape = Shape(line=_TIGHT, before=2 * g.LINE, align="left", tabs=right, borders=_RULE)
    return paragraph(run(f"{_ONE_IN}{paper.number}\t签发人：") + run(signer, PaperFont.KAI), BODY, shape)

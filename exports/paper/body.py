"""The main part (主体): title, recipients, text, the list of annexes, signature and date."""

from exports.paper import geometry as g
from exports.paper.markup import PLAIN, Shape, hundredths, paragraph, run
from exports.paper.styles import BODY, LEVELS, TITLE
from inspect_app.notices.vocabulary import Paper, PaperFont, Paragraph

_TITLE_LINE = 680
_INDENT = 200


def main_part(paper: Paper) -> list[str]:
    """Return the paragraphs from the title to the remark below the date."""
    recipients = [paragraph(run(paper.main_to), BODY, Shape(before=g.LINE))] if paper.main_to else []
    return [
        *_title(paper.title_lines, before=(2 if paper.is_red_head else 1) * g.LINE),
        *recipients,
        *(body_text(told) for told in paper.body),
        *_annex_list(paper),
        *signature(paper),
        *_remark(paper.look.remark),
    ]


def centred_title(text_lines: tuple[str, ...], before: int = 0) -> list[str]:
    """Return a title of 22 pt in its lines."""
    return _title(text_lines, before=before)


def signature(paper: Paper) -> list[str]:
    """Return issuer and date, set for a seal or without one."""
    before = max(1, paper.look.seal_lines) * g.LINE
    if paper.look.seal_lines:
        issuer, day = above_a_seal(paper.issuer, paper.day)
        shapes = (Shape(before=before, align="right", right=issuer, keep_next=True), Shape(align="right", right=day))
    else:
        issuer, day = without_seal(paper.issuer, paper.day)
        shapes = (Shape(before=before, align="left", left=issuer, keep_next=True), Shape(align="left", left=day))
    return [paragraph(run(text), BODY, shape) for text, shape in zip((paper.issuer, paper.day), shapes, strict=True)]


def without_seal(issuer: str, day: str) -> tuple[int, int]:
    """Return how far issuer and date begin from the left, in hundredths of a character.

    The issuer ends 2 characters from the right and the date begins 2 characters after the issuer's first; where that
    would bring the date too far right, both move left (GB/T 9704-2012, 7.3.5.2).
    """
    last = g.CHARACTERS * 100 - 200
    begins = min(last - hundredths(issuer), last - hundredths(day) - 200)
    return max(0, begins), max(0, begins) + 200


def above_a_seal(issuer: str, day: str) -> tuple[int, int]:
    """Return how far issuer and date end from the right, in hundredths of a character.

    The date stands 4 characters from the right, the issuer centred above it; a long issuer ends at the edge.
    """
    over = (hundredths(issuer) - hundredths(day)) // 2
    return max(0, 400 - over), max(400, over)


def _title(lines: tuple[str, ...], *, before: int) -> list[str]:
    return [
        paragraph(
            run(line, PaperFont.TITLE, g.SIZE_2, squeeze=0), TITLE,
            Shape(line=_TITLE_LINE, before=0 if place else before, align="center", keep_next=True),
        )
        for place, line in enumerate(lines)
    ]  # fmt: skip


def body_text(told: Paragraph) -> str:
    """Return a paragraph of the body in the font of its level."""
    style, font = LEVELS[told.level]
    return paragraph(run(told.text, font), style, Shape(first=_INDENT, keep_next=told.level in (1, 2)))


def _annex_list(paper: Paper) -> list[str]:
    """附件：1.××, names below one another, nothing after a name."""
    titles = [annex.title for annex in paper.annexes]
    if len(titles) == 1:
        return [paragraph(run(f"附件：{titles[0]}"), BODY, Shape(before=g.LINE, left=500, hanging=300))]
    return [
        paragraph(
            run(f"附件：{place}.{title}" if place == 1 else f"{place}.{title}"), BODY,
            Shape(before=g.LINE if place == 1 else 0, left=600, hanging=400 if place == 1 else 100),
        )
        for place, title in enumerate(titles, start=1)
    ]  # fmt: skip


def _remark(text: str) -> list[str]:
    if not text:
        return []
    inner = text.strip("（）()")
    return [paragraph(run(f"（{inner}）"), BODY, Shape(left=_INDENT, align=PLAIN.align))]

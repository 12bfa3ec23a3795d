"""The body of a notice as it is printed: what matters first, and never more than two pages."""

import re
from collections import Counter
from dataclasses import replace

from inspect_app.campaigns.vocabulary import PaperKind
from inspect_app.notices.rules.prose import CORRECTED, paragraphs, practice_text
from inspect_app.notices.vocabulary import FindingLine, NoticeFacts, Paragraph, Piece

LINES_PER_PAGE, CHARACTERS_PER_LINE = 22, 28
# A number is not torn at the end of a line, nor from the share in brackets behind it, and some programs put a little
# air around it.
_TOKENS = re.compile(r"[!-~]+(?:（[!-~]+）)?|.", re.DOTALL)
_AIR = 0.5
# Programs break lines each in their way: a line is kept in hand.
_SPARE = 1
# A seal is 42 mm wide, four lines.
MOST_SEAL_LINES = 5
_HANGS = frozenset("，。；：、）”")
# What stands above the title on the first page, and the blank lines around the title, in lines of text.
_HEAD_LINES = {PaperKind.BULLETIN: 6.2, PaperKind.RED_HEAD: 9.2}
_TITLE_LINE = 1.2
_LEADING = 3
# How much is told, richest first: problems, names in a list. Without names each problem is one short sentence.
_TELLINGS = (
    (8, 8), (7, 8), (6, 8), (5, 5), (4, 5), (3, 3), (2, 3), (6, 0), (5, 0), (4, 0), (3, 0), (2, 0), (1, 0), (0, 0),
)  # fmt: skip
# Of many problems one or two would look as if they were the worst.
_SOME = 3


def short_body(facts: NoticeFacts, title_lines: int = 2) -> list[Paragraph]:
    """Return the body, telling as much as two pages hold together with the signature; the annexes tell all of it.

    Corrections and practices that leave no room stand in annexes of their own.
    """
    fewest = min(_SOME, len(facts.new_findings))
    for problems, named in _TELLINGS:
        body = _body(facts, problems, named)
        if (problems >= fewest or not problems) and spare_lines(facts, body, title_lines) >= 0:
            return body
    uncorrected, unpraised = replace(facts, corrections=()), replace(facts, practices=())
    for told in (uncorrected, unpraised, replace(unpraised, corrections=())):
        body = _body(told, 0, 0, leading=0)
        if spare_lines(facts, body, title_lines) >= 0:
            break
    return body


def left_out(facts: NoticeFacts, body: list[Paragraph]) -> NoticeFacts:
    """Return the facts with only those corrections and practices that a body has no room for."""
    told = {paragraph.text for paragraph in body}
    return replace(
        facts,
        corrections=tuple(text for text in facts.corrections if CORRECTED + text not in told),
        practices=tuple(one for one in facts.practices if practice_text(one) not in told),
    )


def seal_lines(facts: NoticeFacts, body: list[Paragraph], title_lines: int = 2) -> int:
    """Return the lines kept free for the seal: as set, fewer where the signature would leave the second page."""
    wanted = facts.look.seal_lines
    spare = spare_lines(facts, body, title_lines)
    return min(wanted, MOST_SEAL_LINES, max(1, 1 + spare)) if wanted else 0


def spare_lines(facts: NoticeFacts, body: list[Paragraph], title_lines: int = 2) -> int:
    """Return how many lines are left on the second page below the signature; less than none where it leaves it."""
    first = LINES_PER_PAGE - _HEAD_LINES[facts.look.kind] - title_lines * _TITLE_LINE - _recipient_lines(facts)
    told = length(body)
    told += _pushed(body, int(first)) if told > first else 0
    rest = left_out(facts, body)
    apart = bool(rest.corrections) + bool(rest.practices)
    return int(first) + LINES_PER_PAGE - _SPARE - told - _signed_lines(facts, apart)


def _pushed(body: list[Paragraph], room: int) -> int:
    """Return the lines left empty at the foot of the first page: a heading goes with the first line of its text."""
    left = room
    for place, paragraph in enumerate(body):
        heads = 0
        while place + heads < len(body) and body[place + heads].level:
            heads += 1
        if heads and left < heads + 1:
            return max(left, 0)
        left -= lines_of(paragraph.text)
        if left <= 0:
            return 0
    return 0


def length(body: list[Paragraph]) -> int:
    """Return how many lines a body takes."""
    return sum(lines_of(paragraph.text) for paragraph in body)


def lines_of(text: str) -> int:
    """Return how many lines a paragraph takes, its first line two characters in; half-width signs count half."""
    lines, filled = 1, 2.0
    for token in _TOKENS.findall(text):
        width = len(token) / 2 + _AIR if token.isascii() else 1
        if filled + width > CHARACTERS_PER_LINE and token not in _HANGS:
            lines, filled = lines + 1, 0.0
        filled += width
    return lines


def brief(facts: NoticeFacts, leading: int = _LEADING) -> Paragraph:
    """Return the first thing a leader reads: what is new, what is overdue, who must act; so many units by name."""
    said = (*_new(facts, leading), Piece("；"), *_overdue(facts, leading), *_due_today(facts), Piece("。"))
    return Paragraph(said)


def _recipient_lines(facts: NoticeFacts) -> int:
    return 1 + lines_of("、".join(facts.main_to)) if facts.main_to else 0


def _signed_lines(facts: NoticeFacts, apart: int) -> int:
    """Return the lines of annexes, signature and remark; the seal counts one blank line, the fewest it needs."""
    listed = bool(facts.new_findings or facts.overdue_findings) + bool(facts.units) + apart
    return (listed + 1 if listed else 0) + 3 + bool(facts.look.remark)


def _body(facts: NoticeFacts, problems: int, named: int, leading: int = _LEADING) -> list[Paragraph]:
    told = paragraphs(facts, problems, named)
    first_head = next((place for place, paragraph in enumerate(told) if paragraph.level == 1), len(told))
    return [*told[:first_head], brief(facts, leading), *told[first_head:]]


def _new(facts: NoticeFacts, leading: int) -> tuple[Piece, ...]:
    count = facts.figures["found_new"]
    if not count:
        return (Piece("本期没有新发现问题"),)
    units = _units(facts.new_findings, leading)
    return (Piece("本期新发现问题"), Piece(str(count), "found_new"), Piece(f"个，涉及{units}" if units else "个"))


def _overdue(facts: NoticeFacts, leading: int) -> tuple[Piece, ...]:
    count = facts.figures["overdue"]
    if not count:
        return (Piece("没有逾期未改的问题"),)
    units = _units(facts.overdue_findings, leading)
    asked = f"个，请{units}立即整改" if units else "个"
    return (Piece("逾期未改"), Piece(str(count), "overdue"), Piece(asked))


def _due_today(facts: NoticeFacts) -> tuple[Piece, ...]:
    count = facts.figures["due_today"]
    return (Piece("；今日到期"), Piece(str(count), "due_today"), Piece("个，请当日反馈")) if count else ()


def _units(lines: tuple[FindingLine, ...], leading: int) -> str:
    """Name the units with most, and how many there are."""
    counts = Counter(line.unit for line in lines)
    named = "、".join(unit for unit, _ in counts.most_common(leading))
    if len(counts) <= leading:
        return named
    return f"{named}等{len(counts)}个单位" if named else f"{len(counts)}个单位"

"""The title of a paper in lines, and its number: how an office sets them (GB/T 9704-2012, 7.2.5 and 7.3.1)."""

import re
from itertools import combinations

# 156 mm hold 20 characters of 22 pt; one less, for a title never touches both edges.
PER_LINE = 19
TYPE_WIDTH_POINTS = 442
MARK_SIZES = (48, 42, 36, 32, 28, 26, 24, 22)
_YEAR = re.compile(r"[\[［【（(〔<＜]\s*((?:19|20)\d\d)\s*[\]］】）)〕>＞]")
# A line may begin with these and end with those: what stands between is one thought.
_BEGINS = ("关于", "“", "《", "专项", "督察", "督查", "情况", "整改", "工作", "最多", "第")
_ENDS = ("》", "、", "关于", "改革", "办公室", "专项", "事项")
_SHAPED_LINES = 3
_BAD_START = frozenset("”》」）、，。：；！？的和与及》")
_BAD_END = frozenset("“《「（")


def mark_size(mark: str) -> int:
    """Return the size of the red mark in points: as wide as 156 mm allow, within what looks right."""
    fits = TYPE_WIDTH_POINTS // max(len(mark), 1)
    return next((size for size in MARK_SIZES if size <= fits), MARK_SIZES[-1])


def hexagonal(number: str) -> str:
    """Return a 文号 with its year in hexagonal brackets and without a leading zero or 第."""
    bracketed = _YEAR.sub(lambda match: f"〔{match.group(1)}〕", number.strip())
    return re.sub(r"〕\s*+(?:第\s*+)?0*+(\d++)\s*+号", r"〕\1号", bracketed)


def shaped(title: str, per_line: int = PER_LINE) -> tuple[str, ...]:
    """Return a title in lines that form a trapezium or a diamond, broken where a thought ends."""
    head, tail = _date_apart(title)
    if len(head) + len(tail) <= per_line:
        return (title,)
    return (*_broken(head, per_line), *((tail,) if tail else ()))


def _date_apart(title: str) -> tuple[str, str]:
    """A date in brackets at the end stands on a line of its own."""
    at = title.rfind("（")
    return (title[:at], title[at:]) if at > 0 and title.endswith("）") else (title, "")


def _broken(text: str, per_line: int) -> tuple[str, ...]:
    for count in range(-(-len(text) // per_line), _SHAPED_LINES + 1):
        found = _best(text, count, per_line)
        if found:
            return found
    # What nobody would call a title is at least not lost.
    return tuple(text[at : at + per_line] for at in range(0, len(text), per_line))


def _best(text: str, count: int, per_line: int) -> tuple[str, ...]:
    best: tuple[float, tuple[str, ...]] = (float("inf"), ())
    places = [at for at in range(2, len(text) - 1) if _allowed(text, at)]
    for cuts in combinations(places, count - 1):
        edges = (0, *cuts, len(text))
        lines = tuple(text[a:b] for a, b in zip(edges, edges[1:], strict=False))
        if max(map(len, lines)) <= per_line:
            best = min(best, (_ugliness(text, cuts, lines), lines))
    return best[1]


def _allowed(text: str, at: int) -> bool:
    if text[at] in _BAD_START or text[at - 1] in _BAD_END:
        return False
    before, after = text[at - 1], text[at]
    return not (before.isascii() and before.isalnum() and after.isascii() and after.isalnum())


def _ugliness(text: str, cuts: tuple[int, ...], lines: tuple[str, ...]) -> float:
    """Count what an eye dislikes: a torn thought, two lines of one length, lines that differ much."""
    torn = sum(12 for at in cuts if not (text.startswith(_BEGINS, at) or text[:at].endswith(_ENDS)))
    quoted = sum(40 for at in cuts if _is_open(text[:at], "“”") or _is_open(text[:at], "《》"))
    lengths = [len(line) for line in lines]
    equal = sum(6 for a, b in zip(lengths, lengths[1:], strict=False) if a == b)
    hourglass = 10 * (len(lines) > 2 and lengths[1] < min(lengths[0], lengths[2]))  # noqa: PLR2004 - three lines
    return torn + quoted + equal + hourglass + (max(lengths) - min(lengths)) / 2


def _is_open(text: str, pair: str) -> bool:
    return text.count(pair[0]) > text.count(pair[1])

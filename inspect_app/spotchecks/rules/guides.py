"""Two guides held together line by line, and the words of the problem that a difference is made of.

What is no difference: how a line is numbered or ended, full or half width, blanks, and the order of a list of papers.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from inspect_app.foundation.text import normalise
from inspect_app.spotchecks.vocabulary.guides import Aspect, Found, Kind, Outcome, Piece, Row

# How a line is numbered: 1. 1、 1） （1） 一、 （一） or a dash; and how it ends.
_NUMBER = "[0-9０-９一二三四五六七八九十]{1,3}"
_NUMBERED = re.compile(rf"^(?:[-·•*]|[(（]{_NUMBER}[)）][.、．]?|{_NUMBER}(?:[、)）]|[.．](?![0-9０-９])))\s*")
_ENDS = "。．.；;，,、"
# Two lines are one changed when they have this much in common; otherwise each stands alone.
_ALIKE = 0.5
_NAMES = {
    Kind.CHANGED: "窗口与网上不一致",
    Kind.WINDOW_ONLY: "窗口有而网上没有",
    Kind.ONLINE_ONLY: "网上有而窗口没有",
}


def lines_of(text: str) -> list[str]:
    """Return the lines of a guide that say something."""
    return [line for part in text.splitlines() if (line := part.strip())]


def meaning_of(line: str) -> str:
    """Return a line without what makes no difference."""
    plain = normalise(line).replace(" ", "")
    return _NUMBERED.sub("", plain).strip(_ENDS).casefold()


def compare(window: str, online: str, *, a_list: bool = True) -> list[Row]:
    """Return the lines of both side by side: those that say the same, the changed ones, those that stand alone.

    What is no list (a limit, a fee) is one line: however unlike, the one stands for the other.
    """
    here, there = lines_of(window), lines_of(online)
    pairs = _pairs(here, there) if a_list or not len(here) == len(there) == 1 else {0: 0}
    rows = [_row(line, there[pairs[place]] if place in pairs else None) for place, line in enumerate(here)]
    met = set(pairs.values())
    return rows + [_row(None, line) for place, line in enumerate(there) if place not in met]


def compared(window: Mapping[Aspect, str], online: Mapping[Aspect, str]) -> dict[Aspect, list[Row]]:
    """Return every aspect of two guides side by side; what neither speaks of is left out."""
    found = {
        aspect: compare(window.get(aspect, ""), online.get(aspect, ""), a_list=aspect is Aspect.PAPERS)
        for aspect in Aspect
    }
    return {aspect: rows for aspect, rows in found.items() if rows}


def outcome_of(found: Found, counted: int) -> Outcome:
    """Return what a spot-check comes to, by the differences that count."""
    if found is not Found.FOUND:
        return Outcome.UNPUBLISHED
    return Outcome.DIFFERENT if counted else Outcome.SAME


def problem_title(item: str, aspect: Aspect | None) -> str:
    """Return what the problem is called."""
    if aspect is None:
        return f"网上没有公布“{item}”办事指南"
    return f"“{item}”{aspect.label}窗口与网上不一致"


def problem_words(
    item: str, url: str, found: Found, aspect: Aspect | None, kind: Kind, window: str, online: str
) -> str:
    """Return the fact of the problem: both wordings, so that anybody may check them."""
    if aspect is None:
        why = "网址打不开" if found is Found.NOT_OPEN else "网址打得开，找不到办事指南"
        return f"网上抽查“{item}”：{why}（{url}）。"
    said = {
        Kind.CHANGED: f"窗口写“{window}”，网上写“{online}”",
        Kind.WINDOW_ONLY: f"窗口写“{window}”，网上没有",
        Kind.ONLINE_ONLY: f"网上写“{online}”，窗口没有",
    }[kind]
    return f"网上抽查“{item}”，{aspect.label}{_NAMES[kind]}：{said}（{url}）。"


def _pairs(here: Sequence[str], there: Sequence[str]) -> dict[int, int]:
    """Return which line at the window belongs to which online: the same ones first, then the likest."""
    free = list(range(len(there)))
    pairs: dict[int, int] = {}
    meanings = [meaning_of(line) for line in there]
    for place, line in enumerate(here):
        same = next((other for other in free if meanings[other] == meaning_of(line)), None)
        if same is not None:
            pairs[place] = same
            free.remove(same)
    likely = sorted(_likely(here, meanings, pairs, free), key=lambda one: (-one[0], one[1], one[2]))
    for _, place, other in likely:
        if place not in pairs and other in free:
            pairs[place] = other
            free.remove(other)
    return pairs


def _likely(
    here: Sequence[str], meanings: Sequence[str], pairs: Mapping[int, int], free: Sequence[int]
) -> Iterator[tuple[float, int, int]]:
    for place, line in enumerate(here):
        for other in free if place not in pairs else ():
            ratio = SequenceMatcher(None, meaning_of(line), meanings[other], autojunk=False).ratio()
            if ratio >= _ALIKE:
                yield ratio, place, other


def _row(window: str | None, online: str | None) -> Row:
    if online is None:
        return Row((Piece(window or "", differs=True),), (), Kind.WINDOW_ONLY)
    if window is None:
        return Row((), (Piece(online, differs=True),), Kind.ONLINE_ONLY)
    if meaning_of(window) == meaning_of(online):
        return Row((Piece(window),), (Piece(online),))
    return Row(*_marked(window, online), Kind.CHANGED)


def _marked(window: str, online: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Mark what differs; how the lines are numbered is never marked."""
    (begin, window), (start, online) = _unnumbered(window), _unnumbered(online)
    here, there = [Piece(begin)] if begin else [], [Piece(start)] if start else []
    for tag, a, b, c, d in SequenceMatcher(None, window, online, autojunk=False).get_opcodes():
        differs = tag != "equal"
        if a < b:
            here.append(Piece(window[a:b], differs))
        if c < d:
            there.append(Piece(online[c:d], differs))
    return tuple(here), tuple(there)


def _unnumbered(line: str) -> tuple[str, str]:
    """Return how a line is numbered, and the rest of it."""
    found = _NUMBERED.match(line)
    place = found.end() if found else 0
    return line[:place], line[place:]

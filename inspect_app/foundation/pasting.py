"""What looks wrong in pasted text: shown with its place and a proposal, never changed by itself."""

import re
from dataclasses import dataclass

from inspect_app.foundation.labels import Labelled
from inspect_app.foundation.text import tidy


class Slip(Labelled):
    """What paste leaves behind (rectification.md §2: full-width digits, lost points, lines broken by a PDF)."""

    WIDE = "wide", "全角数字"
    BREAK = "break", "句中断行"
    POINT = "point", "疑似丢了小数点"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place of a text, [start, end) in characters, what stands there and what might be meant."""

    start: int
    end: int
    found: str
    instead: str
    slip: Slip

    @property
    def key(self) -> str:
        """Return how a button names the place."""
        return f"{self.start}-{self.end}"


_DIGIT = "[0-9０-９]"
_BLANK = "[ \u00a0\u2002-\u200a\u3000]"
# Two groups of digits with a blank between and a unit of measure behind: 98 5%, ９２ １ 万; a date has none.
_POINT = re.compile(
    f"(?<![0-9０-９.．])({_DIGIT}{{1,4}}){_BLANK}+({_DIGIT}{{1,2}})(?={_BLANK}*(?:[%％万亿倍]|个百分点|小时|公里|元))"
)
# From the first digit on, and never back again: a page of digits is read once.
_WIDE = re.compile(f"(?<!{_DIGIT})(?:{_DIGIT}*[０-９][0-9０-９．]*％?|{_DIGIT}++(?:[．.]{_DIGIT}*+)?％)")
_BREAK = re.compile(f"[\t{_BLANK[1:]}{{0,80}}\r?\n[\t{_BLANK[1:]}*")
_ENDS = frozenset("。！？；：!?;:”」』）》)】…")
_HEAD = re.compile(
    r"[一二三四五六七八九十]{1,4}、|（[一二三四五六七八九十]{1,4}）|[0-9０-９]{1,4}[.．、]|（[0-9]{1,4}）|附件|更正"
)
_SHORT = 20


def suggestions(text: str) -> list[Suggestion]:
    """Return what looks wrong in a text, in the order of the places; no two overlap."""
    points = [
        Suggestion(at.start(), at.end(), at[0], f"{tidy(at[1])}.{tidy(at[2])}", Slip.POINT)
        for at in _POINT.finditer(text)
    ]
    wide = [
        Suggestion(at.start(), at.end(), at[0], _half(at[0]), Slip.WIDE)
        for at in _WIDE.finditer(text)
        if not any(point.start < at.end() and at.start() < point.end for point in points)
    ]
    return sorted([*points, *wide, *_breaks(text)], key=lambda one: one.start)


def take(text: str, key: str) -> str:
    """Return a text with one proposal taken; a place that is no longer proposed changes nothing."""
    for one in suggestions(text):
        if one.key == key:
            return text[: one.start] + one.instead + text[one.end :]
    return text


def take_all(text: str, slip: Slip) -> str:
    """Return a text with all proposals of one kind taken."""
    for one in reversed(suggestions(text)):
        if one.slip is slip:
            text = text[: one.start] + one.instead + text[one.end :]
    return text


def taken(text: str, key: str) -> str:
    """Return a text with what a button names taken: one proposal, or all of a kind."""
    slip = Slip.find(key)
    return take_all(text, slip) if slip is not None else take(text, key)


def shown(text: str) -> list[tuple[Suggestion, tuple[str, str, str]]]:
    """Return the proposals of a text as sent by a form, each with what stands around it."""
    text = unified(text)
    return [(one, around(text, one)) for one in suggestions(text)]


def unified(text: str) -> str:
    """Return a text as sent by a form with the ends of lines that places are counted in."""
    return text.replace("\r\n", "\n")


def around(text: str, one: Suggestion, width: int = 12) -> tuple[str, str, str]:
    """Return what stands before a place, at it and behind it, to be shown with the place marked."""
    before, behind = text[max(0, one.start - width) : one.start], text[one.end : one.end + width]
    return (
        before.replace("\n", "⏎"),
        one.found.strip(" \t").replace("\r", "").replace("\n", "⏎"),
        behind.replace("\n", "⏎"),
    )


def _half(found: str) -> str:
    return tidy(found).replace("．", ".").replace("％", "%")


def _breaks(text: str) -> list[Suggestion]:
    """A line that ends in the middle of a sentence, unless it is a heading or the next one begins a thought."""
    found = []
    for at in _BREAK.finditer(text):
        line = text[text.rfind("\n", 0, at.start()) + 1 : at.start()].strip()
        following = text[at.end() :]
        if not line or line[-1] in _ENDS or not following.strip() or following[0] in "\r\n":
            continue
        if _HEAD.match(following) or (_HEAD.match(line) and len(line) <= _SHORT):
            continue
        joint = (
            " "
            if line[-1].isascii() and line[-1].isalpha() and following[0].isascii() and following[0].isalpha()
            else ""
        )
        found.append(Suggestion(at.start(), at.end(), at[0], joint, Slip.BREAK))
    return found

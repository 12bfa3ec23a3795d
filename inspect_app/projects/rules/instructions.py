"""When the words of an instruction may still be put right in place, and whether a text quotes them exactly."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher

from inspect_app.projects.vocabulary.instructions import Quotable

OPEN_FOR = timedelta(hours=24)
_LIKE = 0.5
_FURTHEST = 2000
# Where a text begins to give the words of an instruction: a quotation mark or a colon soon after 批示.
_BEGINS = re.compile(r"批示[^“”:：。\n]{0,12}[“:：]")
_MARKS = re.compile(r"[\s“”‘’\"'。，、！!,.;；：:]+")


@dataclass(frozen=True, slots=True)
class Misquote:
    """A passage that is close to an instruction of the register and yet differs."""

    said: str
    registered: Quotable


def may_replace(written_at: datetime, quoted_at: datetime | None, now: datetime) -> bool:
    """Say whether a slip of the pen is simply put right: within a day, while no paper quotes the words."""
    return quoted_at is None and now - written_at < OPEN_FOR


def misquotes(text: str, known: Iterable[Quotable]) -> list[Misquote]:
    """Return the passages given as an instruction's words that differ from the one they are closest to."""
    register = [(one, _bare(one.words)) for one in known]
    found = []
    for begin in _BEGINS.finditer(text):
        rest = text[begin.end() :]
        quoted = _bare(rest.partition("”")[0]) if begin[0].endswith("“") else ""
        tail = _bare(rest[:_FURTHEST])
        if any(tail.startswith(words) or (quoted and quoted in words) for _one, words in register):
            continue
        ranked = sorted(((_alike(tail, words), one) for one, words in register), key=lambda pair: -pair[0])
        if ranked and ranked[0][0] >= _LIKE:
            found.append(Misquote(rest[: len(ranked[0][1].words)].strip(), ranked[0][1]))
    return found


def _alike(tail: str, words: str) -> float:
    return SequenceMatcher(None, tail[: len(words)], words, autojunk=False).ratio()


def _bare(text: str) -> str:
    """Marks and line breaks of a pasted text change no word."""
    return _MARKS.sub("", text)

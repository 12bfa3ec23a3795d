"""What an article quotes by reference: 【批示12】 and 【数字5】 stand for what the registers say, word by word."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_TOKEN = re.compile(r"【(批示|数字)([0-9]{1,9})】")
_ANY = re.compile(r"【(?:批示|数字)[^】]{0,12}】")


@dataclass(frozen=True, slots=True)
class Quotes:
    """What may be quoted, by the id in the register: instructions and figures as a paper prints them."""

    instructions: Mapping[int, str]
    figures: Mapping[int, str]

    def find(self, kind: str, key: int) -> str | None:
        """Return what a token stands for, or nothing."""
        return (self.instructions if kind == "批示" else self.figures).get(key)


def quoted_in(texts: Iterable[str]) -> tuple[frozenset[int], frozenset[int]]:
    """Return the ids of the instructions and of the figures that some texts name."""
    found = [(kind, int(key)) for text in texts for kind, key in _TOKEN.findall(text)]
    return (
        frozenset(key for kind, key in found if kind == "批示"),
        frozenset(key for kind, key in found if kind == "数字"),
    )


def filled(text: str, quotes: Quotes) -> str:
    """Return a text with its tokens filled in; one that names nothing stays as it is, for the check to show."""

    def words(found: re.Match[str]) -> str:
        return quotes.find(found[1], int(found[2])) or found[0]

    return _TOKEN.sub(words, text)


def unknown_tokens(text: str) -> list[str]:
    """Return the tokens left in a filled text: they name nothing that the registers have."""
    return _ANY.findall(text)


def as_quoted(leader: str, post: str, words: str) -> str:
    """Return an instruction as it is quoted, the leader with the post held that day (seed 000)."""
    return f"{post}{leader}批示：“{words.rstrip('。')}”"


def as_figure(name: str, number: str, scope: str, as_of: str, source: str) -> str:
    """Return a figure with its scope, day and source: a number alone says nothing (seed 004)."""
    return f"据{source}统计，截至{as_of}，{scope}{name}{number}"

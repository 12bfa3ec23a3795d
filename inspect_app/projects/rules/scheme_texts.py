"""What a scheme says, line by line, and in what two versions differ."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from inspect_app.accounts.vocabulary import UnitLevel
from inspect_app.foundation.errors import Invalid
from inspect_app.projects.vocabulary.schemes import Measure, SchemeContent

# Words are compared by clauses: a reader sees which clause is new, and long texts cost little.
_CLAUSE = re.compile(r"[^，。；、：！？\n]*[，。；、：！？\n]|[^，。；、：！？\n]+")
_LEVELS = list(UnitLevel)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; a changed one stands in one version only."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One line of two versions beside each other."""

    label: str
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]

    @property
    def differs(self) -> bool:
        """Say whether anything of the line was changed."""
        return any(piece.changed for piece in (*self.old, *self.new))


def checked(content: SchemeContent) -> SchemeContent:
    """Return a scheme that can be kept; raise Invalid, by its field, for one that says half."""
    if not content.text:
        raise Invalid("请写改革方案。", "text")
    pairs = (
        ("flow", "环节", content.flow_before, content.flow_after),
        ("papers", "材料", content.papers_before, content.papers_after),
        ("trips", "跑动次数", content.trips_before, content.trips_after),
    )
    for name, word, before, after in pairs:
        if _is_empty(before) != _is_empty(after):
            side, said = ("before", "优化前") if _is_empty(before) else ("after", "优化后")
            raise Invalid(f"请把{said}的{word}也填上。", f"{name}_{side}")
    if content.measure is not Measure.DELEGATE:
        return replace(content, from_level=None, to_level=None)
    return _delegated(content)


def has_process(content: SchemeContent) -> bool:
    """Say whether it tells how the process was before and how it is after."""
    return bool(content.flow_before) or content.papers_before is not None or content.trips_before is not None


def measure_words(content: SchemeContent) -> str:
    """Return the measure, with the levels between which a power is moved down."""
    if content.measure is None:
        return ""
    if content.from_level is None or content.to_level is None:
        return content.measure.label
    return f"{content.measure.label}（{content.from_level.label}→{content.to_level.label}）"


def compared(old: SchemeContent | None, new: SchemeContent) -> list[ComparedLine]:
    """Return the lines of two versions beside each other; the lines of one when there is no older one."""
    before = dict(_lines(old)) if old is not None else None
    rows = []
    for label, text in _lines(new):
        if before is None:
            rows.append(ComparedLine(label, (), (Piece(text, False),)))
        elif text or before[label]:
            rows.append(ComparedLine(label, *_pieces(before[label], text)))
    return [row for row in rows if any(piece.text for piece in (*row.old, *row.new))]


def _lines(content: SchemeContent) -> Iterator[tuple[str, str]]:
    yield "改革方案", content.text
    yield "文号", content.document
    yield "改革措施", measure_words(content)
    yield "优化前环节", content.flow_before
    yield "优化后环节", content.flow_after
    yield "材料", _change(content.papers_before, content.papers_after, "件")
    yield "跑动次数", _change(content.trips_before, content.trips_after, "趟")


def _change(before: int | None, after: int | None, unit: str) -> str:
    return "" if before is None or after is None else f"优化前 {before} {unit}，优化后 {after} {unit}"


def _pieces(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    left, right = _CLAUSE.findall(old), _CLAUSE.findall(new)
    olds: list[Piece] = []
    news: list[Piece] = []
    for kind, begin, end, start, stop in SequenceMatcher(None, left, right).get_opcodes():
        changed = kind != "equal"
        if begin < end:
            olds.append(Piece("".join(left[begin:end]), changed))
        if start < stop:
            news.append(Piece("".join(right[start:stop]), changed))
    return tuple(olds), tuple(news)


def _delegated(content: SchemeContent) -> SchemeContent:
    if content.from_level is None:
        raise Invalid("请选原来由哪一级审批。", "from_level")
    if content.to_level is None:
        raise Invalid("请选下放到哪一级。", "to_level")
    if _LEVELS.index(content.to_level) <= _LEVELS.index(content.from_level):
        raise Invalid("下放到的层级要比原来的低。", "to_level")
    return content


def _is_empty(value: str | int | None) -> bool:
    return value is None or value == ""

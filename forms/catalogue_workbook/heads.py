"""Find a sheet's header row by its words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from forms.catalogue_workbook.grid import Grid, letter
from inspect_app.catalogue.vocabulary import Column, ImportProblem, SheetSpec
from inspect_app.foundation.text import normalise

_LOOKED_AT = 30
_MARKS = re.compile(r"\((?:必填|选填|\*)\)|[\s*:：]")


@dataclass(frozen=True, slots=True)
class Head:
    """Where the header stands and which column holds what; `places` is column number by key."""

    row: int = 0
    places: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[ImportProblem, ...] = ()


def find_head(spec: SheetSpec, grid: Grid) -> Head:
    """Return the row, of the first thirty, that names the most columns; problems say what is missing."""
    words = {_word(title): column for column in spec.columns for title in (column.title, *column.aliases)}
    best = 0
    named: dict[int, Column] = {}
    for number in [row for row in grid.rows if row <= _LOOKED_AT]:
        found = _named(words, grid.rows[number])
        if len(found) > len(named):
            best, named = number, found
    places = {column.key: place for place, column in sorted(named.items(), key=lambda pair: -pair[0])}
    return Head(best, places, tuple(_problems(spec, grid.title, best, named)))


def _named(words: Mapping[str, Column], cells: Mapping[int, object]) -> dict[int, Column]:
    return {place: words[word] for place, cell in cells.items() if (word := _word(str(cell))) in words}


def _word(text: str) -> str:
    return _MARKS.sub("", normalise(text))


def _problems(spec: SheetSpec, title: str, row: int, named: Mapping[int, Column]) -> list[ImportProblem]:
    columns = list(named.values())
    missing = [column.title for column in spec.columns if column.required and column not in columns]
    if missing:
        words = "、".join(f"“{name}”" for name in missing)
        sentence = f"表头缺少{words}" if row else f"没有找到表头，应有{words}"
        return [ImportProblem(title, f"A{row or 1}", sentence)]
    return [
        ImportProblem(title, f"{letter(place)}{row}", f"表头“{column.title}”写了两次")
        for place, column in named.items()
        if any(other < place and named[other] is column for other in named)
    ]

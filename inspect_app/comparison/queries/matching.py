"""What a table is held against: matters with their promises, windows, cases that were compared before."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from sqlalchemy import select

from inspect_app.accounts.vocabulary import SheetProblem
from inspect_app.catalogue.queries import PromisedMatter, matters_by_name, windows_by_name
from inspect_app.comparison.models import ComparedCase, ComparedPromise
from inspect_app.comparison.rules import promise_of, verdict_of
from inspect_app.comparison.vocabulary import CaseLine, Promise, Verdict
from inspect_app.database import db
from inspect_app.foundation.text import tidy

_PART = 5_000


@dataclass(frozen=True, slots=True)
class Match:
    """A line whose matter and window are known, what was promised, and what it came to."""

    line: CaseLine
    matter: PromisedMatter
    window_id: int | None
    promise: Promise
    verdict: Verdict


class Catalogue:
    """Matters and windows by any of their names, read once for a whole table."""

    @cached_property
    def _matters(self) -> dict[str, tuple[PromisedMatter, Promise]]:
        return {name: (matter, promised(matter)) for name, matter in matters_by_name().items()}

    @cached_property
    def _windows(self) -> dict[str, tuple[int, int]]:
        return windows_by_name()

    def matches(
        self, lines: Iterable[CaseLine], fixed: Mapping[int, Promise] = MappingProxyType({})
    ) -> Iterator[Match | SheetProblem]:
        """Yield each line with its matter, window and verdict, or what is not known of it.

        `fixed` are promises by matter that were held against a batch before and hold for the rest of it.
        """
        for line in lines:
            known, window = self._matters.get(tidy(line.matter)), self._windows.get(tidy(line.window))
            if known is None:
                yield _unknown(line, f"事项库里没有“{line.matter}”，请填事项编码，或先登记这个事项。")
            elif line.window and window is None:
                yield _unknown(line, f"没有窗口“{line.window}”，请填窗口编码，或“网点 窗口”。")
            else:
                matter, promise = known[0], fixed.get(known[0].id, known[1])
                yield Match(line, matter, window[0] if window else None, promise, verdict_of(line, promise))


def _unknown(line: CaseLine, text: str) -> SheetProblem:
    return SheetProblem(f"第 {line.row} 行", text)


def promised(matter: PromisedMatter) -> Promise:
    """Return what is promised of a matter now."""
    return promise_of(
        matter.trips, matter.amount, matter.unit, matter.papers, id_only=matter.id_only, online=matter.online
    )


def promises_held(batch_id: int, item_ids: Collection[int] | None = None) -> dict[int, Promise]:
    """Return what was promised when a batch was compared, by matter; of some matters when they are named."""
    held = ComparedPromise
    query = select(held.item_id, held.trips, held.minutes, held.workdays, held.papers, held.online)
    query = query.where(held.batch_id == batch_id)
    if item_ids is not None:
        query = query.where(held.item_id.in_(item_ids))
    return {row.item_id: Promise(*row[1:]) for row in db.session.execute(query)}


def cases_there(source_id: int, case_nos: Sequence[str]) -> set[str]:
    """Return which cases of a source were compared before."""
    found: set[str] = set()
    for start in range(0, len(case_nos), _PART):
        part = case_nos[start : start + _PART]
        query = select(ComparedCase.case_no).where(ComparedCase.source_id == source_id, ComparedCase.case_no.in_(part))
        found |= set(db.session.scalars(query))
    return found

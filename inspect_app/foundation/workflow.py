"""A state machine as a table: (status, step) → status, with who may and what must be there."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

S = TypeVar("S")
T = TypeVar("T")
W = TypeVar("W")


@dataclass(frozen=True, slots=True)
class Transition(Generic[S, T, W]):
    """One row of the table: a step from a status to a status.

    `by` are the powers of which one is needed; `needs` names the facts that must be there.
    """

    step: T
    source: S
    target: S
    by: frozenset[W]
    needs: tuple[str, ...] = field(default=())


class Workflow(Generic[S, T, W]):
    """Answer what may happen next; the rows are the only truth."""

    def __init__(self, rows: Iterable[Transition[S, T, W]]) -> None:
        self.rows = tuple(rows)
        self._by_key = {(row.source, row.step): row for row in self.rows}
        if len(self._by_key) != len(self.rows):
            raise ValueError("two rows share a status and a step")

    def find(self, status: S, step: T) -> Transition[S, T, W] | None:
        """Return the row for a step in a status, or nothing when the step isn't allowed there."""
        return self._by_key.get((status, step))

    def steps_from(self, status: S) -> list[Transition[S, T, W]]:
        """Return the rows that leave a status, in the order of the table."""
        return [row for row in self.rows if row.source == status]

    def sources_of(self, step: T) -> list[S]:
        """Return the statuses in which a step is allowed."""
        return [row.source for row in self.rows if row.step == step]

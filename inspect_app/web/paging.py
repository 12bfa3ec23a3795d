"""Pages of a list: fifty rows, the number in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

PAGE_SIZE = 50
_MAX_PAGE = 1_000_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; `number` counts from 1."""

    rows: Sequence[T]
    number: int
    total: int
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """Return the place of the first row of this page, from 1; 0 when the list is empty."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """Return the place of the last row of this page."""
        return (self.number - 1) * self.size + len(self.rows)


def page_number() -> int:
    """Return the page asked for in the address; whatever can't be read is page 1."""
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit()):
        return 1
    # Digits beyond the largest page say no more; thousands of them could not even be read.
    return min(max(int(text[: len(str(_MAX_PAGE)) + 1]), 1), _MAX_PAGE)

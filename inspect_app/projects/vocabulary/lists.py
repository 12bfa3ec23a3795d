"""The shape of a list that the screen and Excel share, so that the two can't differ."""

from dataclasses import dataclass
from datetime import date

Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: its head, its width in Excel (characters), and whether a phone leaves it out (`more`)."""

    label: str
    width: int = 14
    kind: str = ""

    @property
    def is_day(self) -> bool:
        """Say whether it holds days."""
        return self.kind in ("day", "day more")


@dataclass(frozen=True, slots=True)
class ListLine:
    """One line: its cells in the order of the columns, its page, and the tone of its state."""

    cells: tuple[Cell, ...]
    href: str
    tone: str = ""

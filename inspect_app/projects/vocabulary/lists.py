"""The shape of a list that the screen and Excel share, so that the two can't differ."""

from dataclasses import dataclass
from datetime import date

Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: its head, its width in Excel (characters), and where it is left out.

    `more`: on a phone; `desk`: on a tablet too; `wide`: on all but a wide screen. What is `short` stays on one line.
    """

    label: str
    width: int = 14
    kind: str = ""

    @property
    def is_day(self) -> bool:
        """Say whether it holds days."""
        return self.kind.startswith("day")


@dataclass(frozen=True, slots=True)
class ListLine:
    """One line: its cells in the order of the columns, its page, and the tone of its state."""

    cells: tuple[Cell, ...]
    href: str
    tone: str = ""

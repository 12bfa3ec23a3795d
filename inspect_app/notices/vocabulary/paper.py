"""What an official paper is made of: one shape feeds Word, PDF, the print page and the preview (GB/T 9704-2012)."""

from dataclasses import dataclass

from inspect_app.campaigns.vocabulary import PaperKind
from inspect_app.notices.vocabulary.facts import Paragraph
from inspect_app.notices.vocabulary.look import PaperLook


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart: its share of the longest, and its tone: 0 dark, 1 light."""

    share: float
    tone: int = 0


@dataclass(frozen=True, slots=True)
class Shade:
    """A number on a shade of its table: 0 none to 4 darkest."""

    count: int
    level: int


Cell = str | int | Bar | Shade


@dataclass(frozen=True, slots=True)
class TableFacts:
    """A table; every row has one cell a head. `widths` are millimetres on paper, `wrapped` columns may break."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...] = ()
    wrapped: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: one sentence, and a table whose rows are the numbers and their bars or shades."""

    sentence: str
    table: TableFacts


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex on pages of its own: its title and the tables below it, each with the title of its part."""

    title: str
    tables: tuple[TableFacts, ...]
    note: str = ""
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper, in the order it is read; every text as printed."""

    look: PaperLook
    mark: str
    mark_size: int
    number: str
    is_draft: bool
    issuer: str
    day: str
    title: str
    title_lines: tuple[str, ...]
    main_to: str
    body: tuple[Paragraph, ...]
    annexes: tuple[Annex, ...]
    copy_to: str
    printed_by: str
    printed_on: str

    @property
    def is_red_head(self) -> bool:
        """Say whether it is a red-head paper with a 文号, not a masthead with an issue number."""
        return self.look.kind is PaperKind.RED_HEAD

    @property
    def has_colophon(self) -> bool:
        """Say whether a 版记 closes it."""
        return bool(self.copy_to or self.printed_by)

"""What a notice is made of: one shape feeds the screen, Word, Excel and the frozen snapshot."""

from dataclasses import asdict, dataclass
from typing import Any, Self

from inspect_app.metrics.vocabulary import UnitCounts
from inspect_app.notices.vocabulary.look import PaperLook


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One delivered finding in a table; all text as printed, dates as ISO text."""

    number: str
    unit: str
    place: str
    method: str
    title: str
    fact: str
    kind: str
    grade: str
    demand: str
    due: str
    status: str
    note: str = ""
    disputed: str = ""

    @property
    def headline(self) -> str:
        """Return the title as a table prints it, marked while an objection waits."""
        return self.title + self.disputed


@dataclass(frozen=True, slots=True)
class MethodCount:
    """Visits of one method, in this issue and so far."""

    method: str
    new: int
    total: int


@dataclass(frozen=True, slots=True)
class Practice:
    """Praise as section 四 tells it: unit, window and the words for papers; no person."""

    unit: str
    window: str
    words: str


@dataclass(frozen=True, slots=True)
class WeekCount:
    """Seven days that end with the cut-off's: what was delivered and struck off in them (ISO days)."""

    first: str
    last: str
    found: int
    closed: int


@dataclass(frozen=True, slots=True)
class KindCounts:
    """A unit's delivered findings by kind: 痛点, 堵点, 难点, not sorted."""

    unit: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PromiseRate:
    """A rate of 承诺兑现 as printed, and the figure whose list stands behind it; older issues kept no list."""

    words: str
    figure: str = ""


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """Everything a notice says in numbers and tables.

    `figures` are the numbers that prose may name: {name: value}. `as_of` is the cut-off as printed. `marks` are how
    many gave 5, 4, 3, 2, 1 of 5.
    """

    campaign: str
    issuer: str
    series: str
    title: str
    issue_no: int | None
    issue_date: str
    as_of: str
    main_to: tuple[str, ...]
    copy_to: tuple[str, ...]
    figures: dict[str, int]
    methods: tuple[MethodCount, ...]
    new_findings: tuple[FindingLine, ...]
    overdue_findings: tuple[FindingLine, ...]
    closed_findings: tuple[FindingLine, ...]
    units: tuple[UnitCounts, ...]
    prose: dict[str, tuple[str, ...]]
    corrections: tuple[str, ...]
    ratios: dict[str, tuple[int, int]]
    promises: tuple[PromiseRate, ...] = ()
    look: PaperLook = PaperLook()
    practices: tuple[Practice, ...] = ()
    weeks: tuple[WeekCount, ...] = ()
    kinds: tuple[KindCounts, ...] = ()
    marks: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the snapshot that is frozen."""
        return asdict(self)

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> Self:
        """Return the facts of a frozen snapshot."""
        lines = ("new_findings", "overdue_findings", "closed_findings")
        return cls(
            **{
                **body,
                **{name: tuple(FindingLine(**line) for line in body[name]) for name in lines},
                "methods": tuple(MethodCount(**row) for row in body["methods"]),
                "units": tuple(UnitCounts(**row) for row in body["units"]),
                "main_to": tuple(body["main_to"]),
                "copy_to": tuple(body["copy_to"]),
                "corrections": tuple(body["corrections"]),
                "prose": {name: tuple(texts) for name, texts in body["prose"].items()},
                "promises": tuple(_promise_rate(row) for row in body.get("promises", ())),
                "ratios": {name: (pair[0], pair[1]) for name, pair in body["ratios"].items()},
                "look": PaperLook.from_json(body.get("look", {})),
                "weeks": tuple(WeekCount(**row) for row in body.get("weeks", ())),
                "kinds": tuple(KindCounts(row["unit"], tuple(row["counts"])) for row in body.get("kinds", ())),
                "marks": tuple(body.get("marks", ())),
                "practices": tuple(Practice(**row) for row in body.get("practices", ())),
            }
        )


def _promise_rate(kept: dict[str, str] | str) -> PromiseRate:
    return PromiseRate(kept) if isinstance(kept, str) else PromiseRate(**kept)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence: the office's words, or a number that is computed and can't be typed."""

    text: str
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body as pieces; `level` 0 is text, 1 a heading 一、, 2 a heading （一）."""

    pieces: tuple[Piece, ...]
    level: int = 0

    @property
    def text(self) -> str:
        """Return the paragraph as it is printed."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class CheckedSum:
    """A number of the text held against its table."""

    label: str
    in_text: int
    in_table: int
    where: str

    @property
    def agrees(self) -> bool:
        """Say whether text and table say the same."""
        return self.in_text == self.in_table

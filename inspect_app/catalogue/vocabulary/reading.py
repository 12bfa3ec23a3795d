"""What was read from a workbook, what is wrong with it, and what an import did or would do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from inspect_app.catalogue.vocabulary.sheets import SheetName
from inspect_app.foundation.labels import Labelled

_SHOWN = 200

Value = str | int | bool | date | Labelled | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """One thing that keeps the workbook out, with the sheet and the cell it stands in."""

    sheet: str
    cell: str
    sentence: str

    def __str__(self) -> str:
        return f"“{self.sheet}” {self.cell}：{self.sentence}"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One visible row, cleaned: values by column key, only for columns the sheet has; `letters` say where."""

    sheet: SheetName
    number: int
    values: Mapping[str, Value]
    letters: Mapping[str, str]

    def cell(self, key: str) -> str:
        """Return the address of a value; of the row's first column where the sheet lacks it."""
        letter = self.letters.get(key) or next(iter(self.letters.values()), "A")
        return f"{letter}{self.number}"

    def problem(self, key: str, sentence: str) -> ImportProblem:
        """Return a problem with one value of this row."""
        return ImportProblem(self.sheet.label, self.cell(key), sentence)

    def text(self, key: str) -> str:
        """Return a text or code value; an empty text where there is none."""
        value = self.values.get(key)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class CatalogueWorkbook:
    """Everything read from a workbook; a sheet it does not have is missing from `rows`."""

    rows: Mapping[SheetName, tuple[SheetRow, ...]]
    problems: tuple[ImportProblem, ...] = ()
    hidden: Mapping[SheetName, int] = field(default_factory=dict)

    def of(self, name: SheetName) -> tuple[SheetRow, ...]:
        """Return the rows of a sheet, none where the workbook lacks it."""
        return self.rows.get(name, ())


@dataclass(frozen=True, slots=True)
class SheetCount:
    """What an import does to one sheet's rows; `hidden` rows were left out."""

    sheet: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The result of an import or of its dry run; with any problem nothing was written."""

    counts: tuple[SheetCount, ...]
    problems: tuple[ImportProblem, ...] = ()
    written: bool = False

    @property
    def is_clean(self) -> bool:
        """Say whether nothing keeps the workbook out."""
        return not self.problems

    @property
    def problem_count(self) -> int:
        """Return how many problems there are."""
        return len(self.problems)

    @property
    def first_problems(self) -> tuple[ImportProblem, ...]:
        """Return as many problems as one page shows."""
        return self.problems[:_SHOWN]

    @property
    def more_problems(self) -> int:
        """Return how many problems the page leaves out."""
        return max(0, len(self.problems) - _SHOWN)

    @property
    def changes(self) -> int:
        """Return how many rows are new, changed or taken out."""
        return sum(count.added + count.changed + count.removed for count in self.counts)

"""What an office's own checklist workbook says, row by row, with every problem found in it."""

from dataclasses import dataclass

from inspect_app.checklists.vocabulary.kinds import PartKey
from inspect_app.foundation.labels import Labelled


class SheetColumn(Labelled):
    """The columns an office checklist has; its header row is found by these words."""

    NUMBER = "number", "序号"
    PART = "part", "部分"
    TEXT = "text", "检查内容"
    METHOD = "method", "检查方法"
    WEIGHT = "weight", "分值"
    STANDARD = "standard", "评分标准"
    REMARK = "remark", "备注"


@dataclass(frozen=True, slots=True)
class SheetItem:
    """One row of the workbook, cleaned; `cell` is where its text stands."""

    sheet: str
    cell: str
    part: PartKey
    text: str
    method: str = ""
    weight: float = 1
    standard: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """What is wrong with one cell; `blocks` keeps the workbook out, otherwise it is a remark."""

    sheet: str
    cell: str
    sentence: str
    blocks: bool = True

    def __str__(self) -> str:
        place = "，".join(part for part in (f"工作表“{self.sheet}”" if self.sheet else "", self.cell) if part)
        return f"{place}：{self.sentence}" if place else self.sentence


@dataclass(frozen=True, slots=True)
class SheetReading:
    """Everything read from a workbook."""

    items: tuple[SheetItem, ...]
    problems: tuple[SheetProblem, ...]

    @property
    def is_clean(self) -> bool:
        """Say whether nothing keeps the workbook out."""
        return bool(self.items) and not any(problem.blocks for problem in self.problems)

"""Words about days."""

from dataclasses import dataclass
from datetime import date

from inspect_app.foundation.labels import Labelled


class DayKind(Labelled):
    """Why a day differs from what its weekday says."""

    HOLIDAY = "holiday", "放假"
    MAKEUP = "makeup", "调休上班"


@dataclass(frozen=True, slots=True)
class DayFacts:
    """A day that differs from its weekday, as typed or as read from line `line` of a notice."""

    day: date
    kind: DayKind
    name: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with one line of a notice; line 0 is the whole file."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"第 {self.line} 行：{self.text}" if self.line else self.text

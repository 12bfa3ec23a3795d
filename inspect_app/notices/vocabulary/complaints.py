"""What the linter says about a notice before it is passed on or signed."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something to mend: where it stands, what is wrong, what to do; a warning doesn't stop the paper."""

    section: str
    sentence: str
    problem: str
    remedy: str
    blocking: bool = True

    @property
    def text(self) -> str:
        """Return it in one line, as a list of complaints shows it."""
        said = f"“{self.sentence}”" if self.sentence else ""
        return f"{self.section}{said}：{self.problem}{self.remedy}"


@dataclass(frozen=True, slots=True)
class Unsayable:
    """What a notice may not say: names, shoppers' codes, minutes of covert visits, what is not delivered.

    `numbers` are the numbers that may be named: those delivered up to the cut-off.
    """

    names: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    covert_times: frozenset[time] = frozenset()
    hidden_titles: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    inspect_word: str = "督察"
    quotable: tuple[str, ...] = ()

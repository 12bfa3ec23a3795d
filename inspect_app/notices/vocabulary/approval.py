"""The sheet that goes with a paper into the archive (发文稿纸): who drafted, checked and signed it, and when."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stamp:
    """A step of the paper: who took it and when, as printed; empty where it has not been taken."""

    step: str
    person: str
    at: str


@dataclass(frozen=True, slots=True)
class ApprovalSheet:
    """The sheet's head and its rows of (label, text)."""

    office: str
    title: str
    day: str
    stamps: tuple[Stamp, ...]
    rows: tuple[tuple[str, str], ...]

"""What an installation may choose: how long each clock runs, which passwords it takes, how much one person may ask."""

from dataclasses import dataclass
from datetime import time

from inspect_app.foundation.labels import Labelled


@dataclass(frozen=True, slots=True)
class Clocks:
    """The working-day clocks C1–C8 of rectification.md §4.5; in working days unless said otherwise."""

    accept: int = 1  # C2 sign or return
    ruling: int = 1  # C4
    plan: int = 2  # C5
    plan_review: int = 1  # C6
    fix_now: int = 1  # C7 立行立改
    ordinary: int = 5  # C7 一般
    major: int = 10  # C7 重大, unless a date is fixed at dispatch
    verify: int = 3  # C8
    rework: int = 3  # new short term after a failed verification
    triage_by: time = time(17, 0)  # C1, the notice's cut-off
    late_from: time = time(17, 30)  # dispatched later counts from the next working day
    release_at: time = time(9, 0)  # covert findings are delivered at this hour
    near: int = 2  # the lamp turns 临期 with this many working days left


class PasswordProfile(Labelled):
    """Whose rules passwords follow; the two ask for opposite things."""

    DJB = "djb", "等保"
    ASVS = "asvs", "ASVS"


@dataclass(frozen=True, slots=True)
class Quotas:
    """How often one person may ask for something in an hour; 0 is without a limit."""

    exports: int = 120
    uploads: int = 3000  # a tablet comes out of a basement with a day of photos
    sync: int = 6000

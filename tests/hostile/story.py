"""What may differ between two worlds without a department noticing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any


@dataclass(frozen=True)
class Story:
    """Who goes covertly, when, with what in hand; and whatever else is under way that no department is told.

    `ago` is how long ago the covert visit began, was handed in, and a fix was checked covertly. `last_first` lets the
    second of two problems be found before the first; they are delivered together.
    """

    goes: str = "shopper"
    ago: tuple[timedelta, timedelta, timedelta] = (
        timedelta(days=5, hours=5, minutes=7),
        timedelta(days=5, hours=4, minutes=3),
        timedelta(hours=2, minutes=11),
    )
    device: str = "TABLET-9"
    last_first: bool = False
    more: Callable[[Any], None] = lambda world: None

"""Enums that carry their Chinese label, so that screen, Excel and Word say the same word."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """An enum whose members are written `NAME = "stored value", "中文"`."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    def __str__(self) -> str:
        return str(self.value)

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Return (value, label) pairs in the order of definition, for form fields."""
        return [(member.value, member.label) for member in cls]

    @classmethod
    def find(cls, value: object) -> Self | None:  # type: ignore[override]
        """Return the member with this stored value, or nothing."""
        return next((member for member in cls if member.value == value), None)

    @classmethod
    def named(cls, label: str) -> Self | None:
        """Return the member with this Chinese label, or nothing."""
        return next((member for member in cls if member.label == label), None)

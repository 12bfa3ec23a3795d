"""Read the typed fields of one JSON object, collecting every problem as a Chinese sentence."""

import math
import re
from collections.abc import Mapping
from typing import Any, TypeVar

from inspect_app.foundation.labels import Labelled

KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_Enum = TypeVar("_Enum", bound=Labelled)


class Fields:
    """One JSON object being read; `where` names it in every message."""

    def __init__(self, raw: object, where: str, problems: list[str], known: frozenset[str]) -> None:
        self.where = where
        self.problems = problems
        self.raw: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
        if not isinstance(raw, Mapping):
            self.complain("应是一组字段。")
        strange = sorted(str(name)[:20] for name in self.raw if name not in known)
        if strange:
            self.complain(f"有不认识的字段：{'、'.join(strange)}。")

    def complain(self, sentence: str) -> None:
        """Note a problem under the name of this object."""
        self.problems.append(f"{self.where}：{sentence}" if self.where else sentence)

    def text(self, name: str, label: str, limit: int, *, needed: bool = False) -> str:
        """Read a text of at most `limit` characters."""
        value = self.raw.get(name, "")
        if not isinstance(value, str):
            self.complain(f"{label}应是文字。")
            return ""
        if needed and not value.strip():
            self.complain(f"请填写{label}。")
        if len(value) > limit:
            self.complain(f"{label}不能超过 {limit} 字，现在 {len(value)} 字。")
        return value.strip()

    def key(self, label: str) -> str:
        """Read a key: a letter, then letters, digits, `-` and `_`."""
        value = self.raw.get("key")
        if not isinstance(value, str) or not KEY.fullmatch(value):
            self.complain(f"{label}应以小写字母开头，只用小写字母、数字、横线，最长 40 位。")
            return ""
        return value

    def number(self, name: str, label: str, high: float, default: float) -> float:
        """Read a number from 0 to `high`."""
        value = self.bound(name, label)
        if value is None:
            return default
        if not 0 <= value <= high:
            self.complain(f"{label}应在 0 到 {high:g} 之间。")
        return value

    def bound(self, name: str, label: str) -> float | None:
        """Read a finite number, or nothing."""
        value = self.raw.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not _fits(value):
            self.complain(f"{label}应是数字。")
            return None
        return int(value) if float(value).is_integer() else float(value)

    def flag(self, name: str, label: str, default: bool) -> bool:
        """Read true or false."""
        value = self.raw.get(name, default)
        if not isinstance(value, bool):
            self.complain(f"{label}只能是“是”或“否”。")
            return default
        return value

    def rows(self, name: str, label: str, limit: int) -> list[object]:
        """Read a list of at most `limit` rows."""
        value = self.raw.get(name, [])
        if not isinstance(value, list):
            self.complain(f"{label}应是一列。")
            return []
        if len(value) > limit:
            self.complain(f"{label}不能超过 {limit} 个，现在 {len(value)} 个。")
        return value[:limit]

    def one_of(self, name: str, label: str, words: type[_Enum]) -> _Enum | None:
        """Read a member of an enum."""
        found = words.find(self.raw.get(name))
        if found is None:
            self.complain(f"{label}只能是：{'、'.join(word.label for word in words)}。")
        return found


def _fits(value: int | float) -> bool:
    try:
        return math.isfinite(float(value)) and abs(value) <= 1e9
    except OverflowError:
        return False

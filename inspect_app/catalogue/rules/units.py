"""Units in a workbook: who is meant by a code or a name, and whether the tree holds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from inspect_app.catalogue.vocabulary import ImportProblem, SheetRow, Value
from inspect_app.foundation.text import normalise

_SEVERAL = ""

KnownUnits = Mapping[str, tuple[str, str, str | None]]  # name, short name, parent's code; by code


@dataclass(frozen=True, slots=True)
class UnitNames:
    """Codes by everything a unit is called; a name that several share leads to none."""

    codes: Mapping[str, str]

    @classmethod
    def of(cls, known: KnownUnits, rows: Mapping[str, SheetRow]) -> "UnitNames":
        """Collect codes, full names and short names; the workbook's win over those it replaces."""
        called = {code: (name, short) for code, (name, short, _) in known.items()}
        called |= {code: (row.text("name"), row.text("short_name")) for code, row in rows.items()}
        found: dict[str, str] = {}
        for code, names in called.items():
            for name in {normalise(name) for name in names if name}:
                found[name] = code if found.setdefault(name, code) == code else _SEVERAL
        return cls(found | {code: code for code in called})

    def find(self, text: str) -> str | None:
        """Return a code, or nothing when no unit or more than one is called so."""
        return self.codes.get(normalise(text)) or None

    def sentence(self, text: str) -> str:
        """Say why no unit was found."""
        if self.codes.get(normalise(text)) == _SEVERAL:
            return f"有几个单位叫“{text}”，请改填单位编码"
        return f"没有“{text}”这个单位，请先在“单位”表里填写"

    def resolved(self, row: SheetRow, problems: list[ImportProblem], key: str) -> dict[str, Value]:
        """Return a row's values with its unit as a code."""
        text = row.text(key)
        if not text:
            return dict(row.values)
        code = self.find(text)
        if code is None:
            problems.append(row.problem(key, self.sentence(text)))
        return {**row.values, key: code}


def check_units(
    rows: Mapping[str, SheetRow], known: KnownUnits, names: UnitNames
) -> Iterator[ImportProblem]:
    """Give every name used twice, dates in the wrong order, and every circle of parents."""
    owners = {normalise(name): code for code, (name, _, _) in known.items()}
    parents = {code: parent for code, (_, _, parent) in known.items()}
    parents |= {code: names.find(row.text("parent")) for code, row in rows.items() if "parent" in row.values}
    for code, row in rows.items():
        owner = owners.setdefault(normalise(row.text("name")), code)
        if row.text("name") and owner != code:
            yield row.problem("name", f"“{row.text('name')}”已是编码“{owner}”的单位名称")
        if _ends_early(row):
            yield row.problem("active_to", "停用日期早于启用日期")
        if "parent" in row.values and _in_circle(code, parents):
            yield row.problem("parent", "上级单位绕成了圈，不能互为上级")


def _ends_early(row: SheetRow) -> bool:
    start, end = row.values.get("active_from"), row.values.get("active_to")
    return isinstance(start, date) and isinstance(end, date) and end < start


def _in_circle(code: str, parents: Mapping[str, str | None]) -> bool:
    seen = set()
    step = parents.get(code)
    while step is not None and step not in seen:
        if step == code:
            return True
        seen.add(step)
        step = parents.get(step)
    return False

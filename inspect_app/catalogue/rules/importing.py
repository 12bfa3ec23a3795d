"""Decide whether a workbook fits together and with what is known; a doubt becomes a problem with its cell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from inspect_app.catalogue.rules.places import join_places
from inspect_app.catalogue.rules.units import KnownUnits, UnitNames, check_units
from inspect_app.catalogue.vocabulary import (
    CatalogueWorkbook,
    HoursKind,
    ImportProblem,
    PaperFact,
    SheetName,
    SheetRow,
    Value,
)
from inspect_app.foundation.text import normalise

Facts = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Known:
    """What stands in the database already: codes, names, parents."""

    units: KnownUnits = field(default_factory=dict)
    windows: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()
    proofs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the workbook says, by code, with every reference a code; written only when `problems` is empty."""

    units: Mapping[str, Facts]
    sites: Mapping[str, Facts]
    windows: Mapping[str, Facts]
    items: Mapping[str, Facts]
    papers: Mapping[str, tuple[PaperFact, ...]]
    proofs: Mapping[str, Facts]
    problems: tuple[ImportProblem, ...]


def plan_import(workbook: CatalogueWorkbook, known: Known) -> Plan:
    """Check everything and return what to write; problems come in the order of sheets and cells."""
    problems = list(workbook.problems)
    units = dict(_by_code(workbook.of(SheetName.UNITS), "code", problems))
    names = UnitNames.of(known.units, units)
    problems += check_units(units, known.units, names)
    sites, windows = join_places(workbook.of(SheetName.PLACES), names, problems)
    items = dict(_by_code(workbook.of(SheetName.ITEMS), "code", problems))
    proofs = dict(_by_code(workbook.of(SheetName.PROOFS), "code", problems))
    problems += [found for row in items.values() for found in _check_item(row, known.windows | set(windows))]
    problems += [found for row in windows.values() for found in _check_window(row)]
    problems += _check_proofs(proofs, known.proofs)
    papers = _papers(workbook.of(SheetName.PAPERS), known.items | set(items), problems)
    return Plan(
        units={code: names.resolved(row, problems, "parent") for code, row in units.items()},
        sites=sites,
        windows={code: names.resolved(row, problems, "window_unit") for code, row in windows.items()},
        items={code: names.resolved(row, problems, "unit") for code, row in items.items()},
        papers=papers,
        proofs={code: names.resolved(row, problems, "unit") for code, row in proofs.items()},
        problems=_ordered(problems),
    )


def _by_code(
    rows: tuple[SheetRow, ...], key: str, problems: list[ImportProblem]
) -> Iterator[tuple[str, SheetRow]]:
    first: dict[str, int] = {}
    for row in rows:
        code = row.text(key)
        if code in first:
            problems.append(row.problem(key, f"“{code}”在第 {first[code]} 行已经写过"))
        elif code:
            first[code] = row.number
            yield code, row


def _check_item(row: SheetRow, windows: frozenset[str] | set[str]) -> Iterator[ImportProblem]:
    amount, unit = row.values.get("promised_amount"), row.values.get("promised_unit")
    if {"promised_amount", "promised_unit"} <= row.values.keys() and (amount is None) != (unit is None):
        key = "promised_amount" if amount is None else "promised_unit"
        yield row.problem(key, "承诺时间和时间单位要一起填，或都不填")
    asked = row.values.get("windows", ())
    for code in asked if isinstance(asked, tuple) else ():
        if code not in windows:
            yield row.problem("windows", f"没有编码为“{code}”的窗口")


def _check_window(row: SheetRow) -> Iterator[ImportProblem]:
    if row.values.get("hours_kind") is HoursKind.ROUND_THE_CLOCK and not row.values.get("phone", "?"):
        yield row.problem("phone", "24小时接听的窗口要填服务电话")


def _check_proofs(proofs: Mapping[str, SheetRow], known: Mapping[str, str]) -> Iterator[ImportProblem]:
    owners = {normalise(name): code for code, name in known.items()}
    for code, row in proofs.items():
        name = row.text("name")
        owner = owners.setdefault(normalise(name), code)
        if name and owner != code:
            yield row.problem("name", f"“{name}”已是编码“{owner}”的证明")


def _papers(
    rows: tuple[SheetRow, ...], items: frozenset[str] | set[str], problems: list[ImportProblem]
) -> dict[str, tuple[PaperFact, ...]]:
    lists: dict[str, dict[str, PaperFact]] = {}
    for row in rows:
        item, name = row.text("item"), row.text("name")
        if item and item not in items:
            problems.append(row.problem("item", f"没有编码为“{item}”的事项"))
        papers = lists.setdefault(item, {})
        if name in papers:
            problems.append(row.problem("name", f"事项“{item}”的材料“{name}”已经写过"))
        papers[name] = PaperFact(name, bool(row.values.get("required", True)), row.text("note"))
    return {item: tuple(papers.values()) for item, papers in lists.items()}


def _ordered(problems: list[ImportProblem]) -> tuple[ImportProblem, ...]:
    sheets = [name.label for name in SheetName]
    once = dict.fromkeys(problems)
    return tuple(sorted(once, key=lambda one: (sheets.index(one.sheet), *_cell_order(one.cell))))


def _cell_order(cell: str) -> tuple[int, int, str]:
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :] or 0), len(letters), letters

"""The sheet 网点窗口: one row a window, the site's columns repeated or merged over its rows."""

from collections.abc import Iterator, Mapping

from inspect_app.catalogue.rules.units import UnitNames
from inspect_app.catalogue.vocabulary import ImportProblem, SheetRow, Value

_SITE = {"site_name": "name", "site_type": "type", "site_unit": "unit", "address": "address"}
_WINDOW = ("window_name", "window_unit", "phone", "hours")


def join_places(
    rows: tuple[SheetRow, ...], names: UnitNames, problems: list[ImportProblem]
) -> tuple[dict[str, dict[str, Value]], dict[str, SheetRow]]:
    """Return the sites' facts and the windows' rows by code; both must agree with themselves."""
    sites: dict[str, tuple[int, dict[str, Value]]] = {}
    windows: dict[str, SheetRow] = {}
    for row in rows:
        code = row.text("site_code")
        facts = _site_facts(row, names, problems)
        if code:
            number, first = sites.setdefault(code, (row.number, facts))
            problems += _differences(row, facts, first, number)
        problems += _add_window(windows, row)
    return {code: facts for code, (_, facts) in sites.items()}, windows


def _site_facts(row: SheetRow, names: UnitNames, problems: list[ImportProblem]) -> dict[str, Value]:
    values = names.resolved(row, problems, "site_unit")
    return {own: values[key] for key, own in _SITE.items() if key in values}


def _differences(
    row: SheetRow, facts: Mapping[str, Value], first: Mapping[str, Value], number: int
) -> Iterator[ImportProblem]:
    for key, own in _SITE.items():
        if own in facts and own in first and facts[own] != first[own]:
            yield row.problem(key, f"同一网点和第 {number} 行写得不一样")


def _add_window(windows: dict[str, SheetRow], row: SheetRow) -> Iterator[ImportProblem]:
    code = row.text("window_code")
    if not code:
        if any(row.values.get(key) for key in _WINDOW):
            yield row.problem("window_code", "没有填窗口编码")
        return
    if code in windows:
        yield row.problem("window_code", f"“{code}”在第 {windows[code].number} 行已经写过")
        return
    windows[code] = row
    if not row.text("window_name"):
        yield row.problem("window_name", "没有填窗口名称")
    if not row.text("window_unit"):
        yield row.problem("window_unit", "没有填窗口责任单位")

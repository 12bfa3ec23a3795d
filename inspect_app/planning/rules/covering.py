"""How much of a campaign's targets is visited, by unit."""

from collections.abc import Iterable

from inspect_app.planning.vocabulary import Coverage, TargetRow, UnitCoverage


def covered(targets: Iterable[TargetRow]) -> Coverage:
    """Return the coverage of targets, units in the order they come."""
    rows = tuple(targets)
    groups: dict[str, list[TargetRow]] = {}
    for row in rows:
        groups.setdefault(row.unit, []).append(row)
    units = tuple(
        UnitCoverage(
            unit=unit,
            done=sum(row.done for row in group),
            planned=sum(row.planned for row in group),
            total=len(group),
            left=tuple(_said(row) for row in group if not (row.done or row.planned)),
        )
        for unit, group in groups.items()
    )
    return Coverage(
        done=sum(one.done for one in units),
        planned=sum(one.planned for one in units),
        total=len(rows),
        units=units,
        targets=rows,
    )


def _said(row: TargetRow) -> str:
    return f"{row.site} {row.window}" + (f"（{row.item}）" if row.item else "")

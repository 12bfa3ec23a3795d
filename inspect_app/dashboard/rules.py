"""Decisions of the dashboard: the order of units, the shades of the heat, and the sentences above each picture."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from inspect_app.dashboard.vocabulary import Stage, UnitRow, Viewer, Week
from inspect_app.metrics.rules.counts import RANKED_FROM
from inspect_app.metrics.vocabulary import Period

WEEKS = 12
_SHADES = 4


def weeks_until(last: date) -> list[Period]:
    """Return the twelve weeks, Monday to Sunday, of which the last one holds a day; it ends on that day."""
    monday = last - timedelta(days=last.weekday())
    starts = [monday - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    return [Period(first, min(first + timedelta(days=6), last)) for first in starts]


def ranked(rows: Iterable[UnitRow]) -> list[UnitRow]:
    """Return units by 按期整改率, then fewer 逾期未改, then 销号率; equal ones share a place.

    Units with fewer than three due stand behind, by their sort number, without a place.
    """
    ordered = sorted(rows, key=lambda row: (row.sort_no, row.unit_id))
    strong = sorted((row for row in ordered if row.due >= RANKED_FROM), key=_merit)
    placed: list[UnitRow] = []
    for place, row in enumerate(strong, start=1):
        tied = bool(placed) and _merit(placed[-1]) == _merit(row)
        placed.append(replace(row, rank=placed[-1].rank if tied else place))
    return placed + [row for row in ordered if row.due < RANKED_FROM]


def _merit(row: UnitRow) -> tuple[float, int, float]:
    return (-row.on_time / row.due, row.over, -row.closed / row.delivered if row.delivered else 0.0)


def shade(count: int, most: int) -> int:
    """Return the tint of a number, 1 to 4; nought has none."""
    return 0 if not count else max(1, -(-_SHADES * count // most))


def percent(n: int, d: int) -> str:
    """Return a share as it is printed, a dash without a denominator."""
    return f"{100 * n / d:.1f}%" if d else "—"


def lead(viewer: Viewer, rows: Sequence[UnitRow], tried: tuple[int, int] | None, near: int) -> str:
    """Say the picture in one sentence, from its numbers."""
    delivered, closed, over = (sum(getattr(row, name) for row in rows) for name in ("delivered", "closed", "over"))
    if not delivered:
        return {Viewer.ALL: "还没有交办的问题。", Viewer.UNIT: "本单位还没有收到交办的问题。",
                Viewer.AUTHOR: "您发现的问题还没有交办的。"}[viewer]  # fmt: skip
    who = {Viewer.ALL: "累计交办问题", Viewer.UNIT: "本单位累计收到问题", Viewer.AUTHOR: "您发现并已交办的问题"}[viewer]
    words = f"{who} {delivered} 个，已销号 {closed} 个"
    if viewer is Viewer.AUTHOR:
        return f"{words}。"
    words += f"；{over} 个逾期未改" if over else "；没有逾期未改的"
    worst = max(rows, key=lambda row: row.over)
    if over and viewer is Viewer.ALL:
        words += f"，最多的是{worst.name}，{worst.over} 个"
    if viewer is Viewer.UNIT and near:
        words += f"，{near} 个临期"
    if tried is not None and tried[1]:
        words += f"。具体办实测 {tried[1]} 件，{tried[1] - tried[0]} 件没有一次办结"
    return f"{words}。"


def trend_words(weeks: Sequence[Week]) -> str:
    """Say the trend: what came, what went, and whether more stays open."""
    found, closed = sum(week.found for week in weeks), sum(week.closed for week in weeks)
    if not found and not closed:
        return f"近 {len(weeks)} 周没有新交办，也没有销号。"
    change = found - closed
    grown = (
        f"未销号的多了 {change} 个" if change > 0 else f"未销号的少了 {-change} 个" if change else "未销号的没有增减"
    )
    return f"近 {len(weeks)} 周交办 {found} 个，销号 {closed} 个，{grown}。"


def stage_words(stages: Sequence[Stage]) -> str:
    """Say where most findings wait."""
    waiting = [stage for stage in stages if stage.waiting and stage.waits is not None]
    if not waiting:
        return "没有停在中间环节的问题。"
    most = max(waiting, key=lambda stage: stage.waiting)
    return f"停得最多的是“{most.waits.label if most.waits else ''}”，{most.waiting} 个。"


def heat_words(categories: Sequence[tuple[str, str]], sums: Sequence[int]) -> str:
    """Say which categories hold most."""
    total = sum(sums)
    if not total:
        return "这段日期内没有交办的问题。"
    best = sorted(zip(categories, sums, strict=True), key=lambda pair: -pair[1])[:3]
    listed = "、".join(f"{label} {count}" for (_, label), count in best)
    return f"这段日期内交办的问题里，{listed}，共占 {sum(count for _, count in best)}/{total}。"


def ranking_words(rows: Sequence[UnitRow], *, places: bool) -> str:
    """Say how much is due, and with `places` who stands outside the ranking."""
    due, done = sum(row.due for row in rows), sum(row.on_time for row in rows)
    outside = sum(row.due < RANKED_FROM for row in rows) if places else 0
    words = f"应改 {due} 个，按期 {done} 个，按期整改率 {percent(done, due)}。"
    return f"{words}{outside} 个单位应改不足 {RANKED_FROM} 个，不排名。" if outside else words

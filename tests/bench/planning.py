"""A round of 60 people and 500 targets, beside a pass that looks at each pair of them once."""

import time
from datetime import date, timedelta
from random import Random

from inspect_app.access import Role
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.planning.rules.choosing import kept_away
from inspect_app.planning.rules.drawing import draw, errands_of
from inspect_app.planning.vocabulary import Errand, Goer, RoundKind, RoundPlan
from tests.bench.report import Line, Report

_PEOPLE, _TARGETS, _UNITS, _GOAL_MS = 60, 500, 44, 5_000.0
_MONDAY = date(2026, 6, 1)
_DAYS = [_MONDAY + timedelta(days=week * 7 + day) for week in range(4) for day in range(5)]
_LINEAGE = {unit: (unit,) for unit in range(_UNITS + 2)}


def measure_planning(report: Report, *, quick: bool) -> None:
    """Measure the draw as one click runs it, with lock-outs, absences and acquaintances."""
    errands = errands_of([(key, key % _UNITS, key // 10) for key in range(1, _TARGETS + 1)], 1)
    goers = _goers(Random(1))  # noqa: S311 - a world, no secret
    roles = (Role.INSPECTOR, Role.SHOPPER)
    plan = RoundPlan(
        RoundKind.ROTA, VisitMethod.ON_SITE, roles, _DAYS[0], _DAYS[-1],
        covert=20, morning=40, weekdays={0: 10, 1: 20, 2: 20, 3: 30, 4: 20}, per_half_day=2,
    )  # fmt: skip
    floor = min(_time_pairs(errands, goers) for _ in range(3))
    line = Line("", _TARGETS, f"一键分派：{_PEOPLE} 人 × {_TARGETS} 个窗口", floor=floor)
    for _ in range(1 if quick else 5):
        begun = time.perf_counter()
        rows = draw(errands, goers, _DAYS, plan, _LINEAGE, {})
        line.times.append((time.perf_counter() - begun) * 1000)
    line.ratio = (line.at(0.5) or 0.0) / floor
    line.goal, line.met = f"≤ {_GOAL_MS:.0f} ms", (line.at(0.95) or 0.0) <= _GOAL_MS
    line.remark = f"派出 {sum(row.goer is not None for row in rows)}/{_TARGETS}"
    report.add(line)


def _goers(dice: Random) -> list[Goer]:
    return [
        Goer(
            person_id=key,
            role=Role.SHOPPER if key % 6 == 0 else Role.INSPECTOR,
            unit_id=dice.randint(1, _UNITS),
            known_unit_ids=frozenset(dice.sample(range(1, _UNITS), 2)),
            away=((_DAYS[0], _DAYS[4]),) if key % 5 == 0 else (),
            visited={dice.randint(1, _TARGETS): (_DAYS[0] - timedelta(days=10),) for _ in range(30)},
        )
        for key in range(1, _PEOPLE + 1)
    ]


def _time_pairs(errands: list[Errand], goers: list[Goer]) -> float:
    begun = time.perf_counter()
    for errand in errands:
        for goer in goers:
            kept_away(goer, errand.unit_id, VisitMethod.ON_SITE, _LINEAGE)
    return (time.perf_counter() - begun) * 1000

"""The night's levels over nothing but open findings, beside one UPDATE of the same rows."""

from collections.abc import Callable
from datetime import timedelta
from time import perf_counter

from sqlalchemy import func, select, update

from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus, Level
from inspect_app.foundation import clock
from inspect_app.rectification.actions.escalating import escalate_all
from tests.bench.report import Line, Report
from tests.bench.worlds import World
from tests.databases import open_app

_BATCH = 2000
_TIMES = 10.0  # how much longer a night may take than the bare UPDATE


def measure_escalation(report: Report, backend: str, world: World) -> None:
    """Measure the first night, the next one with every reason a day older, and one in which nothing changed."""
    with open_app(world.settings) as app, app.app_context():
        _open_all()
        floor = _time(_bare_update)
        tomorrow = clock.now() + timedelta(days=1)
        # Findings late by a day more, on a working day or not: what is due soon changes as well.
        lines = [("夜间督办：第一晚（连同提请）", _time(escalate_all), None)]
        with clock.reading(lambda: tomorrow + timedelta(days=2)):
            lines.append(("夜间督办：天数全变", _time(escalate_all), _TIMES))
            lines.append(("夜间督办：没有变化", _time(escalate_all), _TIMES))
        changed = db.session.scalar(select(func.count()).select_from(Finding).where(Finding.level != Level.NONE))
    for name, taken, goal in lines:
        line = Line(backend, world.size, name, [taken], floor=floor, ratio=taken / floor)
        if goal is not None:
            line.goal, line.met = f"≤ {goal:.0f} × 一条 UPDATE", line.ratio is not None and line.ratio <= goal
        line.remark = f"{changed} 条有级别"
        report.add(line)


def _open_all() -> None:
    """Let every finding be in hand: what is closed would not be counted.

    A transaction for each few thousand: every row moves the tally, and PostgreSQL forgets old rows only between them.
    """
    values = {"status": FindingStatus.RECTIFYING, "closed_at": None, "lamp_due": Finding.due, "judged_due": None}
    last = db.session.scalar(select(func.max(Finding.id))) or 0
    for first in range(1, last + 1, _BATCH):
        these = update(Finding).where(Finding.id.between(first, first + _BATCH - 1)).values(values)
        with transaction():
            db.session.execute(these, execution_options={"synchronize_session": False})


def _bare_update() -> None:
    values = {"level": Level.NONE, "level_reason": "", "level_at": clock.now()}
    db.session.execute(update(Finding).values(values), execution_options={"synchronize_session": False})


def _time(deed: Callable[[], object]) -> float:
    begun = perf_counter()
    with transaction():
        deed()
    return (perf_counter() - begun) * 1000

"""The dashboard as a director and a department open it, beside a page of nothing and one bare count of all rows."""

from time import perf_counter

from sqlalchemy import func, select

from inspect_app.database import db
from inspect_app.findings.models import Finding
from tests.bench.load import Call, run
from tests.bench.report import Line, Report
from tests.bench.servers import serving
from tests.bench.signing import sign_in
from tests.bench.worlds import World
from tests.databases import open_app

_GROWTH, _PAGE_MS = 2.0, 250.0
_PAGES = {
    "数据总览（跑改办）": ("office_director3", "/overview"),
    "数据总览（部门）": ("dept_liaison4", "/overview"),
    "数据总览 一个数的清单": ("office_director3", "/overview/found"),
}


def measure_overview(report: Report, backend: str, world: World, *, quick: bool) -> None:
    """Measure each page one request at a time; it may grow by little while the rows grow fivefold."""
    count = 8 if quick else 30
    with open_app(world.settings) as app, app.app_context():
        cookies = {name: sign_in(app, world.people[name])[0] for name, _ in _PAGES.values()}
        begun = perf_counter()
        db.session.scalar(select(func.count()).select_from(Finding).where(Finding.title != ""))
        report.add(Line(backend, world.size, "数据总览 下限：数一遍全表", [(perf_counter() - begun) * 1000]))
    with serving("wsgi:app", world.settings) as server:
        floor = run(server.port, [Call("GET", "/hello")] * count, 1)
        for name, (person, path) in _PAGES.items():
            call = Call("GET", path, headers={"Cookie": cookies[person]})
            run(server.port, [call] * 4, 2)
            load = run(server.port, [call] * count, 1)
            line = Line(backend, world.size, name, load.times, memory=server.peak())
            line.floor = sorted(floor.times)[count // 2]
            _judge(report, line, answered=load.statuses.keys() == {200})
            report.add(line)


def _judge(report: Report, line: Line, *, answered: bool) -> None:
    p50 = line.at(0.5) or 0.0
    small = next((old for old in report.lines if (old.backend, old.name) == (line.backend, line.name)), None)
    line.goal, line.met = f"≤ {_PAGE_MS:.0f} ms", answered and p50 <= _PAGE_MS
    if small is not None and small.size < line.size:
        line.ratio = p50 / (small.at(0.5) or p50)
        line.goal, line.met = f"≤ {_GROWTH} × {small.size} 条时", answered and line.ratio <= _GROWTH

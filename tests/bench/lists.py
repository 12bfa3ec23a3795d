"""The ledger's first, filtered and last page, and the page of a case, as a clerk opens them."""

from sqlalchemy import func, select

from inspect_app.database import db
from inspect_app.findings.models import Finding
from tests.bench.load import Call, Load, run
from tests.bench.report import Line, Report
from tests.bench.servers import serving
from tests.bench.signing import sign_in
from tests.bench.worlds import World
from tests.databases import open_app

_SMALLEST = 2_000
_GROWTH, _LAST, _HUNDRED_ROWS_MS = 1.3, 1.5, 50.0
_MEMORY_MB = 400.0


def measure_pages(report: Report, backend: str, world: World, *, quick: bool) -> None:
    """Measure each page one request at a time."""
    count = 12 if quick else 60
    with open_app(world.settings) as app, app.app_context():
        cookie, _ = sign_in(app, world.people["office_clerk1"])
        number = db.session.scalars(select(Finding.number).where(Finding.status == "closed").limit(1)).one()
        total = db.session.scalar(select(func.count()).select_from(Finding)) or 0
    pages = {
        "台账 首页": "/ledger",
        "台账 末页": f"/ledger?page={-(-total // 50)}",
        "台账 筛选（单位＋未办结）": "/ledger?unit=7&status=open",
        "台账 筛选（文字）": "/ledger?q=%E7%94%B5%E8%AF%9D",
        "台账 按时限排序": "/ledger?sort=due&dir=asc",
        "办理页": f"/case/{number}",
        "首页（跑改办）": "/",
    }
    with serving("wsgi:app", world.settings) as server:
        floor = run(server.port, [Call("GET", "/hello")] * count, 1)  # a 404 page: routing and nothing else
        for name, path in pages.items():
            load = _open(server.port, path, cookie, count)
            line = Line(
                backend, world.size, name, load.times, memory=server.peak(), floor=sorted(floor.times)[count // 2]
            )
            _judge(report, line, load)
            report.add(line)
        pss = server.memory()
        goal = f"全部进程 PSS ≤ {_MEMORY_MB:.0f} MB"
        report.add(Line(backend, world.size, "服务器内存（PSS）", memory=pss, goal=goal, met=pss <= _MEMORY_MB))


def _open(port: int, path: str, cookie: str, count: int) -> Load:
    call = Call("GET", path, headers={"Cookie": cookie})
    run(port, [call] * 6, 2)  # both workers have it warm
    return run(port, [call] * count, 1)


def _judge(report: Report, line: Line, load: Load) -> None:
    if load.statuses.keys() != {200}:
        line.met, line.remark = False, f"answers {load.statuses}"
        return
    p50 = line.at(0.5) or 0.0
    if line.name == "台账 首页":
        small = report.find(line.backend, line.name, _SMALLEST)
        line.goal, line.met = f"≤ {_HUNDRED_ROWS_MS:.0f} ms", p50 <= _HUNDRED_ROWS_MS
        if small is not None:
            line.ratio = p50 / (small.at(0.5) or p50)
            line.goal, line.met = f"≤ {_GROWTH} × 2,000 条时", line.ratio <= _GROWTH
    elif line.name == "台账 末页":
        first = report.find(line.backend, "台账 首页", line.size)
        if first is not None:
            line.ratio = p50 / (first.at(0.5) or p50)
            line.goal, line.met = f"≤ {_LAST} × 首页", line.ratio <= _LAST

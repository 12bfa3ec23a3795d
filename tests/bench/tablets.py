"""What tablets ask of the server: the pack, visits with a photo, one visit sent many times at once."""

import gzip
from pathlib import Path

from inspect_app.config import PROJECT_ROOT
from tests.bench.load import Call, run, run_all
from tests.bench.photos import WITH_PHOTO, photo, put_photo
from tests.bench.report import Line, Report
from tests.bench.rows import AUTHORS
from tests.bench.servers import Server, serving
from tests.bench.submitting import hand_in, plan
from tests.bench.worlds import World

_COUNTS = {1: 100, 8: 320}
_QUICK = {1: 30, 8: 96}
_HALF = 0.5
_AT_ONCE, _UUIDS, _WARM = 8, 40, 16
_SCRIPT_KB, _PAGE_KB = 60, 200
_PACK_VISITS = 20


def measure_tablets(report: Report, backend: str, world: World, *, quick: bool) -> None:
    """Measure the protocol with a server of its own."""
    counts = _QUICK if quick else _COUNTS
    with serving("wsgi:app", world.settings) as server:
        _pack(report, backend, world, server)
        for at_once in WITH_PHOTO:
            _with_photo(report, backend, world, server, at_once, counts[at_once])
        _one_uuid(report, backend, world, server)


def measure_weight(report: Report) -> None:
    """Weigh the tablet's app as it goes over the line."""
    static = PROJECT_ROOT / "inspect_app" / "static"
    built = static / "vendor" / "field"
    script = sum(_gzipped(file) for file in [built / "app.js", *built.glob("chunk-*.js")])
    page = script + sum(_gzipped(file) for file in _looks(static))
    report.add(Line("", 0, "平板脚本 KB（gzip）", rate=script, goal=f"≤ {_SCRIPT_KB}", met=script <= _SCRIPT_KB))
    report.add(Line("", 0, "平板整页 KB（gzip）", rate=page, goal=f"≤ {_PAGE_KB}", met=page <= _PAGE_KB))


def _looks(static: Path) -> list[Path]:
    return [*(static / "css").glob("*.css"), static / "vendor" / "bootstrap.min.css", *(static / "icons").glob("*")]


def _gzipped(file: Path) -> float:
    return len(gzip.compress(file.read_bytes())) / 1024


def _pack(report: Report, backend: str, world: World, server: Server) -> None:
    _, signed = plan(world, _PACK_VISITS * len(AUTHORS))
    calls = [Call("GET", "/api/field/pack", b"", headers) for headers in signed.values()] * 4
    load = run(server.port, calls, 1)
    report.add(Line(backend, world.size, f"离线包，{_PACK_VISITS} 次走访", load.times, rate=load.rate))


def _with_photo(report: Report, backend: str, world: World, server: Server, at_once: int, count: int) -> None:
    numbers, signed = plan(world, count + _WARM)
    rows = []
    for number in numbers:
        headers, data = signed[AUTHORS[number % len(AUTHORS)]], photo(number)
        put = put_photo("/api/field/files", data, headers)
        file = {"sha256": put.path.rsplit("/", 1)[1], "size": len(data), "type": "image/jpeg", "item": "a4"}
        rows.append((put, hand_in(number, headers, [file])))
    run_all(server.port, rows[:_WARM], 4)  # as the floor is warmed
    load = run_all(server.port, rows[_WARM:], at_once)
    line = Line(backend, world.size, f"提交走访带 200 KB 照片 ×{at_once}", load.times, rate=load.rate)
    floor = report.find(backend, f"地板 薄接口带照片 ×{at_once}")
    line.remark = f"own CPU {load.own_share:.2f}, {dict(sorted(load.statuses.items()))}"
    if floor is not None and floor.rate:
        line.floor, line.ratio = floor.rate, load.rate / floor.rate
        line.goal, line.met = f"≥ {_HALF} × 薄接口", line.ratio >= _HALF and load.count(300) == 0
    report.add(line)


def _one_uuid(report: Report, backend: str, world: World, server: Server) -> None:
    """Send each visit eight times at once."""
    numbers, signed = plan(world, _UUIDS)
    statuses: dict[int, int] = {}
    times = []
    for number in numbers:
        load = run(server.port, [hand_in(number, signed[AUTHORS[number % len(AUTHORS)]])] * _AT_ONCE, _AT_ONCE)
        times += load.times
        for status, count in load.statuses.items():
            statuses[status] = statuses.get(status, 0) + count
    met = statuses == {201: _UUIDS, 200: _UUIDS * (_AT_ONCE - 1)}
    goal = "每份一个 201，其余 200"
    report.add(Line(backend, world.size, "同一份同时交 8 次", times, goal=goal, met=met, remark=str(statuses)))


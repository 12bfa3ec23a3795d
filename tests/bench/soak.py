"""A soak: fifty visits each second for a minute, then ten exports every three seconds while tablets go on sending.

The goals are row R32 of the trust reference: no error, a submission's p95, and a server that does not grow.
"""

import threading
import time
from collections.abc import Iterator, Sequence

from tests.bench.load import Call, Load, run
from tests.bench.report import Line, Report
from tests.bench.rows import AUTHORS
from tests.bench.servers import Server, serving
from tests.bench.signing import sign_in
from tests.bench.submitting import hand_in, plan
from tests.bench.worlds import World
from tests.databases import open_app

_SECONDS, _QUICK_SECONDS = 60, 12
_PER_SECOND, _MEANWHILE, _AT_ONCE, _WARM = 50, 10, 8, 48
_EXPORTS, _EVERY = 10, 3.0
_P95_MS = {"sqlite": 800.0, "postgresql": 500.0}
_GROWTH = 0.10
_EXPORT = "/ledger/export"


def measure_soak(report: Report, backend: str, world: World, *, quick: bool) -> None:
    """Measure with a server of its own, warmed by both kinds of work before its memory is read."""
    seconds = _QUICK_SECONDS if quick else _SECONDS
    calls = _visits(world, _WARM + (_PER_SECOND + _MEANWHILE) * seconds)
    exports = _exports(world)
    with serving("wsgi:app", world.settings) as server:
        run(server.port, [next(calls) for _ in range(_WARM)], 4)
        run(server.port, exports * 2, 3)
        before = server.memory()
        _judge(report, backend, world, f"每秒交 {_PER_SECOND} 份", _steadily(server, calls, _PER_SECOND, seconds))
        _growth(report, backend, world, "连续提交后内存", before, server)
        _together(report, backend, world, server, calls, exports, seconds)
        _growth(report, backend, world, "边导出边提交后内存", before, server)


def _visits(world: World, count: int) -> Iterator[Call]:
    numbers, signed = plan(world, count)
    return iter([hand_in(number, signed[AUTHORS[number % len(AUTHORS)]]) for number in numbers])


def _exports(world: World) -> list[Call]:
    with open_app(world.settings) as app, app.app_context():
        cookies = [sign_in(app, world.people["office_clerk1"])[0] for _ in range(_EXPORTS)]
    return [Call("GET", _EXPORT, headers={"Cookie": cookie}) for cookie in cookies]


def _steadily(server: Server, calls: Iterator[Call], each_second: int, seconds: int) -> Load:
    """Send so many each second; a second's batch begins on time, however the one before went."""
    begun, whole = time.perf_counter(), Load()
    for second in range(seconds):
        time.sleep(max(0.0, begun + second - time.perf_counter()))
        _add(whole, run(server.port, [next(calls) for _ in range(each_second)], _AT_ONCE))
    whole.seconds = time.perf_counter() - begun
    return whole


def _together(
    report: Report, backend: str, world: World, server: Server, calls: Iterator[Call], exports: Sequence[Call],
    seconds: int,
) -> None:  # fmt: skip
    """Let ten sessions export every three seconds, one after the other, while tablets send."""
    exported, lock, begun = Load(), threading.Lock(), time.perf_counter()

    def export(place: int) -> None:
        for turn in range(int(seconds / _EVERY)):
            time.sleep(max(0.0, begun + turn * _EVERY + place * _EVERY / _EXPORTS - time.perf_counter()))
            load = run(server.port, [exports[place]], 1)
            with lock:
                _add(exported, load)

    sessions = [threading.Thread(target=export, args=(place,), daemon=True) for place in range(_EXPORTS)]
    for session in sessions:
        session.start()
    sent = _steadily(server, calls, _MEANWHILE, seconds)
    for session in sessions:
        session.join()
    exported.seconds = time.perf_counter() - begun
    line = Line(backend, world.size, f"每 {_EVERY:.0f} s 导出 {_EXPORTS} 份台账", exported.times, rate=exported.rate)
    line.goal, line.met, line.remark = "无错", exported.statuses.keys() == {200}, str(exported.statuses)
    report.add(line)
    _judge(report, backend, world, f"同时每秒交 {_MEANWHILE} 份", sent)


def _add(whole: Load, part: Load) -> None:
    whole.times += part.times
    for status, count in part.statuses.items():
        whole.statuses[status] = whole.statuses.get(status, 0) + count
    whole.sample = whole.sample or part.sample


def _judge(report: Report, backend: str, world: World, name: str, load: Load) -> None:
    line = Line(backend, world.size, name, load.times, rate=load.rate)
    line.goal = f"无错，p95 ≤ {_P95_MS[backend]:.0f} ms"
    line.met = load.statuses.keys() == {201} and (line.at(0.95) or 0.0) <= _P95_MS[backend]
    line.remark = f"用了 {load.seconds:.1f} s，{dict(sorted(load.statuses.items()))}"
    report.add(line)
    if load.sample:
        report.note(load.sample)


def _growth(report: Report, backend: str, world: World, name: str, before: float, server: Server) -> None:
    now = server.memory()
    growth = now / before - 1
    line = Line(backend, world.size, name, memory=now, floor=before, ratio=now / before)
    line.goal, line.met = f"增长 ≤ {_GROWTH:.0%}", growth <= _GROWTH
    report.add(line)

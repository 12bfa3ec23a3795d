"""Submissions of a 40-item visit through HTTP at 1, 8 and 32 at a time, beside the thin floor of the same run."""

import json
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from inspect_app.config import Settings
from inspect_app.database import transaction
from inspect_app.foundation import clock
from tests.bench.floors import create_tables, thin_body
from tests.bench.load import Call, Load, run, run_all
from tests.bench.photos import WITH_PHOTO, thin_pairs
from tests.bench.report import Line, Report
from tests.bench.rows import AUTHORS, SHEET
from tests.bench.servers import serving
from tests.bench.signing import register_tablet
from tests.bench.worlds import World, put, visit_row
from tests.databases import open_app

AT_ONCE = {1: 150, 8: 480, 32: 640}
_QUICK = {1: 40, 8: 120, 32: 160}
# Shares of the thin floor: issue 2 §7 for 8 at a time; for 1 and 32 the goals of performance.md §4 over its floors.
_SHARES = {1: 0.36, 8: 0.5, 32: 0.38}
_SAME_AT_100K, _SMALLEST, _LARGEST = 0.9, 2_000, 100_000
_KEYS = [item.key for item in SHEET.items]


def measure_floors(report: Report, backend: str, database: Any, folder: Path, *, quick: bool) -> None:
    """Measure the bare route and the thin endpoint under the same server and generator."""
    url = database.url("floor")
    create_tables(url)
    settings = Settings(data_dir=folder / f"{backend}-floor", database_url=url)
    with serving("tests.bench.floors:make_thin()", settings, FLOOR_URL=url) as server:
        for at_once, count in (_QUICK if quick else AT_ONCE).items():
            hello = run(server.port, [Call("GET", "/hello")] * count * 3, at_once)
            report.add(_floor(backend, f"地板 空路由 ×{at_once}", hello))
            body = thin_body("somebody", _KEYS)
            calls = [Call("POST", "/submit", body, {"Content-Type": "application/json"})] * count
            run(server.port, calls[:16], at_once)
            line = report.add(_floor(backend, f"地板 薄接口 ×{at_once}", run(server.port, calls, at_once)))
            line.memory = server.memory()
            if at_once in WITH_PHOTO:
                load = run_all(server.port, thin_pairs(body, count), at_once)
                report.add(_floor(backend, f"地板 薄接口带照片 ×{at_once}", load))


def measure_submissions(report: Report, backend: str, world: World, *, quick: bool) -> None:
    """Submit visits that were planned and signed in for beforehand."""
    counts = _QUICK if quick else AT_ONCE
    calls = _prepare(world, sum(counts.values()) + 16)
    with serving("wsgi:app", world.settings) as server:
        run(server.port, [calls.pop() for _ in range(16)], 4)
        for at_once, count in counts.items():
            load = run(server.port, [calls.pop() for _ in range(count)], at_once)
            line = Line(backend, world.size, f"提交 40 项走访 ×{at_once}", load.times, rate=load.rate)
            line.memory = server.memory()
            _judge(report, line, load, at_once, server.log_has("database is locked"))
            report.add(line)
            if load.sample:
                report.note(load.sample)


def _floor(backend: str, name: str, load: Load) -> Line:
    remark = f"own CPU {load.own_share:.2f}" + (f" answers {load.statuses}" if load.count(400) else "")
    return Line(backend, 0, name, load.times, rate=load.rate, remark=remark)


def _prepare(world: World, count: int) -> list[Call]:
    """Plan visits for many authors and write what each will send: all answers, one problem listed."""
    numbers, signed = plan(world, count)
    return [hand_in(number, signed[AUTHORS[number % len(AUTHORS)]]) for number in numbers]


def plan(world: World, count: int) -> tuple[range, dict[int, dict[str, str]]]:
    """Plan visits for many authors; return their numbers and the headers of each author's tablet."""
    first, today = world.next_visit, clock.today()
    world.next_visit += count
    with open_app(world.settings) as app, app.app_context():
        numbers = range(first, first + count)
        with transaction():
            put("visits", (visit_row(number, AUTHORS[number % len(AUTHORS)], today, "planned") for number in numbers))
            put("visit_windows", (
                {"visit_id": number, "window_id": number % 60 + 1, "sort_no": 0} for number in numbers
            ))  # fmt: skip
        signed = {author: register_tablet(app, author) for author in AUTHORS}
    return numbers, signed


def hand_in(number: int, headers: dict[str, str], files: Sequence[dict[str, Any]] = ()) -> Call:
    """Return what a tablet sends: all answers, one problem listed from the fourth."""
    answers = {key: {"choice": "no" if place == 3 else "yes"} for place, key in enumerate(_KEYS)}
    answers[_KEYS[3]]["note"] = "窗口要了清单外的复印件。"
    problem = {
        "uuid": str(uuid.UUID(int=number + (1 << 100))),
        "source": {"kind": "answer", "key": _KEYS[3]},
        "title": "窗口要了清单外的复印件",
        "fact": "窗口要了清单外的复印件。",
        "no_photo": "口头说的，没有可拍的。",
    }
    facts = {
        "visit_id": f"bench{number:012d}",
        "round": 1,
        "checklist_version": 1,
        "client_time": clock.now().isoformat(),
        "clock_offset_ms": 0,
        "answers": answers,
        "findings": [problem],
        "files": list(files),
    }
    path = f"/api/field/submissions/{uuid.UUID(int=number)}"
    return Call("POST", path, json.dumps(facts).encode(), {**headers, "Content-Type": "application/json"})


def _judge(report: Report, line: Line, load: Load, at_once: int, locked: bool) -> None:
    floor = report.find(line.backend, f"地板 薄接口 ×{at_once}")
    line.remark = f"own CPU {load.own_share:.2f}, {dict(sorted(load.statuses.items()))}"
    wrong = load.statuses.keys() != {201} or locked
    if floor is not None and floor.rate and line.rate:
        line.floor, line.ratio = floor.rate, line.rate / floor.rate
        line.goal, line.met = f"≥ {_SHARES[at_once]} × 薄接口", line.ratio >= _SHARES[at_once]
    if at_once == max(AT_ONCE):
        line.goal += "，无 5xx，无 locked"
    if line.size == _LARGEST:
        small = report.find(line.backend, line.name, _SMALLEST)
        if small is not None and small.rate and line.rate:
            share = line.rate / small.rate
            line.goal += f"，≥ {_SAME_AT_100K} × 2,000 条时（{share:.2f}）"
            line.met = bool(line.met) and share >= _SAME_AT_100K
    if wrong:
        line.met = False
        line.remark += " locked" if locked else ""

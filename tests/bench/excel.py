"""The ledger as Excel beside write-only openpyxl of the same cells, each in a process of its own."""

import io
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from openpyxl import Workbook, load_workbook

from exports.ledger_workbook import ledger_xlsx
from inspect_app.access import SYSTEM
from inspect_app.config import PROJECT_ROOT, Settings
from inspect_app.foundation import clock
from inspect_app.rectification.queries.ledger import stream_ledger
from inspect_app.rectification.rules.ledger_columns import LedgerColumn
from inspect_app.rectification.vocabulary import LedgerFilter
from tests.bench.report import Line, Report
from tests.bench.worlds import World
from tests.databases import open_app

_EXTRA_MB = 64.0
_HALF = 0.5


def measure_excel(report: Report, backend: str, world: World) -> None:
    """Write the whole ledger, then its cells by openpyxl."""
    path = world.settings.data_dir / "ledger.xlsx"
    ours = _child("ours", world.settings, path)
    floor = _child("floor", world.settings, path)
    ratio = ours["seconds"] / floor["seconds"]
    line = Line(backend, world.size, "Excel 台账（含读库）", [ours["seconds"] * 1000], memory=ours["extra"])
    line.floor, line.ratio, line.goal = floor["seconds"] * 1000, ratio, f"≤ 1 × openpyxl，多占 ≤ {_EXTRA_MB:.0f} MB"
    line.met = ratio <= 1 and ours["extra"] <= _EXTRA_MB
    line.remark = f"{ours['rows']:.0f} 行"
    report.add(line)
    report.add(
        Line(backend, world.size, "Excel 较严目标", ratio=ratio, goal=f"≤ {_HALF} × openpyxl", met=ratio <= _HALF)
    )
    report.add(Line(backend, world.size, "地板 openpyxl 只写", [floor["seconds"] * 1000], memory=floor["extra"]))


def _child(what: str, settings: Settings, path: Path) -> dict[str, float]:
    words = [sys.executable, "-m", "tests.bench.excel", what, settings.database, str(settings.data_dir), str(path)]
    done = subprocess.run(words, cwd=PROJECT_ROOT, capture_output=True, check=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _resident() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _ours(settings: Settings, path: Path) -> dict[str, float]:
    with open_app(settings) as app, app.app_context():
        before, begun = _resident(), time.perf_counter()
        data = ledger_xlsx(
            stream_ledger(SYSTEM, LedgerFilter()), tuple(LedgerColumn), office="跑改办", made_at=clock.now()
        )
        seconds, after = time.perf_counter() - begun, _resident()
    path.write_bytes(data)
    book = load_workbook(path, read_only=True)
    return {"seconds": seconds, "extra": after - before, "rows": float(book.worksheets[0].max_row - 1)}


def _floor(path: Path) -> dict[str, float]:
    cells = [list(row) for row in load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True)]
    before, begun = _resident(), time.perf_counter()
    book = Workbook(write_only=True)
    sheet = book.create_sheet("问题台账")
    for row in cells:
        sheet.append(row)
    book.save(io.BytesIO())
    return {"seconds": time.perf_counter() - begun, "extra": _resident() - before, "rows": float(len(cells) - 1)}


if __name__ == "__main__":
    _what, _url, _folder, _path = sys.argv[1:]
    _settings = Settings(data_dir=Path(_folder), database_url=_url)
    print(json.dumps(_ours(_settings, Path(_path)) if _what == "ours" else _floor(Path(_path))))

"""`python -m tests.bench`: measure, print a table, write JSON into bench-results/."""

import argparse
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from inspect_app.config import Settings
from tests.bench.bulk import measure_bulk
from tests.bench.draining import measure_draining
from tests.bench.escalation import measure_escalation
from tests.bench.excel import measure_excel
from tests.bench.importing import measure_imports
from tests.bench.keeping import measure_keeping
from tests.bench.lists import measure_pages
from tests.bench.notices import measure_notice
from tests.bench.overview import measure_overview
from tests.bench.papers import measure_papers
from tests.bench.planning import measure_planning
from tests.bench.promises import measure_promises
from tests.bench.recurrence import measure_recurrence
from tests.bench.report import Report
from tests.bench.restoring import measure_restoring
from tests.bench.soak import measure_soak
from tests.bench.submitting import measure_floors, measure_submissions
from tests.bench.tablets import measure_tablets, measure_weight
from tests.bench.tapping import measure_tapping
from tests.bench.worlds import Durable, World, fill
from tests.databases import BACKENDS, migrate

SIZES = (2_000, 20_000, 100_000)
EXCEL_ROWS = (20_000, 100_000)
PARTS = (
    "pages", "overview", "promises", "notice", "papers", "submissions", "tablets", "tapping", "soak", "tasks",
    "excel", "recurrence", "bulk", "escalation", "planning", "keeping", "restoring", "imports",
)  # fmt: skip


def main() -> None:
    """Run the sizes asked for on the databases asked for."""
    asked = _arguments()
    report = Report(quick=asked.quick)
    if "tablets" in asked.only:
        measure_weight(report)
    folder = Path(tempfile.mkdtemp(prefix="inspect-bench-"))
    try:
        _measure_alone(report, folder, asked)
        for backend in asked.backends:
            with _database(backend, folder) as database:
                _measure_kind(report, backend, database, folder, asked)
                for size in asked.sizes:
                    _measure(report, backend, size, database, folder, asked)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        print(report.finish())


def _measure_alone(report: Report, folder: Path, asked: argparse.Namespace) -> None:
    """Measure what needs no database of findings."""
    if "papers" in asked.only:
        measure_papers(report, quick=asked.quick)
    if "planning" in asked.only:
        measure_planning(report, quick=asked.quick)
    if "tapping" in asked.only:
        measure_tapping(report, folder)


def _measure_kind(report: Report, backend: str, database: "Database", folder: Path, asked: argparse.Namespace) -> None:
    """Measure what brings its own rows."""
    if {"submissions", "tablets"} & set(asked.only):
        measure_floors(report, backend, database, folder, quick=asked.quick)
    if "tasks" in asked.only:
        measure_draining(report, backend, database.url("bench_tasks"), folder, quick=asked.quick)
    if "keeping" in asked.only:
        measure_keeping(report, backend, database.url("bench_keeping"), folder, quick=asked.quick)
    if "restoring" in asked.only:
        measure_restoring(report, backend, database.url, folder, quick=asked.quick)
    if "imports" in asked.only:
        measure_imports(report, backend, database.url, folder, quick=asked.quick)


def _measure(
    report: Report, backend: str, size: int, database: "Database", folder: Path, asked: argparse.Namespace
) -> None:
    settings = Settings(data_dir=folder / f"{backend}-{size}", database_url=database.url(f"bench_{size}"))
    migrate(settings)
    world = fill(settings, size)
    report.note(f"{backend} {size}: 装入 {world.seconds:.1f} s")
    for part, measure in _PARTS_OF_A_WORLD.items():
        if part in asked.only and (part != "excel" or size in EXCEL_ROWS or asked.quick):
            measure(report, backend, world, asked.quick)


# In this order: the last one opens every finding of the world.
_PARTS_OF_A_WORLD: dict[str, Callable[[Report, str, World, bool], None]] = {
    "pages": lambda report, backend, world, quick: measure_pages(report, backend, world, quick=quick),
    "overview": lambda report, backend, world, quick: measure_overview(report, backend, world, quick=quick),
    "promises": lambda report, backend, world, quick: measure_promises(report, backend, world, quick=quick),
    "notice": lambda report, backend, world, _quick: measure_notice(report, backend, world),
    "submissions": lambda report, backend, world, quick: measure_submissions(report, backend, world, quick=quick),
    "tablets": lambda report, backend, world, quick: measure_tablets(report, backend, world, quick=quick),
    "soak": lambda report, backend, world, quick: measure_soak(report, backend, world, quick=quick),
    "bulk": lambda report, backend, world, quick: measure_bulk(report, backend, world, quick=quick),
    "excel": lambda report, backend, world, _quick: measure_excel(report, backend, world),
    "recurrence": lambda report, backend, world, _quick: measure_recurrence(report, backend, world),
    "escalation": lambda report, backend, world, _quick: measure_escalation(report, backend, world),
}


class Database:
    """Where the databases of one kind live."""

    def __init__(self, backend: str, folder: Path) -> None:
        """Start a server where the kind needs one."""
        self._folder = folder
        self._server = Durable(folder / "server") if backend == "postgresql" else None

    def url(self, name: str) -> str:
        """Return the URL of a new database."""
        if self._server is None:
            return f"sqlite:///{self._folder / name}.sqlite3"
        self._server.run(f"CREATE DATABASE {name}")
        return self._server.url(name)

    def stop(self) -> None:
        """Stop the server."""
        if self._server is not None:
            self._server.stop()


@contextmanager
def _database(backend: str, folder: Path) -> Iterator[Database]:
    database = Database(backend, folder)
    try:
        yield database
    finally:
        database.stop()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure speed and memory.")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="findings to load")
    parser.add_argument("--backends", nargs="+", choices=BACKENDS, default=list(BACKENDS))
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="parts to measure")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, for development")
    return parser.parse_args()


if __name__ == "__main__":
    main()

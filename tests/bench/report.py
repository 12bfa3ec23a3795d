"""Lines of a measurement, each beside its floor and its goal; a table for people, JSON for the record."""

import json
import os
import platform
from dataclasses import asdict, dataclass, field
from pathlib import Path

from inspect_app.config import PROJECT_ROOT
from inspect_app.foundation import clock

_FOLDER = PROJECT_ROOT / "bench-results"
_WORDS = {True: "pass", False: "MISS", None: ""}


@dataclass(slots=True)
class Line:
    """One measured thing; times in milliseconds, rates per second, memory in MB.

    `ratio` is what the goal speaks of: ours against the floor, or one size against another.
    """

    backend: str
    size: int
    name: str
    times: list[float] = field(default_factory=list)
    rate: float | None = None
    memory: float | None = None
    floor: float | None = None
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None
    remark: str = ""

    def at(self, share: float) -> float | None:
        """Return a percentile of the times."""
        if not self.times:
            return None
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def to_json(self) -> dict[str, object]:
        """Return the line for the record."""
        body = {name: value for name, value in asdict(self).items() if name != "times"}
        return {**body, "n": len(self.times), "p50": self.at(0.5), "p95": self.at(0.95), "p99": self.at(0.99)}


class Report:
    """All lines of one run."""

    def __init__(self, *, quick: bool) -> None:
        """Begin; a quick run says so."""
        self.lines: list[Line] = []
        self.notes: list[str] = []
        self._quick = quick

    def add(self, line: Line) -> Line:
        """Keep a line and show it at once."""
        self.lines.append(line)
        print(_row(line), flush=True)
        return line

    def note(self, text: str) -> None:
        """Keep and show a remark of the run."""
        self.notes.append(text)
        print(f"# {text}", flush=True)

    def find(self, backend: str, name: str, size: int | None = None) -> Line | None:
        """Return a line measured before, or nothing."""
        for line in self.lines:
            if (line.backend, line.name) == (backend, name) and size in (None, line.size):
                return line
        return None

    def finish(self) -> str:
        """Write the record and return the table, the misses last."""
        _FOLDER.mkdir(exist_ok=True)
        moment = clock.local(clock.now())
        path = _FOLDER / f"{moment:%Y%m%d-%H%M%S}.json"
        path.write_text(json.dumps(self._record(moment.isoformat()), ensure_ascii=False, indent=1))
        missed = [line for line in self.lines if line.met is False]
        parts = ["", _HEAD, *map(_row, self.lines), "", f"{len(missed)} missed", *map(_row, missed)]
        return "\n".join([*parts, _shown(path)])

    def _record(self, moment: str) -> dict[str, object]:
        machine = {"machine": platform.machine(), "python": platform.python_version(), "cores": os.cpu_count()}
        lines = [line.to_json() for line in self.lines]
        return {"at": moment, "quick": self._quick, **machine, "notes": self.notes, "lines": lines}


_HEAD = (
    f"{'database':<11}{'size':>7} {'what':<38}{'n':>6}{'p50 ms':>9}{'p95':>9}{'p99':>9}{'per s':>9}{'MB':>7}"
    f"{'floor':>9}{'ratio':>7}  goal"
)


def _row(line: Line) -> str:
    numbers = "".join(_number(value, width) for value, width in (
        (line.at(0.5), 9), (line.at(0.95), 9), (line.at(0.99), 9), (line.rate, 9), (line.memory, 7), (line.floor, 9),
    ))  # fmt: skip
    ratio = f"{line.ratio:>7.2f}" if line.ratio is not None else " " * 7
    told = f"  {_WORDS[line.met]:<5}{line.goal}{'  ' + line.remark if line.remark else ''}"
    return f"{line.backend:<11}{line.size:>7} {line.name:<38}{len(line.times):>6}{numbers}{ratio}{told}".rstrip()


def _number(value: float | None, width: int) -> str:
    return " " * width if value is None else f"{value:>{width}.1f}"


def _shown(path: Path) -> str:
    return f"record: {path.relative_to(PROJECT_ROOT)}"

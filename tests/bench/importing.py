"""Tables that come in: 5,000 letters and 50,000 cases to compare; tried, taken and undone, each in its own process."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from forms.comparison_csv import narrowed, read_cases
from forms.letters_csv import read_letters
from inspect_app.comparison.actions import comparing
from inspect_app.comparison.actions.undoing import undo_batch
from inspect_app.config import PROJECT_ROOT, Settings
from inspect_app.database import transaction
from inspect_app.foundation import clock
from inspect_app.voices.actions import importing
from inspect_app.voices.vocabulary.letters import LetterSource
from tests.bench.report import Line, Report
from tests.comparison.comparing import make_back_office
from tests.databases import migrate, open_app
from tests.factories import make_item
from tests.voices.lettering import WORDS, make_inbox

LETTERS, CASES = 5_000, 50_000
_QUICKER, _MATTERS = 10, 40
_EXTRA_MB = 256.0
# Seconds that somebody waits at a page, and that a batch may take in the background.
_GOALS = {"试读": 10.0, "导入": 15.0, "比对": 90.0, "撤销": 10.0}
Steps = dict[str, float]
T = TypeVar("T")


def measure_imports(report: Report, backend: str, url: Callable[[str], str], folder: Path, *, quick: bool) -> None:
    """Measure both kinds of tables on one kind of database."""
    for what, name, rows in (("letters", "来信 CSV", LETTERS), ("cases", "比对 CSV", CASES)):
        rows = rows // _QUICKER if quick else rows
        settings = Settings(data_dir=folder / f"{backend}-{what}", database_url=url(f"bench_{what}"))
        migrate(settings)
        words = [sys.executable, "-m", "tests.bench.importing", what, settings.database, str(settings.data_dir)]
        done = subprocess.run([*words, str(rows)], cwd=PROJECT_ROOT, capture_output=True, check=True, text=True)
        found: Steps = json.loads(done.stdout.splitlines()[-1])
        extra = found.pop("extra")
        for step, seconds in found.items():
            line = Line(backend, rows, f"{name} {step}", [seconds * 1000], memory=extra)
            line.goal = f"≤ {_GOALS[step]:.0f} s，多占 ≤ {_EXTRA_MB:.0f} MB"
            line.met = seconds <= _GOALS[step] and extra <= _EXTRA_MB
            report.add(line)


def _letters(rows: int) -> Steps:
    inbox = make_inbox()
    said = (f"G{number},2026-05-06,第{number}位在{number % 97}号窗口{WORDS[number % 9 :]}" for number in range(rows))
    data = "\n".join(["编号,收到日期,内容", *said]).encode()
    taken = _Taken()

    table = taken.by("试读", lambda: read_letters(data, LetterSource.PLATFORM, clock.today()))
    taken.by("试读", lambda: importing.try_table(table))
    found = taken.by("导入", lambda: importing.signatures(table))

    def bring_in() -> int:
        with transaction():
            return importing.import_table(inbox.clerk, table, found, file_name="来信.csv", data=data).id

    batch_id = taken.by("导入", bring_in)

    def take_back() -> int:
        with transaction():
            return importing.undo_batch(inbox.clerk, batch_id)

    taken.by("撤销", take_back)
    return taken.steps


def _cases(rows: int) -> Steps:
    office = make_back_office()
    codes = [office.item_code, *(make_item(name=f"第{number}号比对事项").code for number in range(1, _MATTERS))]
    lines = [office.row(f"B{number}", 1 + (number % 10 == 0), 3, 2, "是", matter=codes[number % _MATTERS])
             for number in range(rows)]  # fmt: skip
    data, taken = office.table(lines), _Taken()
    kept = taken.by("试读", lambda: narrowed(data, office.columns))
    table = taken.by("试读", lambda: read_cases(kept, clock.today()))
    taken.by("试读", lambda: comparing.try_table(office.source_id, table))
    batch_id = office.begin(lines)
    taken.by("比对", lambda: comparing.compare(batch_id, read_cases))

    def take_back() -> object:
        with transaction():
            return undo_batch(office.clerk, batch_id, "量一量。")

    taken.by("撤销", take_back)
    return taken.steps


class _Taken:
    """Seconds by step."""

    def __init__(self) -> None:
        self.steps: Steps = {}

    def by(self, step: str, deed: Callable[[], T]) -> T:
        """Do a deed and count its seconds to a step."""
        begun = time.perf_counter()
        found = deed()
        self.steps[step] = self.steps.get(step, 0.0) + time.perf_counter() - begun
        return found


def _peak() -> float:
    """Return the most memory this process has held, in MB; what rusage says begins with that of the parent."""
    said = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(said[1]) / 1024 if said else 0.0


def _main(what: str, url: str, folder: str, rows: str) -> None:
    with open_app(Settings(data_dir=Path(folder), database_url=url)) as app, app.app_context():
        before = _peak()
        steps = (_letters if what == "letters" else _cases)(int(rows))
        print(json.dumps(steps | {"extra": _peak() - before}))


if __name__ == "__main__":
    _main(*sys.argv[1:])

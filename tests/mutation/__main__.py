"""`python -m tests.mutation [file …]`: change the tables one place at a time, and say what no test noticed.

It fails when less than 80 % was noticed. Each process works in a copy of its own: a run that is broken off leaves no
changed table behind.
"""

import compileall
import os
import shutil
import subprocess
import sys
import tempfile
import time
from difflib import ndiff
from multiprocessing import Pool
from pathlib import Path

import cosmic_ray.plugins
from cosmic_ray.mutating import use_mutation
from cosmic_ray.work_item import MutationSpec

from tests.mutation.mutants import mutants_of
from tests.mutation.subjects import SUBJECTS, Subject

FLOOR = 0.80
_ROOT = Path(__file__).parents[2]
_NOT_NEEDED = shutil.ignore_patterns("static", "templates", "__pycache__")
_runners: list[subprocess.Popen[str]] = []


def main() -> None:
    """Try every change of the tables that are named, or of all."""
    began = time.monotonic()
    os.chdir(_ROOT)
    subjects = [one for one in SUBJECTS if not sys.argv[1:] or one.file in sys.argv[1:]]
    work = [(mutant, one) for one in subjects for mutant in mutants_of(Path(one.file))]
    place = tempfile.TemporaryDirectory(prefix="inspect-mutants-")
    with place as folder, Pool(os.cpu_count(), _settle, (folder,)) as pool:
        if not all(pool.map(_is_green, subjects)):
            sys.exit("make test first: the tests of the tables fail before anything is changed")
        noticed = [(one, _tell(mutant, diff)) for mutant, one, diff in pool.imap(_try, work)]
    for one in subjects:
        own = [found for subject, found in noticed if subject == one]
        print(f"{sum(own):5} / {len(own):<5}{one.file}")
    killed = sum(found for _, found in noticed)
    print(f"{killed} of {len(work)} changes noticed ({killed / len(work):.1%}) in {time.monotonic() - began:.0f} s")
    sys.exit(killed < FLOOR * len(work))


def _settle(folder: str) -> None:
    """Give a process a copy of its own to change, and a runner in it."""
    os.chdir(tempfile.mkdtemp(dir=folder))
    for name in ("inspect_app", "tests"):
        shutil.copytree(_ROOT / name, name, ignore=_NOT_NEEDED)
        compileall.compile_dir(name, quiet=2)
    command = [_ROOT / ".venv/bin/python", "-m", "tests.mutation.runner"]
    without_plugins = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    pipe = subprocess.PIPE
    _runners.append(subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=without_plugins))


def _is_green(subject: Subject) -> bool:
    """Say whether the tests of a table pass."""
    asked, answers = _runners[0].stdin, _runners[0].stdout
    assert asked and answers
    print(*subject.tests, file=asked, flush=True)
    return answers.readline().strip() == "0"


def _try(work: tuple[MutationSpec, Subject]) -> tuple[MutationSpec, Subject, str]:
    """Change one place; give the lines that changed when no test noticed, and nothing when one did."""
    mutant, subject = work
    operator = cosmic_ray.plugins.get_operator(mutant.operator_name)()
    with use_mutation(mutant.module_path, operator, mutant.occurrence) as (before, after):
        if not _is_green(subject):
            return mutant, subject, ""
        changed = (line for line in ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-")
        return mutant, subject, "\n".join(changed)


def _tell(mutant: MutationSpec, changed: str) -> bool:
    """Say whether a change was noticed; print it when it was not."""
    if changed:
        print(f"{mutant.module_path}:{mutant.start_pos[0]} {mutant.operator_name}\n{changed}\n", flush=True)
    return not changed


if __name__ == "__main__":
    main()

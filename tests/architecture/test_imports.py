"""Who may import whom, as `setup.cfg` says."""

import configparser
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from inspect_app.config import PROJECT_ROOT
from tests.architecture.sources import CODE_FOLDERS, modules, short

ROOM_FILES = {"__init__", "vocabulary", "rules", "models", "queries", "actions", "views"}
LINT = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the import contracts over a copy of the tree."""
    return subprocess.run(LINT, cwd=folder, capture_output=True, text=True, check=False)


def test_every_contract_is_kept() -> None:
    result = lint(PROJECT_ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_importing_the_package_imports_no_room() -> None:
    text = (PROJECT_ROOT / "inspect_app" / "__init__.py").read_text(encoding="utf-8")
    assert "import" not in text.replace("imports nothing", "")


def test_no_folder_of_leftovers() -> None:
    names = {"utils", "helpers", "common", "misc", "util", "helper"}
    assert [short(file) for file in modules(*CODE_FOLDERS) if names & set(file.with_suffix("").parts)] == []


# Each line breaks one contract on purpose, and that contract must notice.
BREAKS = [
    ("rooms", "inspect_app/tasks/rules.py", "import inspect_app.notices"),
    ("rooms", "inspect_app/utils.py", ""),
    ("rooms", "inspect_app/access.py", "import inspect_app.config"),
    ("files", "inspect_app/findings/rules.py", "import inspect_app.findings.queries"),
    ("files", "inspect_app/findings/helpers.py", ""),
    ("words", "inspect_app/findings/vocabulary.py", "import inspect_app.visits.rules"),
    ("decisions", "inspect_app/findings/rules.py", "import inspect_app.visits.models"),
    ("tables", "inspect_app/findings/models.py", "import inspect_app.visits.queries"),
    ("reads", "inspect_app/findings/queries.py", "import inspect_app.visits.actions"),
    ("writes", "inspect_app/findings/actions.py", "import inspect_app.visits.views"),
    ("deeds", "inspect_app/findings/actions.py", "import inspect_app.web.guards"),
    ("purity", "inspect_app/findings/vocabulary.py", "import sqlalchemy"),
    ("forms", "forms/stray.py", "import inspect_app.findings.models"),
    ("exports", "exports/stray.py", "import inspect_app.findings.queries"),
    ("edges", "forms/stray.py", "import exports"),
    ("edge_users", "inspect_app/findings/actions.py", "import exports"),
    ("storage", "inspect_app/findings/actions.py", "import obstore"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("contract", "where", "line"), BREAKS)
def test_a_broken_contract_is_caught(contract: str, where: str, line: str, tmp_path: Path) -> None:
    skipped = shutil.ignore_patterns("static", "templates", "__pycache__")
    for folder in CODE_FOLDERS:
        shutil.copytree(PROJECT_ROOT / folder, tmp_path / folder, ignore=skipped)
    shutil.copy(PROJECT_ROOT / "setup.cfg", tmp_path)
    broken = tmp_path / where
    if broken.with_suffix("").is_dir():
        broken = broken.with_suffix("") / "__init__.py"
    text = broken.read_text(encoding="utf-8") if broken.exists() else ""
    broken.write_text(f"{text}\n{line}\n", encoding="utf-8")
    config = configparser.ConfigParser()
    config.read(PROJECT_ROOT / "setup.cfg", encoding="utf-8")
    assert f"{config[f'importlinter:contract:{contract}']['name']} BROKEN" in lint(tmp_path).stdout

"""The project's own files, read and parsed once."""

import ast
from functools import cache
from pathlib import Path

from inspect_app.config import PROJECT_ROOT

Function = ast.FunctionDef | ast.AsyncFunctionDef
CODE_FOLDERS = ("inspect_app", "forms", "exports")
TEMPLATES = PROJECT_ROOT / "inspect_app" / "templates"


@cache
def modules(*folders: str) -> tuple[Path, ...]:
    """Return every Python file below the folders, sorted; insist that there are some."""
    found = sorted(path for folder in folders for path in (PROJECT_ROOT / folder).rglob("*.py"))
    assert found, f"no Python files in {folders}"
    return tuple(found)


@cache
def templates() -> tuple[Path, ...]:
    """Return every template, sorted; insist that there are some."""
    found = sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt", ".xml", ".svg"})
    assert found, "no templates"
    return tuple(found)


@cache
def tree(path: Path) -> ast.Module:
    """Parse one file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def short(path: Path) -> str:
    """Return the path as a reader of a failure wants to see it."""
    return path.relative_to(PROJECT_ROOT).as_posix()


def functions(path: Path) -> list[Function]:
    """Return every function of a file, methods and inner ones included."""
    return [node for node in ast.walk(tree(path)) if isinstance(node, Function)]


def lines_of_body(function: Function) -> int:
    """Count the lines of a function without its decorators, signature and docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    if not body:
        return 0
    return (body[-1].end_lineno or body[-1].lineno) - body[0].lineno + 1

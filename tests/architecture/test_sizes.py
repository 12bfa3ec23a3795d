"""Small pieces: a reader sees each one whole."""

import ast
from pathlib import Path

from tests.architecture.sources import (
    CODE_FOLDERS,
    Function,
    functions,
    lines_of_body,
    modules,
    short,
    templates,
)

FILE_LINES = 300
FUNCTION_LINES = 30  # of body: a wide signature and a docstring make nothing harder to follow
ROUTE_LINES = 20
TEMPLATE_LINES = 120
_ROUTE_WORDS = {"route", "get", "post", "put", "delete", "patch"}


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    files = [*modules(*CODE_FOLDERS, "tests")]
    assert {short(file): size for file in files if (size := _lines(file)) > FILE_LINES} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    """A journey in tests may be longer: it reads as one story."""
    long = {
        f"{short(file)}:{function.lineno} {function.name}": size
        for file in modules(*CODE_FOLDERS)
        for function in functions(file)
        if (size := lines_of_body(function)) > FUNCTION_LINES
    }
    assert long == {}


def test_no_route_does_more_than_guard_load_form_deed_redirect() -> None:
    long = {
        f"{short(file)}:{function.lineno} {function.name}": size
        for file in modules("inspect_app")
        for function in functions(file)
        if _is_route(function) and (size := lines_of_body(function)) > ROUTE_LINES
    }
    assert long == {}


def test_no_template_is_longer_than_a_reader_can_hold() -> None:
    assert {short(file): size for file in templates() if (size := _lines(file)) > TEMPLATE_LINES} == {}


def test_the_route_detector_sees_a_route() -> None:
    source = "@pages.get('/x')\ndef show():\n    '''Say it.'''\n    return 1\n"
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert _is_route(function)
    assert lines_of_body(function) == 1


def _lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def _is_route(function: Function) -> bool:
    calls = [mark.func for mark in function.decorator_list if isinstance(mark, ast.Call)]
    return any(isinstance(call, ast.Attribute) and call.attr in _ROUTE_WORDS for call in calls)

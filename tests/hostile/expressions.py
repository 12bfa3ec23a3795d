"""Every regular expression of the source, and long texts made to send it back and forth."""

import ast
import importlib
import re
import re._constants as opcodes
import re._parser as parser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from inspect_app.config import PROJECT_ROOT

_CALLS = {"compile", "search", "match", "fullmatch", "findall", "finditer", "split", "sub", "Regexp"}
_SPOILERS = ("", "\x00", "\n")


def expressions() -> dict[str, re.Pattern[Any]]:
    """Return each expression by `file:line`: what `re` or a form's Regexp is given, and a pattern of the protocol."""
    found = {}
    for folder in ("inspect_app", "forms", "exports"):
        for path in sorted((PROJECT_ROOT / folder).rglob("*.py")):
            for line, written in _written(ast.parse(path.read_text(encoding="utf-8"))):
                found[f"{path.relative_to(PROJECT_ROOT)}:{line}"] = re.compile(_value(path, written))
    return found


def _written(tree: ast.AST) -> Iterator[tuple[int, ast.expr]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            of_re = isinstance(node.func, ast.Name) or getattr(getattr(node.func, "value", None), "id", "") == "re"
            if node.args and called in _CALLS and of_re and called != "match":
                yield node.lineno, node.args[0]
            yield from ((node.lineno, word.value) for word in node.keywords if word.arg == "pattern")


def _value(path: Path, written: ast.expr) -> Any:
    """Return what an expression is, with the names of its module."""
    module = importlib.import_module(".".join(path.relative_to(PROJECT_ROOT).with_suffix("").parts))
    return eval(compile(ast.Expression(written), str(path), "eval"), vars(module))  # noqa: S307 - our own source


def hostile(pattern: re.Pattern[Any], length: int) -> Iterator[Any]:
    """Yield long texts of what the expression itself asks for: its letters in a row, by twos, and its own beginning."""
    letters = list(dict.fromkeys(_letters(parser.parse(pattern.pattern))))[:10] or ["a"]
    fixed = "".join(_literal(parser.parse(pattern.pattern)))
    units = [*letters, *(one + other for one in letters[:5] for other in letters[:5] if one != other)]
    texts = [*((unit * length)[:length] for unit in units)]
    if fixed:
        texts += [(fixed * length)[:length], *((fixed + letter * length)[:length] for letter in (*letters, " "))]
    for text in texts:
        for spoiler in _SPOILERS:
            yield (text + spoiler).encode() if isinstance(pattern.pattern, bytes) else text + spoiler


def _letters(parsed: Any) -> Iterator[str]:
    """Yield a letter for each place of the expression."""
    for op, given in parsed:
        if op is opcodes.LITERAL:
            yield chr(given)
        elif op is opcodes.ANY or op is opcodes.NOT_LITERAL:
            yield "x"
        elif op is opcodes.IN:
            yield _one_of(given)
        else:
            for part in _parts(given):
                yield from _letters(part)


def _literal(parsed: Any) -> Iterator[str]:
    """Yield the letters with which a match begins, by the first of several ways."""
    for op, given in parsed:
        if op is opcodes.BRANCH:
            yield from _literal(given[1][0])
        elif op is opcodes.SUBPATTERN:
            yield from _literal(given[-1])
        elif op is opcodes.LITERAL:
            yield chr(given)
        elif op is not opcodes.ASSERT_NOT:
            return


_CLASSES = {opcodes.CATEGORY_DIGIT: "1", opcodes.CATEGORY_SPACE: " ", opcodes.CATEGORY_WORD: "w"}


def _one_of(choices: Any) -> str:
    if choices[0][0] is opcodes.NEGATE:
        return "〇"
    op, given = choices[0]
    if op is opcodes.LITERAL:
        return chr(given)
    return chr(given[0]) if op is opcodes.RANGE else _CLASSES.get(given, "x")


def _parts(given: Any) -> Iterator[Any]:
    """Yield the expressions inside an operator's arguments."""
    if isinstance(given, parser.SubPattern):
        yield given
    elif isinstance(given, (list, tuple)):
        for one in given:
            yield from _parts(one)

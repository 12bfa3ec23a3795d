"""Time is asked once, chance is drawn once: everything else is told."""

import ast

from tests.architecture.sources import CODE_FOLDERS, modules, short, tree

CLOCK = "inspect_app/foundation/clock.py"
CHANCE = "inspect_app/foundation/randomness.py"
_CLOCK_CALLS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.localtime",
    "time.gmtime", "time.ctime", "time.strftime", "func.now", "func.current_timestamp",
}  # fmt: skip
_CHANCE_MODULES = {"random", "secrets", "uuid"}
_CHANCE_CALLS = {"os.urandom", "uuid.uuid1", "uuid.uuid4", "AESGCM.generate_key"}
# A seeded Random is arithmetic, not chance; an unseeded one is caught where it is called.
_READ_ONLY_NAMES = {"compare_digest", "UUID", "Random"}


def test_only_the_clock_reads_the_clock() -> None:
    found = [
        f"{short(file)}:{node.lineno} {ast.unparse(node.func)}"
        for file in modules(*CODE_FOLDERS)
        if short(file) != CLOCK
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and _tail(node.func) in _CLOCK_CALLS
    ]
    assert found == []


def test_only_randomness_draws_chance() -> None:
    found = [
        f"{short(file)}:{node.lineno} {ast.unparse(node)}"
        for file in modules(*CODE_FOLDERS)
        if short(file) != CHANCE
        for node in ast.walk(tree(file))
        if _draws(node)
    ]
    assert found == []


def _draws(node: ast.AST) -> bool:
    if isinstance(node, ast.Import):
        return any(name.name in {"random", "secrets"} for name in node.names)
    if isinstance(node, ast.ImportFrom):
        drawn = {name.name for name in node.names} - _READ_ONLY_NAMES
        return node.module in _CHANCE_MODULES and drawn != set()
    if not isinstance(node, ast.Call):
        return False
    unseeded = _tail(node.func).split(".")[-1] == "Random" and not node.args
    return unseeded or _tail(node.func) in _CHANCE_CALLS


def _tail(function: ast.expr) -> str:
    """Return the last two words of a dotted name: `datetime.datetime.now` is `datetime.now`."""
    return ".".join(ast.unparse(function).split(".")[-2:])

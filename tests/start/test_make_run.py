"""`make run`: one parent, nothing left behind, and a clear word when the port is taken."""

import os
import select
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from inspect_app.config import PROJECT_ROOT

_PATIENCE = 500


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def started(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int, Path]]:
    """Run what `make run` runs once everything is installed, in a folder of its own."""
    port, log = _free_port(), tmp_path / "output"
    own = {name: value for name, value in os.environ.items() if not name.startswith("INSPECT_")}
    given = {"INSPECT_PORT": str(port), "INSPECT_DATA_DIR": str(tmp_path / "data")}
    given["PATH"] = f"{PROJECT_ROOT / '.venv' / 'bin'}:{os.environ['PATH']}"
    with log.open("w") as output:
        process = subprocess.Popen(
            ["bash", "-eu", "-o", "pipefail", "-c", "source .ci/start"],
            cwd=PROJECT_ROOT,
            env=own | given,
            stdout=output,
            stderr=output,
            text=True,
            start_new_session=True,
        )
    yield process, port, log
    for leftover in _family(process.pid):
        leftover.kill()
    process.wait()


def _family(pid: int) -> list[psutil.Process]:
    try:
        parent = psutil.Process(pid)
        return [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _wait_until_announced(process: subprocess.Popen[str], log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while "Ctrl-C" not in log.read_text() and process.poll() is None and time.monotonic() < until:
        select.select([], [], [], 0.2)
    assert "Ctrl-C" in log.read_text(), log.read_text()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_web_and_worker_start_together_and_end_together(
    started: tuple[subprocess.Popen[str], int, Path],
) -> None:
    process, port, log = started
    _wait_until_announced(process, log)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/login", timeout=30) as answer:  # noqa: S310
        assert "跑改督查" in answer.read().decode()
    assert f"http://127.0.0.1:{port}" in log.read_text()
    family = _family(process.pid)
    assert {"gunicorn", "flask"} <= {Path(word).name for member in family for word in member.cmdline()[:2]}
    # Not SIGINT: a shell that was itself started in the background ignores it, and can't be told otherwise.
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    _, alive = psutil.wait_procs(family, timeout=10)
    assert alive == []


def test_a_taken_port_is_said_in_one_sentence_before_anything_is_done(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        data = tmp_path / "data"
        outside = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
        environ = outside | {"INSPECT_PORT": port, "INSPECT_DATA_DIR": str(data)}
        run = subprocess.run(
            ["make", "run"], cwd=PROJECT_ROOT, env=environ, capture_output=True, text=True, check=False
        )
    assert run.returncode != 0
    assert f"端口 {port} 已被占用" in run.stderr
    assert run.stdout == ""
    assert not data.exists()

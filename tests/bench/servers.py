"""A real gunicorn as `make run` starts it, and what it eats."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from inspect_app.config import PROJECT_ROOT, Settings
from inspect_app.foundation.budgets import THREADS
from tests.servers import UNLIMITED

_WORKERS, _THREADS = 2, THREADS
_START_SECONDS = 60
_KILOBYTE = 1024


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    port: int
    pid: int
    log: Path

    def memory(self) -> float:
        """Return the proportional memory of all its processes in MB."""
        return sum(_pss(pid) for pid in _family(self.pid)) / _KILOBYTE

    def peak(self) -> float:
        """Return the largest resident size of a worker so far in MB."""
        return max(_status(pid, "VmHWM") for pid in _family(self.pid)) / _KILOBYTE

    def log_has(self, text: str) -> bool:
        """Say whether the server complained of something."""
        return text in self.log.read_text(errors="replace")


@contextmanager
def serving(target: str, settings: Settings, **more: str) -> Iterator[Server]:
    """Serve an application until the block ends; the process is ended by its id."""
    log = settings.data_dir / f"{target.split(':', maxsplit=1)[0]}.log"
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    command += ["--workers", str(_WORKERS), "--threads", str(_THREADS), "--no-control-socket"]
    command += ["--log-level", "warning", "--keep-alive", "30", target]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=_environment(settings) | UNLIMITED | more, cwd=PROJECT_ROOT, stdout=output, stderr=output
        )
    try:
        _wait(port, process, log)
        yield Server(port, process.pid, log)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _environment(settings: Settings) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("INSPECT_")}
    given = {
        "INSPECT_MODE": "demo",
        "INSPECT_DATABASE_URL": settings.database,
        "INSPECT_DATA_DIR": str(settings.data_dir),
    }
    return own | given


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/hello")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError(f"the server did not start:\n{log.read_text()}")


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


def _pss(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def _status(pid: int, name: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    return 0

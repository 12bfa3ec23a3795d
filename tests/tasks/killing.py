"""Servers of background workers of which some process dies at random, and a receiver that counts what arrives."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from inspect_app.config import PROJECT_ROOT, Settings

LEASE_SECONDS = 2


class Server:
    """A `flask worker` with some processes, which may lose one of them, or all at once."""

    def __init__(self, settings: Settings, log: Path, workers: int, **more: str) -> None:
        """Start it for the first time."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("INSPECT_")}
        self._environment = own | {
            "INSPECT_DATABASE_URL": settings.database,
            "INSPECT_DATA_DIR": str(settings.data_dir),
            "INSPECT_TASK_LEASE_SECONDS": str(LEASE_SECONDS),
        } | more  # fmt: skip
        self._log, self._workers = log, workers
        self._start()

    def _start(self) -> None:
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--workers", str(self._workers)]
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(
                command, env=self._environment, cwd=PROJECT_ROOT, stdout=output, stderr=output, start_new_session=True
            )

    def children(self) -> list[int]:
        """Return its processes but for the first: one that schedules, the others work."""
        pid = self._process.pid
        with suppress(OSError):
            return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return []

    def lose_one(self, drawn: random.Random) -> bool:
        """Kill one of its processes; say whether there was one."""
        children = self.children()
        if not children:
            return False
        with suppress(ProcessLookupError):
            os.kill(drawn.choice(children), signal.SIGKILL)
        return True

    def die_and_return(self) -> None:
        """Kill the first process alone, as a supervisor in a hurry does, and start anew beside its orphans."""
        self._process.kill()
        self._process.wait()
        self._start()

    def stop(self) -> int:
        """Ask it to stop and wait; return its exit code."""
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(timeout=90)

    def kill(self) -> None:
        """End all its processes at once."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def complaints(self) -> str:
        """Return what it wrote about faults."""
        lines = self._log.read_text().splitlines()
        return "\n".join(line for line in lines if "Error" in line or "failed" in line)


def kill_at_random(servers: list[Server], times: int, done: threading.Event, drawn: random.Random) -> int:
    """Kill a process of some server again and again; every fifth time a whole server loses its head."""
    killed = 0
    while killed < times and not done.wait(drawn.uniform(0.02, 0.3)):
        server = drawn.choice(servers)
        if killed % 5 == 4:
            server.die_and_return()
            killed += 1
        else:
            killed += server.lose_one(drawn)
    return killed


class Receiver(ThreadingHTTPServer):
    """What a group's robot is to us: it counts each token, and may be told to answer otherwise."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listen on a free port."""
        super().__init__(("127.0.0.1", 0), _Answer)
        self.tokens: Counter[str] = Counter()
        self.bodies: list[tuple[dict[str, str], bytes]] = []
        self.status, self.answer = 200, {"errcode": 0}
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        """Return where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}/robot"


class _Answer(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        """Count, and say what one was told to say."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with self.server.lock:
            self.server.tokens[self.headers["Idempotency-Key"]] += 1
            self.server.bodies.append((dict(self.headers), body))
        told = json.dumps(self.server.answer).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: object) -> None:
        """Write nothing."""


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Give a receiver for the time of a block."""
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

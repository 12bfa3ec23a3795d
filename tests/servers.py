"""Real gunicorns for tests, each a process group of its own, forked where the application is already imported."""

import functools
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

from inspect_app.config import PROJECT_ROOT

_SECONDS = 60
UNLIMITED = {f"INSPECT_QUOTA_{what}": "0" for what in ("EXPORTS", "UPLOADS", "SYNC")}


class Server:
    """A gunicorn with its workers."""

    def __init__(self, group: int, alive: IO[bytes]) -> None:
        """Know it by its process group, and by a pipe that ends with its last process."""
        self._group, self._alive = group, alive

    @property
    def is_alive(self) -> bool:
        """Say whether any process of it runs."""
        return not self._alive.closed and not self._ended(0)

    def kill(self) -> None:
        """End all its processes at once, wherever they are."""
        if self._alive.closed:
            return
        os.killpg(self._group, signal.SIGKILL)
        if not self._ended(_SECONDS):
            raise TimeoutError("a killed server lives")
        self._alive.close()

    def _ended(self, within: float) -> bool:
        return bool(select.select([self._alive], [], [], within)[0])


class _Parent:
    """The process that forks; it ends with this one."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._channel, theirs = socket.socketpair()
        self._channel.settimeout(_SECONDS)
        command = [sys.executable, "-m", "tests.forking", str(theirs.fileno())]
        with theirs:
            self._process = subprocess.Popen(command, cwd=PROJECT_ROOT, pass_fds=[theirs.fileno()])

    def fork(self, order: dict[str, object], descriptors: list[int]) -> int:
        with self._turn:
            socket.send_fds(self._channel, [json.dumps(order).encode() + b"\n"], descriptors)
            answer = self._channel.recv(64)
        if not answer:
            raise RuntimeError("the process that forks servers has ended")
        return int(answer)

    def stop(self) -> None:
        self._channel.close()
        self._process.wait(timeout=_SECONDS)


@functools.cache
def _parent() -> _Parent:
    return _Parent()


def stop_all() -> None:
    """End the process that forks, and with it whatever lives of its servers."""
    if _parent.cache_info().currsize:
        _parent().stop()
        _parent.cache_clear()


def start(environment: dict[str, str], log: Path, listener: int | str, switches: list[str]) -> Server:
    """Start a gunicorn on a listening descriptor or on an address, with nothing of INSPECT_* but what is given.

    In a test one person does the work of a city: quotas are off unless they are given.
    """
    own = {name: value for name, value in os.environ.items() if not name.startswith("INSPECT_")}
    order: dict[str, object] = {"environment": own | UNLIMITED | environment, "bind": listener, "switches": switches}
    ours, theirs = os.pipe()
    with log.open("ab") as output:
        descriptors = [output.fileno(), theirs, *([listener] if isinstance(listener, int) else [])]
        try:
            group = _parent().fork(order, descriptors)
        finally:
            os.close(theirs)
    return Server(group, open(ours, "rb", buffering=0))  # noqa: SIM115 - closed by kill

"""A server that is killed at random moments, and tablets that never give up."""

import hashlib
import http.client
import json
import random
import socket
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inspect_app.config import Settings
from tests.servers import start

_PATIENCE = 120


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Victim:
    """A gunicorn of two processes, on one port for all its lives."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        """Start it for the first time."""
        self.port, self._log = _free_port(), folder / "victim.log"
        self._environment = {"INSPECT_DATABASE_URL": settings.database, "INSPECT_DATA_DIR": str(settings.data_dir)}
        self._start()

    def _start(self) -> None:
        switches = ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket"]
        address = f"127.0.0.1:{self.port}"
        self._server = start(self._environment, self._log, address, [*switches, "--log-level", "warning"])

    def kill_and_start(self) -> None:
        """End it in the middle of whatever it does, and start it again."""
        self.kill()
        self._start()

    def kill(self) -> None:
        """End all its processes at once."""
        self._server.kill()

    def complaints(self) -> str:
        """Return what it wrote about faults of its own."""
        return "\n".join(line for line in self._log.read_text().splitlines() if "unexpected error" in line)


@dataclass
class Sent:
    """What one tablet was told it has handed in: receipt by uuid, and every answer with a 5xx."""

    receipts: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Sender:
    """A tablet that repeats each request until it has a real answer."""

    port: int
    headers: dict[str, str]
    sent: Sent = field(default_factory=Sent)
    begun: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def hand_in(self, uuid: str, body: bytes, photos: list[bytes]) -> None:
        """Send a visit in the order a tablet happens to: the message first, or its photos first."""
        self.begun.release()
        if random.random() < 0.5:  # noqa: S311
            self._photos(photos)
        facts = self._ask("POST", f"/api/field/submissions/{uuid}", body, "application/json")
        while facts["status"] != "complete":
            self._photos(photos)
            facts = self._ask("POST", f"/api/field/submissions/{uuid}/finalize", b"", "application/json")
        self.sent.receipts[uuid] = facts["receipt"]

    def _photos(self, photos: list[bytes]) -> None:
        for photo in photos:
            self._ask("PUT", f"/api/field/files/{hashlib.sha256(photo).hexdigest()}", photo, "image/jpeg")

    def _ask(self, verb: str, path: str, body: bytes, media_type: str) -> dict[str, Any]:
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            try:
                connection.request(verb, path, body, {**self.headers, "Content-Type": media_type})
                answer = connection.getresponse()
                facts = json.loads(answer.read())
                if answer.status < 300:
                    return dict(facts)
                self.sent.faults.append(f"{answer.status} {verb} {path} {facts}")
            except (OSError, http.client.HTTPException, ValueError):
                time.sleep(0.02)  # it is dead; ask again until it lives
            finally:
                connection.close()
        raise TimeoutError(f"{verb} {path}: {self.sent.faults[-3:]}")


def kill_at_random(victim: Victim, times: int, sender: Sender, each: int, drawn: random.Random) -> int:
    """Kill a server `times` times, each some moments after `each` more visits are on their way; return how often."""
    for _ in range(times):
        for _ in range(each):
            assert sender.begun.acquire(timeout=_PATIENCE), "nothing is sent any more"
        time.sleep(drawn.uniform(0.0, 0.25))
        victim.kill_and_start()
    return times

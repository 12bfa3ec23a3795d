"""The load generator: threads with connections kept alive; it tells how much of the machine it took itself."""

import threading
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException


@dataclass(frozen=True, slots=True)
class Call:
    """One request."""

    method: str
    path: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Load:
    """What a load came to: times in milliseconds, answers by status, seconds, own share of a processor."""

    times: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    seconds: float = 0.0
    own_share: float = 0.0
    sample: str = ""

    @property
    def rate(self) -> float:
        """Return the requests per second."""
        return len(self.times) / self.seconds if self.seconds else 0.0

    def count(self, lowest: int) -> int:
        """Return how many answers had this status or a higher one."""
        return sum(number for status, number in self.statuses.items() if status >= lowest)


def run(port: int, calls: Iterable[Call], at_once: int) -> Load:
    """Send all calls, so many at a time; each sender keeps one connection."""
    return run_all(port, [(call,) for call in calls], at_once)


def run_all(port: int, rows: Iterable[tuple[Call, ...]], at_once: int) -> Load:
    """Send rows of calls, so many rows at a time; the calls of a row go one behind the other and count as one."""
    waiting, load, lock = deque(rows), Load(), threading.Lock()
    senders = [threading.Thread(target=_send, args=(port, waiting, load, lock), daemon=True) for _ in range(at_once)]
    begun, own = time.perf_counter(), time.process_time()
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    load.seconds = time.perf_counter() - begun
    load.own_share = (time.process_time() - own) / load.seconds
    return load


def _send(port: int, waiting: deque[tuple[Call, ...]], load: Load, lock: threading.Lock) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        while True:
            try:
                row = waiting.popleft()
            except IndexError:
                return
            begun = time.perf_counter()
            for call in row:
                status, body = _one(connection, call)
            spent = (time.perf_counter() - begun) * 1000
            with lock:
                load.times.append(spent)
                load.statuses[status] = load.statuses.get(status, 0) + 1
                if status >= 400 and not load.sample:
                    load.sample = body[:2000].decode(errors="replace")
    finally:
        connection.close()


def _one(connection: HTTPConnection, call: Call) -> tuple[int, bytes]:
    """Send one call; a connection the server let go is opened anew."""
    for attempt in (1, 2):
        try:
            connection.request(call.method, call.path, call.body or None, call.headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (HTTPException, ConnectionError):
            connection.close()
            if attempt == 2:
                raise
    raise AssertionError

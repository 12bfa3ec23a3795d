"""A server and a tablet that die at any moment and come back: the one on its port, the other on its profile."""

import os
import signal
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, BrowserType, Error, Page

from inspect_app.config import Settings
from tests.browsers import LiveServer, demand_built
from tests.databases import open_app
from tests.field.killing import Victim
from tests.field.tablet_pages import core

_PATIENCE = 60


def until(fact: Callable[[], bool], page: Page | None = None) -> None:
    """Ask for a fact until it is so; the page meanwhile goes on."""
    late = time.monotonic() + _PATIENCE
    while not fact():
        if time.monotonic() > late:
            raise TimeoutError("it never came true")
        if page:
            page.wait_for_timeout(50)


class MortalServer(Victim):
    """A server that is killed, stays away for a while, and lives again on the same port."""

    def start(self) -> None:
        """Come back."""
        self._start()

    def wait(self) -> None:
        """Wait until it answers."""
        until(self._answers)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/ping", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


@contextmanager
def mortal(settings: Settings, folder: Path) -> Iterator[tuple[LiveServer, MortalServer]]:
    """Give an installation whose server may be killed and started again."""
    demand_built()
    with open_app(settings) as app:
        server = MortalServer(settings, folder)
        try:
            server.wait()
            yield LiveServer(f"http://127.0.0.1:{server.port}", app, settings), server
        finally:
            server.kill()
        assert server.complaints() == ""


class MortalTablet:
    """A Chromium on one profile whose process is really killed; what is on its disk stays."""

    def __init__(self, kind: BrowserType, profile: Path, options: dict[str, Any]) -> None:
        """Remember how it is switched on."""
        self._kind, self._profile, self._options = kind, profile, options
        self._context: BrowserContext | None = None
        self.faults: list[str] = []
        self.died_at = 0.0
        self.dead = threading.Event()

    def switch_on(self, address: str) -> Page:
        """Start the browser cold and open one address in it."""
        self.dead.clear()
        self._context = self._kind.launch_persistent_context(self._profile, **self._options)
        page = self._context.pages[0]
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.goto(address)
        return page

    def switch_off(self) -> None:
        """End it as a person does: everything it owes its disk is written."""
        if self._context and not self.dead.is_set():
            self._context.close()
        self._context = None

    def die(self) -> None:
        """Kill the browser with all its processes; from any thread."""
        process = int(os.readlink(self._profile / "SingletonLock").rpartition("-")[2])
        self.died_at = time.monotonic()
        os.killpg(os.getpgid(process), signal.SIGKILL)
        self.dead.set()

    def die_within(self, seconds: float, work: Callable[[], object]) -> None:
        """Do some work again and again until death comes in the middle of it."""
        timer = threading.Timer(seconds, self.die)
        timer.start()
        try:
            while True:
                work()
        except (Error, AssertionError) as error:
            timer.join()
            if "closed" not in str(error) and "crash" not in str(error).lower():
                raise
        finally:
            timer.join()


def on_device(page: Page, visit: str) -> dict[str, Any]:
    """Return what the device holds of a visit: its draft, or what waits of it."""
    found: dict[str, Any] = core(page, "return (await core.visit(given)).body;", visit)
    return found

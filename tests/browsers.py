"""A real server and a real Chromium for tests of pages."""

import os
import shutil
import socket
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import ConsoleMessage, Page, Request, expect

from inspect_app.config import PROJECT_ROOT, Settings
from tests.databases import open_app
from tests.servers import Server, start, stop_all

_START_SECONDS = 60
# How long a page may take to show what it should, on a machine that does other work too.
expect.set_options(timeout=30_000)
_SWITCHES = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    "--disable-quic",
)


def pytest_sessionfinish() -> None:
    """End the process that forked the servers."""
    stop_all()


@dataclass(frozen=True)
class LiveServer:
    """A running web server, and the application on the same database for preparing and checking rows."""

    url: str
    app: Flask
    settings: Settings


@pytest.fixture
def live_settings(sqlite_url: str, tmp_path: Path) -> Settings:
    """Return the settings of the live server; a test may override it, for PostgreSQL say."""
    return Settings.for_tests(database_url=sqlite_url, data_dir=tmp_path / "data")


@pytest.fixture
def live_server(live_settings: Settings, tmp_path: Path) -> Iterator[LiveServer]:
    """Give a gunicorn of its own process on a free port of 127.0.0.1."""
    log = tmp_path / "server.log"
    demand_built()
    with socket.socket() as listener, open_app(live_settings) as app:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = _start(listener.fileno(), live_settings, log)
        try:
            _wait_for(url, server, log)
            yield LiveServer(url, app, live_settings)
        finally:
            server.kill()


def demand_built() -> None:
    """Fail when the app of the tablet was not bundled since its sources changed."""
    static = PROJECT_ROOT / "inspect_app" / "static"
    built = max((file.stat().st_mtime for file in (static / "vendor" / "field").glob(".built-*")), default=0.0)
    if any(file.stat().st_mtime > built for file in (static / "js").rglob("*.js")):
        pytest.fail("the tablet's app is older than its sources: run `make app`")


def _start(descriptor: int, settings: Settings, log: Path) -> Server:
    given = {
        "INSPECT_MODE": "demo",
        "INSPECT_DATABASE_URL": settings.database,
        "INSPECT_DATA_DIR": str(settings.data_dir),
        "INSPECT_STORAGE_URL": settings.storage,
    }
    switches = ["--worker-class", "gthread", "--workers", "1", "--threads", "4", "--no-control-socket"]
    return start(given, log, descriptor, switches)


def _wait_for(url: str, server: Server, log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and server.is_alive:
        try:
            with urllib.request.urlopen(f"{url}/api/ping", timeout=5):  # noqa: S310
                return
        except HTTPError:
            return  # it answers; what it answers is the test's business
        except (URLError, TimeoutError, ConnectionError):
            continue
    pytest.fail(f"the server did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Name the Chromium of the machine; a missing one is a failure, never a skip."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not program:
        pytest.fail("browser tests need Chromium: apt-get install chromium fonts-noto-cjk, or set CHROMIUM")
    switches = [*_SWITCHES, "--no-sandbox"] if os.geteuid() == 0 else list(_SWITCHES)
    return {**browser_type_launch_args, "executable_path": shutil.which(program), "args": switches}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Speak Chinese, live in Shanghai, hold a tablet; colours do not fade in, so that none is met half-way."""
    place = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
    return {**browser_context_args, **place, "viewport": {"width": 768, "height": 1024}, "reduced_motion": "reduce"}


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """Watch a page: no script error, nothing the content policy refused, no request of the browser to anywhere else."""
    faults: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            faults.append(message.text)

    def see(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:")):
            faults.append(f"left the installation: {request.url}")

    page.on("console", hear)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.context.on("request", see)
    yield page
    assert faults == []


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Return a function that lists what axe finds wrong on a page, one line each."""

    def violations(page: Page) -> list[str]:
        page.wait_for_load_state()
        return [
            f"{fault['id']} {node['target']}: {fault['help']}"
            for fault in Axe().run(page).response["violations"]
            for node in fault["nodes"]
        ]

    return violations


# A page that was just given another size is laid out anew within frames; one that stays too wide is too wide.
_TOO_WIDE = """async () => {
  const wide = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
  for (let frame = 0; frame < 60 && wide() > 0; frame += 1) {
    await new Promise((resolve) => { requestAnimationFrame(resolve); });
  }
  return wide();
}"""


def pixels_too_wide(page: Page) -> int:
    """Return by how much a page scrolls sideways once it stands; 0 or less is well."""
    # A click returns when the next document has begun, which may be before it has a first element.
    page.wait_for_load_state()
    return int(page.evaluate(_TOO_WIDE))

"""The app opens without a network, whole or not at all, and a new version comes only when it is whole and wanted."""

import http.client
import json
import re
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from inspect_app.field.queries.shell import shell_files, version_of
from tests.browsers import LiveServer
from tests.field.tablet_pages import core, prepare_author

pytestmark = pytest.mark.browser
BROKEN = "/static/css/tokens.css"
SHOW_STATE = """async () => {
  const { core } = await import('/static/vendor/field/core.js');
  await core.open();
  const mark = () => {
    document.documentElement.dataset.offline = core.state().offlineReady;
    document.documentElement.dataset.worker = core.state().worker;
    document.documentElement.dataset.newer = core.state().newVersion;
  };
  core.on('change', mark); core.on('update', mark); mark();
}"""
# Ask for the worker anew and wait for what becomes of it.
UPDATE = """async () => {
  const registration = await navigator.serviceWorker.getRegistration('/field/');
  const found = new Promise((resolve) => {
    registration.addEventListener('updatefound', () => resolve(registration.installing));
  });
  await registration.update().catch(() => {});
  const worker = registration.installing || await found;
  while (worker.state === 'installing') await new Promise((resolve) => setTimeout(resolve, 20));
  return worker.state;
}"""


class Between(BaseHTTPRequestHandler):
    """A server between the tablet and ours that can be a newer version, and can lack a file."""

    upstream: ClassVar[str] = ""
    version: ClassVar[str] = ""
    missing: ClassVar[str] = ""

    def do_GET(self) -> None:
        """Fetch from ours, and change what is to be changed."""
        if self.path == self.missing:
            return self.give(404, b"", [])
        with closing(http.client.HTTPConnection(self.upstream)) as connection:
            connection.request("GET", self.path, headers=dict(self.headers))
            answer = connection.getresponse()
            body = answer.read()
        if self.path == "/field/sw.js" and self.version:
            body = re.sub(rb'const VERSION = "\w+"', b'const VERSION = "%s"' % self.version.encode(), body)
        dropped = {"content-length", "transfer-encoding", "connection"}
        self.give(answer.status, body, [pair for pair in answer.getheaders() if pair[0].lower() not in dropped])
        return None

    def give(self, status: int, body: bytes, headers: list[tuple[str, str]]) -> None:
        """Answer."""
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *values: Any) -> None:  # noqa: A002
        """Say nothing."""


class Patient(ThreadingHTTPServer):
    """A server that lets a whole app's worth of requests queue up."""

    request_queue_size = 128


@pytest.fixture
def between(live_server: LiveServer) -> Iterator[type[Between]]:
    """Give the server between, new for each test."""

    class Ours(Between):
        upstream = urlsplit(live_server.url).netloc

    with Patient(("127.0.0.1", 0), Ours) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        Ours.address = f"http://127.0.0.1:{server.server_address[1]}"  # type: ignore[attr-defined]
        yield Ours
        server.shutdown()


def opened(page: Page, url: str) -> Page:
    """Open the app and wait until its worker serves."""
    page.goto(f"{url}/field/app")
    page.evaluate(SHOW_STATE)
    expect(page.locator("html")).to_have_attribute("data-worker", "true")
    return page


def listed(page: Page) -> dict[str, str]:
    """Return the list of the worker."""
    text = page.request.get(page.url.split("/field")[0] + "/field/sw.js").text()
    found: dict[str, str] = json.loads(re.findall(r"const ASSETS = (\{.*?\});", text, re.DOTALL)[0])
    return found


def test_the_app_opens_without_a_network_and_lacks_nothing(live_server: LiveServer, page: Page) -> None:
    loaded: set[str] = set()
    page.on("request", lambda request: loaded.add(urlsplit(request.url).path))
    opened(page, live_server.url)
    assert {path for path in loaded if path.startswith("/static/")} <= set(listed(page))
    page.close()
    context = page.context
    context.set_offline(True)
    for address in ("/field/app", "/device-check"):
        cold = context.new_page()
        failed: list[str] = []
        cold.on("requestfailed", lambda request, failed=failed: failed.append(request.url))
        cold.on("response", lambda answer, failed=failed: failed.append(answer.url) if not answer.ok else None)
        cold.goto(live_server.url + address)
        cold.wait_for_load_state("load")
        assert [url for url in failed if "/api/" not in url and "sw.js" not in url] == []
        assert cold.evaluate("import('/static/vendor/field/core.js').then(({ core }) => core.open()).then(() => true)")
        cold.close()


def test_offline_use_is_ready_within_its_promise(live_server: LiveServer, page: Page) -> None:
    prepare_author(live_server, "captain")
    page.goto(f"{live_server.url}/field/app")
    page.evaluate(SHOW_STATE)
    core(page, "await core.signIn('captain', 'mingzhou-2026');")
    expect(page.locator("html")).to_have_attribute("data-offline", "true")


def test_an_asset_missing_at_install_keeps_the_old_worker(between: type[Between], page: Page) -> None:
    url: str = between.address  # type: ignore[attr-defined]
    opened(page, url)
    before = page.evaluate("caches.keys()")
    between.version, between.missing = "next", BROKEN
    assert page.evaluate(UPDATE) == "redundant"
    assert page.evaluate("caches.keys()") == before
    page.context.set_offline(True)
    opened(page, url)
    assert page.evaluate("(path) => caches.match(path).then((kept) => kept.status)", BROKEN) == 200


def test_a_new_version_waits_until_it_is_wanted(between: type[Between], page: Page) -> None:
    url: str = between.address  # type: ignore[attr-defined]
    opened(page, url)
    [before] = page.evaluate("caches.keys()")
    between.version = "next"
    assert page.evaluate(UPDATE) == "installed"
    expect(page.locator("html")).to_have_attribute("data-newer", "true")
    assert before in page.evaluate("caches.keys()")
    with page.expect_navigation():
        page.evaluate("import('/static/vendor/field/core.js').then(({ core }) => { core.applyUpdate(); })")
    opened(page, url)
    assert page.evaluate("caches.keys()") == ["inspect-field-next"]


def test_the_worker_leaves_everything_else_alone(live_server: LiveServer, page: Page) -> None:
    opened(page, live_server.url)
    page.context.set_offline(True)
    for path in ("/api/ping", "/field/notes", "/static/css/ledger.css"):
        assert page.evaluate("(path) => fetch(path).then(() => 'answered', () => 'unreachable')", path) == "unreachable"


def test_the_shell_is_the_same_bytes_for_everybody(app: Flask) -> None:
    stranger, somebody = app.test_client(), app.test_client()
    somebody.set_cookie("theme", "dark")
    somebody.set_cookie("text", "largest")
    for address in ("/field/app", "/device-check", "/field/sw.js"):
        answers = [client.get(address) for client in (stranger, somebody)]
        assert answers[0].data == answers[1].data
        assert [answer.headers["Cache-Control"] for answer in answers] == ["no-cache"] * 2
        assert all("Set-Cookie" not in answer.headers for answer in answers)


def test_the_list_follows_what_pages_and_files_name(tmp_path: Path) -> None:
    (tmp_path / "js").mkdir()
    (tmp_path / "js/app.js").write_text('import { a } from "./part.js";\nconst picture = "/static/note.svg";')
    (tmp_path / "js/part.js").write_text("const later = () => import('./late.js');")
    (tmp_path / "js/late.js").write_text("export const b = 1;")
    (tmp_path / "look.css").write_text(
        "a { background: url('dot.png') } b { background: url(data:image/png;base64,AA) }"
    )
    for name in ("note.svg", "dot.png", "unused.js"):
        (tmp_path / name).write_text(name)
    page = '<link href="/static/look.css?v=1"><script src="/static/js/app.js"></script><a href="/field">页面</a>'
    found = shell_files({"/field/app": page}, tmp_path, "/static/")
    assert sorted(found) == [
        "/field/app", "/static/dot.png", "/static/js/app.js", "/static/js/late.js", "/static/js/part.js",
        "/static/look.css", "/static/note.svg",
    ]  # fmt: skip
    (tmp_path / "js/late.js").write_text("export const b = 22;")
    changed = shell_files({"/field/app": page}, tmp_path, "/static/")
    assert version_of(changed) != version_of(found)
    (tmp_path / "js/late.js").unlink()
    with pytest.raises(FileNotFoundError):
        shell_files({"/field/app": page}, tmp_path, "/static/")

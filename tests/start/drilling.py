"""An installation made from a bundle: its own folder, its own python, no network; and a browser for its pages."""

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

HOST = "hall.example"
# Whoever asks a registry meets a closed door.
_NOWHERE = "http://127.0.0.1:9"
_NO_NETWORK = {
    "PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": _NOWHERE, "PIP_EXTRA_INDEX_URL": "", "http_proxy": _NOWHERE,
    "https_proxy": _NOWHERE, "HTTP_PROXY": _NOWHERE, "HTTPS_PROXY": _NOWHERE, "npm_config_registry": _NOWHERE,
}  # fmt: skip
_SECONDS = 300


@dataclass(frozen=True)
class Installation:
    """What an operator has after `make install`."""

    folder: Path
    settings: Mapping[str, str]

    @property
    def environment(self) -> dict[str, str]:
        """Return what the programs of the installation see."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("INSPECT_", "PIP_", "MAKE"))}
        path = f"{self.folder / '.venv' / 'bin'}:/usr/local/bin:/usr/bin:/bin"
        return {**kept, **_NO_NETWORK, **self.settings, "PATH": path}

    def install(self, python: str) -> None:
        """Install without a network."""
        self._run("make", "install", f"PYTHON={python}")

    def flask(self, *words: str) -> str:
        """Run a command and return what it said."""
        return self._run(str(self.folder / ".venv" / "bin" / "flask"), "--app", "wsgi", *words)

    @contextmanager
    def serving(self) -> Iterator["Browser"]:
        """Serve the pages as in production, behind what speaks HTTPS."""
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen(16)
            descriptor = listener.fileno()
            words = ["--bind", f"fd://{descriptor}", "--worker-class", "gthread", "--no-control-socket"]
            program = str(self.folder / ".venv" / "bin" / "gunicorn")
            process = subprocess.Popen(
                [program, *words, "wsgi:app"], cwd=self.folder, env=self.environment, pass_fds=[descriptor]
            )
            try:
                yield Browser(int(listener.getsockname()[1]))
            finally:
                process.terminate()
                process.wait(timeout=_SECONDS)

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            command,
            check=False,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout


@dataclass
class Browser:
    """Keeps cookies, Secure ones too: what speaks HTTPS in front is not part of the drill."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    page: str = ""

    def get(self, path: str) -> int:
        """Open a page and return its status."""
        return self._ask("GET", path, b"")

    def post(self, path: str, **fields: str) -> int:
        """Send the form of the page that is open."""
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.page)
        assert token, self.page
        return self._ask("POST", path, urlencode({**fields, "csrf_token": token[1]}).encode())

    def _ask(self, method: str, path: str, body: bytes) -> int:
        headers = {"Host": HOST, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = self._answer(method, path, body, headers)
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.split(";")[0]
        self.page = answer.read().decode()
        return answer.status

    def _answer(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> HTTPResponse:
        until = time.monotonic() + _SECONDS
        while True:
            connection = HTTPConnection("127.0.0.1", self.port, timeout=_SECONDS)
            try:
                connection.request(method, path, body or None, headers)
                return connection.getresponse()
            except ConnectionError:
                if time.monotonic() > until:
                    raise

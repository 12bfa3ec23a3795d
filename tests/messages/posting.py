"""A mail server of a few lines that keeps what it is given."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass(frozen=True)
class Letter:
    """A letter as it arrived."""

    to: list[str]
    message: EmailMessage

    @property
    def text(self) -> str:
        """Return its words."""
        return "\n".join(str(self.message.get_content()).splitlines())


class _Talk(socketserver.StreamRequestHandler):
    server: "_Post"

    def handle(self) -> None:
        """Speak as much SMTP as one letter needs."""
        to: list[str] = []
        self._say("220 post")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "RCPT":
                to.append(line.partition("<")[2].partition(">")[0])
            if word == "DATA":
                self._say("354 go on")
                self._keep(to)
            self._say("221 bye" if word == "QUIT" else "250 ok")
            if word == "QUIT":
                return

    def _keep(self, to: list[str]) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        message = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.server.letters.append(Letter(to, message))

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class _Post(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, letters: list[Letter]) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.letters = letters


@contextmanager
def mailing(letters: list[Letter]) -> Iterator[int]:
    """Give the port of a mail server that keeps its letters in a list."""
    server = _Post(letters)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

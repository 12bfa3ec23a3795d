"""Somebody who opens every page they can reach, and what the answers were, byte for byte."""

import hashlib
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests import factories
from tests.hostile.twins import same_luck
from tests.hostile.world import World
from tests.journeys.walking import PageForm, _Reader

# A token is drawn by the library itself, signed with the second; a cookie holds it.
_TOKEN = re.compile(rb'(name="csrf_token"[^>]*value="|name="csrf-token" content=")[^"]+')
# They end the session with which the rest is asked.
_LAST = {"accounts.sign_out", "accounts.sign_out_everywhere", "accounts.change_password"}
_FICKLE = {"Date", "Set-Cookie"}
_ATTRIBUTES = {"href", "src", "action", "data-href", "data-src", "data-url"}


@dataclass(frozen=True)
class Said:
    """One answer, without what differs each time anyway."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @staticmethod
    def of(answer: TestResponse) -> "Said":
        """Return what an answer said."""
        body = _TOKEN.sub(rb"\1", answer.data)
        headers = sorted((name, text) for name, text in answer.headers if name not in _FICKLE | {"Content-Length"})
        return Said(answer.status_code, (*headers, ("length", str(len(body)))), body)

    @property
    def digest(self) -> str:
        """Return a short name of the body."""
        return hashlib.sha256(self.body).hexdigest()[:12]


@dataclass
class Crawl:
    """What was opened by whom, and the endpoints that answered with a page."""

    world: World
    who: str
    said: dict[str, Said] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)

    def open(self, path: str) -> Said:
        """Open an address once."""
        if path not in self.said:
            self._sign_in()
            with same_luck(path):
                self.said[path] = Said.of(self.world.client(self.who).get(path))
            if self.said[path].status == 200:
                self.reached.add(self._endpoint(path))
        return self.said[path]

    def _sign_in(self) -> None:
        """Sign in once, with the same token in every world."""
        if self.who not in self.world.clients:
            before, factories._serial = factories._serial, itertools.count(700_000)
            try:
                with same_luck("sign in"):
                    self.world.client(self.who)
            finally:
                factories._serial = before

    def everything(self, starts: Iterable[str], most: int) -> "Crawl":
        """Open the addresses and what they lead to; of each kind of address at most so many."""
        waiting, kinds = list(dict.fromkeys(starts)), dict[tuple[str, str], int]()
        for path in waiting:
            said = self.open(path)
            if said.status != 200 or not said.body.lstrip().startswith(b"<"):
                continue
            for found in _addresses(path, said.body):
                kind = (self._endpoint(found), _asked(found))
                if found not in self.said and found not in waiting and kind[0] and kinds.get(kind, 0) < most:
                    kinds[kind] = kinds.get(kind, 0) + 1
                    waiting.append(found)
        return self

    def press_everything(self) -> dict[str, Said]:
        """Press one button of each kind that the opened pages draw; return the answers by where it was."""
        answers: dict[str, Said] = {}
        for path, said in self.said.items():
            for form, button in _buttons(said.body):
                target = button[3] or form.action or path
                kind = self._endpoint(target, "POST")
                name = f"{kind} {button[2]}"
                if form.method != "post" or name in answers or kind in _LAST:
                    continue
                data = MultiDict([*form.values.items(multi=True), *([(button[1], button[2])] if button[1] else [])])
                with same_luck(name):
                    answers[name] = Said.of(self.world.client(self.who).post(target, data=data))
        return answers

    def _endpoint(self, path: str, method: str = "GET") -> str:
        try:
            endpoint, _ = self.world.app.url_map.bind("localhost").match(urlsplit(path).path, method=method)
        except HTTPException:
            return ""
        return "" if endpoint == "static" else str(endpoint)


def _asked(path: str) -> str:
    """Return the name of the one thing an address asks; lists with two conditions are of one kind together."""
    names = {name for name, _ in parse_qsl(urlsplit(path).query)}
    return "several" if len(names) > 1 else "".join(names)


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and (given.get("method") or "get").lower() == "post":
            return
        self.found += [value for name, value in attrs if name in _ATTRIBUTES and value]


def _buttons(body: bytes) -> list[tuple[PageForm, list[str]]]:
    reader = _Reader()
    reader.feed(body.decode(errors="replace"))
    return [(form, button) for form in reader.forms for button in form.buttons]


def _addresses(path: str, body: bytes) -> list[str]:
    reader = _Links()
    reader.feed(body.decode(errors="replace"))
    absolute = (urljoin(path, link).partition("#")[0] for link in reader.found)
    return [link for link in dict.fromkeys(absolute) if link.startswith("/") and not link.startswith("//")]

"""Read and send pages as a browser without scripts does; every page read is checked to be well made."""

import re
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

VOID = {"meta", "link", "input", "br", "hr", "img", "path", "use", "rect", "circle"}


class _Wellmade(HTMLParser):
    """Collects unclosed elements and doubled ids."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.faults += [name for name, _ in attrs if name == "style" or name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            self.faults.append(f"</{tag}>")


def get(client: FlaskClient, path: str, status: int = 200) -> str:
    """Return a page, following redirects; fail when it is not well made."""
    response = client.get(path, follow_redirects=True)
    assert response.status_code == status, response.text[:500]
    page = _Wellmade()
    page.feed(response.text)
    assert (page.faults, page.open) == ([], [])
    assert sorted(set(page.ids)) == sorted(page.ids)
    return response.text


def post(client: FlaskClient, page: str, path: str, **values: Any) -> TestResponse:
    """Send a form with the token and the version counter of the page it stands on."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    seen = re.search(r'name="seen"[^>]* value="(\d+)"', page)
    fields = {"csrf_token": token[1] if token else "", "seen": seen[1] if seen else "", **values}
    return client.post(path, data=fields, content_type="multipart/form-data")

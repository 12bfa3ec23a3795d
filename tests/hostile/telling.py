"""The names under which an answer tells something: columns, terms, fields of forms, keys of JSON, heads of sheets."""

import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from docx import Document
from openpyxl import load_workbook
from werkzeug.test import TestResponse

_NUMBER = re.compile(r"\d+")
_SPACE = re.compile(r"\s+")
_TITLES = {"th": "column", "dt": "term", "legend": "term", "label": "label"}
_FIELDS = {"input", "select", "textarea", "button"}


class _Page(HTMLParser):
    """Collects the titles of columns and terms, the names of fields and of data kept on elements."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._open: list[tuple[str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _FIELDS and given.get("name"):
            self.found.add(f"field:{plain(given['name'] or '')}")
        self.found |= {name for name in given if name.startswith("data-")}
        if tag in _TITLES:
            self._open.append((tag, []))

    def handle_data(self, data: str) -> None:
        for _, words in self._open:
            words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            kind, words = self._open.pop()
            self.found.add(f"{_TITLES[kind]}:{plain(''.join(words))}")


def plain(words: str) -> str:
    """Return a name with its numbers taken out, in one line."""
    return _NUMBER.sub("#", _SPACE.sub("", words))


def names_told(answer: TestResponse) -> set[str]:
    """Return every name an answer tells something under."""
    if answer.data.startswith(b"PK\x03\x04"):
        return set(_in_workbook(answer.data) if "sheet" in answer.mimetype else _in_paper(answer.data))
    if answer.mimetype == "application/json":
        return {f"key:{name}" for name in _keys(json.loads(answer.data))}
    if answer.mimetype != "text/html":
        return {f"file:{answer.mimetype}"}
    page = _Page()
    page.feed(answer.text)
    return page.found


def _in_workbook(data: bytes) -> Iterator[str]:
    """Yield the head of each sheet: the first row that fills more than one cell."""
    book = load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        rows = ([str(cell) for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True))
        head = next((row for row in rows if len(row) > 1), [])
        yield from (f"column:{plain(cell)}" for cell in head)
        yield from (f"comment:{plain(sheet.title)}" for row in sheet.iter_rows() for cell in row if cell.comment)


def _in_paper(data: bytes) -> Iterator[str]:
    """Yield the titles of a paper's tables: a head above, or each name before its value."""
    for table in Document(io.BytesIO(data)).tables:
        for row in table.rows[:1]:
            yield from (f"column:{plain(cell.text)}" for cell in row.cells)


def _keys(facts: Any) -> Iterator[str]:
    if isinstance(facts, dict):
        for name, value in facts.items():
            yield str(name)
            yield from _keys(value)
    elif isinstance(facts, list):
        for value in facts:
            yield from _keys(value)

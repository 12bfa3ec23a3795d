"""Cells of who finds what: what the table declares, and what an address really answers, with nothing kept."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from inspect_app import database
from inspect_app.access import AUTHORS, DEPARTMENT, OFFICE, Role
from inspect_app.config import PROJECT_ROOT
from inspect_app.foundation import clock
from tests.hostile.requests import rules
from tests.hostile.things import KINDS, kind_of, names_a_thing
from tests.hostile.twins import NOW
from tests.hostile.world import NOBODY, World

TABLE = PROJECT_ROOT / "tests" / "vectors" / "who_finds_what.txt"
SECTION = "section_liaison"
EVERYBODY = (*(role.value for role in Role), SECTION, NOBODY)
OPEN, MISSING, REFUSED, SIGN_IN = "opens", "404", "403", "sign in"
_GROUPS = {
    "authors": {role.value for role in AUTHORS},
    "office": {role.value for role in OFFICE},
    "department": {role.value for role in DEPARTMENT},
    "everybody": set(EVERYBODY) - {NOBODY},
}
_METHODS = ("GET", "POST", "PUT", "DELETE")


class Written(BaseException):
    """A deed came as far as its commit; nothing but a test stops it there."""


@dataclass
class Declared:
    """One route's block: whom its guard lets in, and who of them then finds the thing in which condition."""

    may: set[str]
    opens: dict[str, set[str]] = field(default_factory=dict)
    refused: dict[str, set[str]] = field(default_factory=dict)

    def answer(self, condition: str, who: str) -> str:
        """Return what somebody is to be answered."""
        if who in self.opens.get(condition, ()):
            return OPEN
        if who in self.refused.get(condition, ()):
            return REFUSED
        if who in self.may:
            return MISSING
        return SIGN_IN if who == NOBODY else REFUSED


def declared() -> tuple[dict[str, list[str]], dict[str, Declared]]:
    """Return the conditions of every kind and the block of every door, as the table has them."""
    kinds: dict[str, list[str]] = {}
    doors: dict[str, Declared] = {}
    block, heads = Declared(set()), ""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        head, _, words = (part.strip() for part in line.partition(":"))
        if line.startswith("["):
            name, _, conditions = line[1:].partition("]")
            kinds.setdefault(name, []).extend(conditions.split())
        elif line.startswith("  "):
            opens, _, refused = words.partition("403")
            for condition in head.split():
                block.opens[condition], block.refused[condition] = _people(opens), _people(refused)
        elif line.startswith(_METHODS):
            heads += head
            if not line.endswith(","):
                block = Declared(_people(words))
                doors |= {door.strip(): block for door in heads.split(",")}
                heads = ""
    return kinds, doors


def _people(words: str) -> set[str]:
    return set().union(*(_GROUPS.get(word, {word}) for word in words.split()))


def doors(app: Flask) -> Iterator[tuple[str, str, Rule]]:
    """Yield every way to a thing: how it is declared, its method and its route."""
    for rule in rules(app):
        if names_a_thing(rule):
            for method in _METHODS:
                if method in (rule.methods or ()):
                    yield f"{method} {rule.endpoint}", method, rule


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Stop every deed behind its last hook, at one moment, so that each cell asks the same world."""

    def stop(_session: Any) -> None:
        raise Written

    database.before_commit(stop)
    try:
        with clock.reading(lambda: NOW):
            yield
    finally:
        database._before_commit.remove(stop)


def ask(world: World, door: tuple[str, str, Rule], condition: str, who: str) -> str:
    """Open an address as somebody and return what came of it."""
    name, method, rule = door
    path = KINDS[kind_of(rule) or ""].address(world, rule, condition)
    headers = {"X-CSRFToken": world.ids.get(f"csrf:{who}", "")} if rule.rule.startswith("/api/") else {}
    try:
        answer = world.client(who).open(path, method=method, headers=headers, data=_body(world, name, condition))
    except Written:
        return OPEN
    if answer.status_code == 401 or "/login" in (answer.location or ""):
        return SIGN_IN if who == NOBODY else REFUSED  # the tablets' protocol says so to whoever has no tablet
    if answer.status_code in (403, 404) or answer.status_code >= 500:
        return str(answer.status_code)
    return OPEN


def _body(world: World, name: str, condition: str) -> bytes | None:
    """Return what a tablet has to send along for its address to be read at all."""
    if name == "POST field.api_submit":
        return bytes(world[f"body:{condition}"])
    return json.dumps({"rev": 0, "body": {}}).encode() if name == "PUT field.api_save_draft" else None

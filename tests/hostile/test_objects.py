"""R6: every address that names a thing × everybody × every condition of the thing: each cell declared and asked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from inspect_app.config import Settings
from inspect_app.database import is_sqlite
from inspect_app.factory import create_app
from tests.conftest import Scale
from tests.hostile.requests import rules
from tests.hostile.seeing import EVERYBODY, ask, declared, doors, nothing_kept
from tests.hostile.things import KINDS, kind_of, names_a_thing
from tests.hostile.world import World
from tests.keeping.keeping import everything

Cell = tuple[tuple[str, str, Rule], str, str]


def _cells(app: Flask) -> Iterator[Cell]:
    for door in doors(app):
        for condition in KINDS[kind_of(door[2]) or ""].conditions:
            for who in EVERYBODY:
                yield door, condition, who


def test_every_address_of_a_thing_and_every_condition_is_declared(tmp_path: Path) -> None:
    app = create_app(Settings.for_tests(database_url="sqlite://", data_dir=tmp_path))
    kinds, table = declared()
    assert [rule.rule for rule in rules(app) if names_a_thing(rule) and kind_of(rule) is None] == []
    assert set(table) == {name for name, _, _ in doors(app)}
    assert kinds == {name: list(kind.conditions) for name, kind in KINDS.items()}
    assert len(list(_cells(app))) > 40_000


@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_everybody_finds_what_the_table_says_and_nothing_else(full_world: World, scale: Scale) -> None:
    """Ask one cell of 47 in the slow run, on each database another one; each of them in the full run."""
    _, table = declared()
    step, wrong = {1: 47, 4: 1}[scale(0, 4)], {}
    with full_world.app.app_context():
        first, before = 0 if is_sqlite() else step - 1, everything()
    with nothing_kept():
        for turn, (door, condition, who) in enumerate(_cells(full_world.app)):
            if turn % step == first:
                found, expected = ask(full_world, door, condition, who), table[door[0]].answer(condition, who)
                if found != expected:
                    wrong[f"{door[0]} {condition} {who}"] = f"{found}, declared {expected}"
    assert wrong == {}
    with full_world.app.app_context():
        assert everything() == before

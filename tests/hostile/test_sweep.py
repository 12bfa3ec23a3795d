"""A malformed request gets a sentence and a 4xx, never a 500, and what is refused changes nothing."""

import itertools
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, update
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from inspect_app.access import GRANTS, Role
from inspect_app.accounts.models import SignInSession
from inspect_app.database import is_sqlite, transaction
from inspect_app.foundation import clock
from tests.conftest import Scale
from tests.hostile.requests import (
    NUMBERS,
    QUERIES,
    TEXTS,
    VALUES,
    address,
    broken_bodies,
    forms_of,
    garbled,
    rules,
    wrong_paths,
    wrong_queries,
)
from tests.hostile.world import World
from tests.keeping.keeping import everything

pytestmark = pytest.mark.timeout(3000)
# They end a session or an account that later requests of the sweep need.
_LAST = ("/logout", "/appearance", "everywhere", "/off", "/login", "/hand-over", "/hand-back")
# A visit that is not whole yet is not handed in, but its answers are kept as a draft.
_KEEPS = "/submit"
_CHINESE = re.compile("[\u4e00-\u9fff]{4}")


class Sweep:
    """Sends requests and notes what went wrong with each."""

    def __init__(self, world: World) -> None:
        self.world, self.wrong, self._commits = world, [], 0  # type: ignore[var-annotated]

    def _committed(self, *_: object) -> None:
        self._commits += 1

    def send(self, client: FlaskClient, method: str, path: str, **body: Any) -> TestResponse:
        """Send a request; a 4xx must say why in Chinese and must not have written anything."""
        before = self._commits
        answer = client.open(path, method=method, **body)
        about = f"{method} {path[:120]} {str(body)[:200]}"
        if path.startswith("/healthz"):  # 503 says that no worker runs, to a machine
            return answer
        if answer.status_code >= 500:
            self.wrong.append(f"{answer.status_code} {about}")
        if answer.status_code >= 400 and self._commits != before and not path.endswith(_KEEPS):
            self.wrong.append(f"{answer.status_code} but written: {about}")
        if answer.status_code >= 400 and not _CHINESE.search(answer.text):
            self.wrong.append(f"{answer.status_code} without a sentence: {about}")
        return answer

    def __enter__(self) -> "Sweep":
        event.listen(Engine, "commit", self._committed)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(Engine, "commit", self._committed)


@pytest.fixture
def sweep(swept_world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sweep]:
    monkeypatch.setitem(swept_world.app.config, "WTF_CSRF_ENABLED", False)
    _sign_everybody_in(swept_world)
    with Sweep(swept_world) as made:
        yield made


def _somebody(world: World, rule: Rule) -> FlaskClient:
    """Return the browser of somebody whom the guard lets in."""
    guard = getattr(world.app.view_functions[rule.endpoint], "__guard__", "open")
    holders = [role for role in Role if isinstance(guard, tuple) and GRANTS[role] & set(guard)]
    return world.client((holders or [Role.OFFICE_CLERK])[0].value)


def _sign_everybody_in(world: World) -> None:
    """Open all sessions, and let them seem just used, so that no request notes that they are."""
    for role in Role:
        world.client(role.value)
    with world.app.app_context(), transaction() as session:
        session.execute(update(SignInSession).values(last_seen_at=clock.now() + timedelta(minutes=20)))


def _share(world: World, scale: Scale) -> list[tuple[int, Rule]]:
    """Return the routes; in the quick run each database takes every other one."""
    with world.app.app_context():
        first = 0 if is_sqlite() else 1
    numbered = list(enumerate(rules(world.app)))
    return numbered[first::2] if scale(0, 4) == 0 else numbered


def _part(things: list[str], share: int, turn: int) -> list[str]:
    """Return a part of the things, another part for another turn."""
    return [things[(turn + place) % len(things)] for place in range(min(share, len(things)))]


def test_no_address_takes_a_page_down(sweep: Sweep, scale: Scale) -> None:
    world = sweep.world
    paths, queries = scale(1, len(TEXTS) * 3), scale(2, len(QUERIES))
    for turn, rule in _share(world, scale):
        if "GET" in (rule.methods or ()):
            client, path = _somebody(world, rule), address(world, rule)
            odd = list(wrong_paths(world, rule)) or [f"{path}/%00"]
            asked = list(wrong_queries(rule, path, turn))
            for place in [*_part(odd, paths, turn * 7), *_part(asked, queries, turn * 5)]:
                sweep.send(client, "GET", place)
    assert sweep.wrong == []


def test_no_body_takes_a_page_down(sweep: Sweep, scale: Scale) -> None:
    world, share = sweep.world, scale(2, 100)
    for turn, rule in _share(world, scale):
        path = address(world, rule)
        if "POST" in (rule.methods or ()) and not path.endswith(_LAST):
            client = _somebody(world, rule)
            for place in _part([*wrong_paths(world, rule), path], share, turn * 3):
                sweep.send(client, "POST", place, data={})
            for body in itertools.islice(broken_bodies(), turn % 4, None, 4 if share == 2 else 1):
                sweep.send(client, "POST", path, **body)
    assert sweep.wrong == []


def test_no_field_of_a_drawn_form_takes_a_page_down(sweep: Sweep, scale: Scale) -> None:
    world, share, seen = sweep.world, scale(1, len(VALUES)), set()
    turn = itertools.count()
    for _, rule in _share(world, scale):
        if "GET" not in (rule.methods or ()):
            continue
        client, path = _somebody(world, rule), address(world, rule)
        for form in forms_of(client.get(path)):
            target = form.action or path
            if target.endswith(_LAST) or (target, tuple(form.values)) in seen:
                continue
            seen.add((target, tuple(form.values)))
            for place in range(share):
                for data in garbled(form, lambda at=place: VALUES[(next(turn) + at) % len(VALUES)]):  # type: ignore[misc]
                    sweep.send(client, "POST", target, data=data)
    assert len(seen) > 12
    assert sweep.wrong == []


def test_refused_posts_leave_every_row_as_it_was(swept_world: World) -> None:
    """Without a token, and with ids that are not there."""
    world = swept_world
    with world.app.app_context():
        before = everything()
    for rule in rules(world.app):
        if "POST" in (rule.methods or ()):
            client = _somebody(world, rule)
            statuses = {client.post(address(world, rule)).status_code}
            statuses |= {client.post(path).status_code for path in list(wrong_paths(world, rule))[:2]}
            refused = {400, 403, 404, 405, 410} | ({401} if rule.rule.startswith("/api/") else set())
            assert statuses <= refused, rule.endpoint
    with world.app.app_context():
        after = everything()
    assert {name for name in before if before[name] != after[name]} <= {"sessions"}


def test_the_lists_of_oddities_are_long() -> None:
    assert min(len(NUMBERS), len(TEXTS), len(VALUES), len(QUERIES)) > 8

"""Route × role, declared: whoever adds a route writes down who may open it."""

from collections.abc import Iterator

import pytest
from werkzeug.routing import IntegerConverter, Rule
from werkzeug.test import TestResponse

from inspect_app.access import AUTHORS, DEPARTMENT, OFFICE, Role
from inspect_app.config import PROJECT_ROOT
from tests.conftest import Scale
from tests.hostile.requests import address, path_of, people, rules
from tests.hostile.world import NOBODY, World

_TABLE = PROJECT_ROOT / "tests" / "vectors" / "who_may_open.txt"
_GROUPS = {"authors": AUTHORS, "office": OFFICE, "department": DEPARTMENT, "everybody": frozenset(Role)}
# They end the sessions the other tests need, or keep a cookie: tried in test_sessions.py.
_ELSEWHERE = {"accounts.sign_out", "accounts.sign_out_everywhere", "appearance.choose"}


def declared() -> dict[str, set[str]]:
    table = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            head, _, words = line.partition(":")
            groups = [_GROUPS.get(word, {word}) for word in words.split()]
            table[head] = {str(getattr(role, "value", role)) for group in groups for role in group}
    return table


def _doors(world: World) -> Iterator[tuple[str, Rule]]:
    for rule in rules(world.app):
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            yield method, rule


@pytest.mark.shared
def test_every_route_is_declared_and_no_other(world: World) -> None:
    assert {f"{method} {rule.endpoint}" for method, rule in _doors(world)} == set(declared())


def _let_in(method: str, answer: TestResponse) -> bool:
    closed = {401, 403, 404} if method == "GET" else {401, 403}
    to_sign_in = answer.status_code == 302 and "/login" in answer.location
    return answer.status_code not in closed and not to_sign_in


def _nowhere(rule: Rule) -> str:
    """Return an address whose things are not there, so that a post changes nothing."""
    wrong = {name: "1999" if isinstance(rule._converters[name], IntegerConverter) else "nix" for name in rule.arguments}
    return path_of(rule, wrong)


def test_a_route_lets_in_whom_the_table_names(sqlite: World, monkeypatch: pytest.MonkeyPatch, scale: Scale) -> None:
    """Ask as every third role, another third for each route; as all of them in the slow run."""
    world, step = sqlite, scale(-3, -1)
    monkeypatch.setitem(world.app.config, "WTF_CSRF_ENABLED", False)
    table, wrong = declared(), {}
    for turn, (method, rule) in enumerate(_doors(world)):
        if rule.endpoint in _ELSEWHERE:
            continue
        path = address(world, rule) if method == "GET" else _nowhere(rule)
        path += f"?code={world['checklist_code']}" if rule.endpoint == "checklists.find" else ""
        asked = people(world)[turn % -step :: -step]
        answers = {who: world.client(who).open(path, method=method) for who in asked}
        let_in = {who for who, answer in answers.items() if _let_in(method, answer)}
        expected = table.get(f"{method} {rule.endpoint}", set()) & set(asked)
        if let_in != expected:
            wrong[f"{method} {rule.endpoint}"] = sorted(let_in ^ expected)
    assert wrong == {}


@pytest.mark.shared
def test_without_a_token_nothing_is_taken_from_anybody(world: World) -> None:
    posts = [rule for method, rule in _doors(world) if method == "POST"]
    taken = {
        rule.endpoint: answer.status_code
        for rule in posts
        for who in ("office_director", NOBODY)
        if (answer := world.client(who).post(address(world, rule), data={"csrf_token": "x"})).status_code
        not in ((401, 403) if rule.rule.startswith("/api/") else (400,))
        or ("页面已过期" not in answer.text and not rule.rule.startswith("/api/"))
        # It asks for the token itself, once it knows who is there.
        if not (rule.endpoint == "field.rescue" and "/login" in (answer.location or ""))
    }
    assert taken == {}

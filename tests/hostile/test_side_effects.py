"""Who only looks changes nothing; who posts from elsewhere changes nothing; where a redirect and a Host lead."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, update

from inspect_app.access import Role
from inspect_app.accounts.actions import hash_password
from inspect_app.accounts.models import SignInSession
from inspect_app.database import transaction
from inspect_app.foundation import clock
from tests.conftest import Scale
from tests.factories import make_person, sign_in
from tests.hostile.requests import address, rules
from tests.hostile.world import NOBODY, World
from tests.keeping.keeping import everything

PASSWORD = "三趟改一趟 2026"
# To open any page of one's case is to sign for it, a supervision slip too; whoever fetches an archive is written down.
_SIGNS = ("/case/", "/slips/", "/ledger/archives/")
_READERS = ("office_director", "dept_liaison", "leader", "inspector", "admin", "auditor", NOBODY)


def _hashes(app: Flask) -> dict[str, str]:
    with app.app_context():
        return {name: facts.sha256 for name, facts in everything().items()}


@pytest.fixture
def commits() -> Iterator[list[Any]]:
    """Give a list that grows with each commit to any database."""
    seen: list[Any] = []

    def note(connection: Any) -> None:
        seen.append(connection)

    event.listen(Engine, "commit", note)
    yield seen
    event.remove(Engine, "commit", note)


@pytest.mark.timeout(300)
def test_looking_changes_no_row(own_world: World, commits: list[Any], scale: Scale) -> None:
    """Each route once, as somebody else each time; as all of them in the slow run."""
    world, everybody, wrote = own_world, scale(0, 4) > 0, set()
    for who in _READERS:
        world.client(who)
    with world.app.app_context(), transaction() as session:  # no request notes that a session is used
        session.execute(update(SignInSession).values(last_seen_at=clock.now() + timedelta(minutes=20)))
    before = _hashes(world.app)
    commits.clear()
    for turn, rule in enumerate(rules(world.app)):
        if "GET" in (rule.methods or ()) and not rule.rule.startswith(_SIGNS):
            for who in _READERS if everybody else (_READERS[turn % len(_READERS)],):
                world.client(who).get(address(world, rule))
                world.client(who).head(address(world, rule))
            wrote |= {rule.endpoint} if commits else set()
            commits.clear()
    assert wrote == set()
    after = _hashes(world.app)
    assert [name for name in before if before[name] != after[name]] == []


def test_the_one_thing_a_look_writes_is_when_the_session_was_used(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        sign_in(client, make_person(Role.LEADER))
    before, later = _hashes(app), clock.now() + timedelta(minutes=2)
    with clock.reading(lambda: later):
        assert client.get("/account").status_code == 200
    after = _hashes(app)
    assert {name for name in before if before[name] != after[name]} == {"sessions"}


_FORM, _PLAIN, _JSON = "application/x-www-form-urlencoded", "text/plain", "application/json"
_ELSEWHERE = {"Origin": "https://evil.example", "Referer": "https://evil.example/x", "Sec-Fetch-Site": "cross-site"}


@pytest.mark.parametrize("kind", [_FORM, _PLAIN, _JSON])
def test_no_other_site_gets_anything_taken(sqlite: World, kind: str) -> None:
    """Every unsafe route, as a form, as a fetch without preflight, and as JSON in plain text."""
    taken = {}
    for rule in rules(sqlite.app):
        for method in sorted({"POST", "PUT", "PATCH", "DELETE"} & (rule.methods or set())):
            client = sqlite.client("office_director")
            body = b'{"a": 1}' if kind != _FORM else b"a=1"
            answer = client.open(address(sqlite, rule), method=method, data=body, content_type=kind, headers=_ELSEWHERE)
            refused = answer.status_code in (400, 401, 403) or "/login" in (answer.location or "")
            taken |= {} if refused else {f"{method} {rule.endpoint}": answer.status_code}
    assert taken == {}


def test_no_other_site_registers_a_tablet_even_with_the_right_password(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_person(Role.INSPECTOR, username="someone", password_hash=hash_password(PASSWORD))
    sent = {"username": "someone", "password": PASSWORD, "device": "d" * 20}
    for headers in ({}, {"X-Requested-By": "field", "Sec-Fetch-Site": "cross-site"}, {"X-Requested-By": "x"}):
        assert client.post("/api/field/session", json=sent, headers=headers).status_code == 403
    ours = {"X-Requested-By": "field", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/api/field/session", json=sent, headers=ours).status_code == 201


_HOSTS = ("evil.example", "evil.example:80", "evil.example/x", "evil.example\\", "@evil.example", "evil.example%2f",
          "EVIL.example", "evil.example?x", "evil.example#", "user:pw@evil.example")  # fmt: skip
_STARTS = ("//", "///", "////", "/\\", "\\\\", "\\/", "/\t/", "/\n/", "/\r/", "\t//", " //", "https://", "http:",
           "https:/", "hTTps://", "javascript://", "data:text/html,//", "ftp://", "/.//", "/%5c", "\u3000//", "\x00//",
           "%0d%0a//", "/\x0b/", "/\u2028/", "/../..//", ";//", "blob:https://", "file:///", "mailto:a@")  # fmt: skip


@pytest.fixture
def someone(app: Flask, client: FlaskClient) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        make_person(Role.LEADER, username="someone", password_hash=hash_password(PASSWORD))
    return client


def _stays(location: str) -> bool:
    """Read a Location as a browser does: blanks at the ends and tabs and newlines anywhere are gone, \\ is /."""
    text = location.strip("".join(map(chr, range(33))))
    text = text.translate({9: None, 10: None, 13: None}).replace("\\", "/")
    parts = urlsplit(text)
    return text.startswith("/") and not text.startswith("//") and not parts.netloc and not parts.scheme


def test_the_reader_of_locations_knows_what_leads_away() -> None:
    assert [_stays(text) for text in ("//evil", "/\\evil", "/\t/evil", "https://evil", "javascript:x")] == [False] * 5
    assert _stays("/ledger?next=//evil") and _stays("/%09/evil")


def test_three_hundred_ways_to_lead_elsewhere_lead_nowhere(app: Flask, someone: FlaskClient) -> None:
    led = []
    for target in [f"{start}{host}" for start in _STARTS for host in _HOSTS]:
        answer = someone.post("/appearance", data={"back": target, "theme": "dark"})
        led += [] if answer.status_code == 400 or _stays(answer.location) else [(target, answer.location)]
    browser = app.test_client()
    for target in [f"{start}evil.example" for start in _STARTS]:
        data = {"username": "someone", "password": PASSWORD}
        answer = browser.post("/login", query_string={"next": target}, data=data)
        led += [] if answer.status_code == 400 or _stays(answer.location) else [(target, answer.location)]
    assert led == []


def test_no_line_break_splits_an_answer(someone: FlaskClient) -> None:
    for target in ("/x\r\nSet-Cookie: a=b", "/x%0d%0aSet-Cookie:%20a=b", "/x\nX-Evil: 1", "/x\u560d\u560aX-Evil: 1"):
        answer = someone.post("/appearance", data={"back": target, "theme": "dark"})
        assert "X-Evil" not in answer.headers
        assert not any("a=b" in cookie for cookie in answer.headers.getlist("Set-Cookie"))


def test_a_forwarded_host_is_not_believed(someone: FlaskClient) -> None:
    answer = someone.get("/ledger", headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"})
    assert answer.location == "/login?next=/ledger"
    assert "evil.example" not in someone.get("/login", headers={"X-Forwarded-Host": "evil.example"}).text

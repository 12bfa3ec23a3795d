"""Floods: guesses, sign-ins and exports; each is told when to come back, and nobody else waits for it."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from inspect_app.access import Role
from inspect_app.accounts.actions import hash_password, passwords
from inspect_app.accounts.models import Person
from inspect_app.audit.models import AuditEntry
from inspect_app.config import Settings
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.budgets import EXPORTS, HASHING, Gate
from inspect_app.foundation.terms import Quotas
from inspect_app.web.budgets import is_export
from tests.conftest import Scale
from tests.databases import open_app
from tests.factories import make_person, sign_in
from tests.hostile.requests import address, rules
from tests.hostile.world import World

PASSWORD = "三趟改一趟 2026"
_DOCUMENTS = ("spreadsheet", "wordprocessing", "pdf", "officedocument")
# Sent as they were made or stored, at once: nothing is drawn when somebody asks.
_STORED = ("_file", "_scan")


@pytest.fixture
def person(app: Flask) -> Person:
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        return make_person(Role.INSPECTOR, username="someone", password_hash=hash_password(PASSWORD))


def _guess(client: FlaskClient, password: str, **headers: str) -> int:
    form = {"username": "someone", "password": password}
    return client.post("/login", data=form, headers=headers).status_code


def test_of_many_guesses_five_are_judged_whatever_address_they_claim(
    app: Flask, client: FlaskClient, person: Person, scale: Scale
) -> None:
    start = clock.now()
    with clock.reading(lambda: start):
        for number in range(scale(20, 1000)):
            assert _guess(client, "wrong", **{"X-Forwarded-For": f"10.0.{number % 256}.{number // 256}"}) == 422
        assert _guess(client, PASSWORD) == 422  # the right one, refused while it is locked
    with app.app_context():
        row = db.session.get_one(Person, person.id)
        assert row.locked_until == start + timedelta(minutes=15)
        assert row.failed_count == 0  # the tries after the fifth were not judged, and prolong nothing
    with clock.reading(lambda: start + timedelta(minutes=15)):
        assert _guess(client, PASSWORD) == 303


def test_guesses_that_come_at_the_same_moment_are_counted_one_by_one(app: Flask, person: Person, scale: Scale) -> None:
    ends, count = [], scale(6, 100)
    gate = threading.Barrier(count, timeout=60)

    def guess(client: FlaskClient) -> None:
        gate.wait()
        ends.append(_guess(client, "wrong"))

    threads = [threading.Thread(target=guess, args=(app.test_client(),)) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(ends) == count
    assert set(ends) <= {422, 429}  # judged, or told to come back
    with app.app_context():
        refused = db.session.scalar(select(func.count()).where(AuditEntry.deed == "session.refused"))
        row = db.session.get_one(Person, person.id)
        assert refused == ends.count(422)
        assert (row.failed_count, row.locked_until is None) == ((refused, True) if refused < 5 else (0, False))


def test_the_guesses_of_a_tablet_and_of_the_desk_are_counted_together(client: FlaskClient, person: Person) -> None:
    sent = {"username": "someone", "password": "wrong", "device": "d" * 20}
    ways = [
        lambda: client.post("/api/field/session", json=sent, headers={"X-Requested-By": "field"}).status_code,
        lambda: _guess(client, "wrong"),
    ]
    assert [ways[turn % 2]() for turn in range(5)] == [401, 422, 401, 422, 401]
    assert _guess(client, PASSWORD) == 422


@pytest.fixture
def full(person: Person, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Give a gate at which as many sign in as may, once there is somebody who could."""
    gate = Gate(at_once=1, waiting=0, patience=4, message="现在登录的人太多，请过几秒再试。")
    monkeypatch.setattr(passwords, "HASHING", gate)
    with gate.turn():
        yield gate


@pytest.mark.usefixtures("full")
def test_a_flood_of_sign_ins_is_told_to_come_back_and_holds_up_nobody(
    app: Flask, client: FlaskClient, person: Person
) -> None:
    inside = app.test_client()
    with app.app_context():
        sign_in(inside, person)
    answer = client.post("/login", data={"username": "someone", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "2")
    assert "请过几秒再试" in answer.text
    sent = {"username": "someone", "password": PASSWORD, "device": "d" * 20}
    tablet = client.post("/api/field/session", json=sent, headers={"X-Requested-By": "field"})
    assert tablet.status_code == 429
    assert tablet.json == {"error": "too_many", "message": "现在登录的人太多，请过几秒再试。"}
    # Who is signed in works on, and nobody's account was locked by it.
    assert inside.get("/account").status_code == client.get("/api/ping").status_code == 200
    with app.app_context():
        assert db.session.get_one(Person, person.id).failed_count == 0


@pytest.mark.usefixtures("person")
def test_nothing_that_hashes_keeps_its_turn(client: FlaskClient) -> None:
    for password in ("wrong", PASSWORD):
        _guess(client, password)
    assert HASHING._inside._value == 2  # type: ignore[attr-defined]


def test_while_exports_are_made_the_next_is_told_to_come_back_and_tablets_go_on(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(at_once=1, waiting=0, patience=60, message="现在导出的人太多，请过半分钟再试。")
    monkeypatch.setattr("inspect_app.web.budgets.EXPORTS", gate)
    begun, go_on = threading.Event(), threading.Event()

    def slow(*_: object, **__: object) -> str:
        begun.set()
        assert go_on.wait(60)
        return "slow"

    monkeypatch.setitem(app.view_functions, "rectification.ledger_export", slow)
    first, second = app.test_client(), app.test_client()
    with app.app_context():
        sign_in(first, make_person(Role.OFFICE_CLERK))
        sign_in(second, make_person(Role.OFFICE_CLERK))
    ends: list[int] = []
    export = threading.Thread(target=lambda: ends.append(first.get("/ledger/export").status_code))
    export.start()
    assert begun.wait(60)
    answer = second.get("/ledger/export")
    assert (answer.status_code, answer.headers["Retry-After"], "半分钟" in answer.text) == (429, "30", True)
    assert {second.get(path).status_code for path in ("/ledger", "/api/ping", "/account")} == {200}
    go_on.set()
    export.join(60)
    assert ends == [200]
    monkeypatch.setitem(app.view_functions, "rectification.ledger_export", lambda: "quick")
    assert second.get("/ledger/export").status_code == 200  # the turn was given back


def test_every_document_a_page_draws_is_known_as_an_export(sqlite: World) -> None:
    unknown = []
    for rule in rules(sqlite.app):
        if "GET" in (rule.methods or ()) and not is_export(rule) and not rule.endpoint.endswith(_STORED):
            answer = sqlite.client("office_director").get(address(sqlite, rule))
            if any(word in answer.mimetype for word in _DOCUMENTS):
                unknown.append(rule.endpoint)
    assert unknown == []
    assert EXPORTS._inside._value == 1  # type: ignore[attr-defined]


@pytest.fixture
def limited(sqlite_url: str, tmp_path: Path) -> Iterator[Flask]:
    settings = Settings.for_tests(database_url=sqlite_url, data_dir=tmp_path, quotas=Quotas(2, 1, 3))
    with open_app(settings) as app:
        app.config["WTF_CSRF_ENABLED"] = False
        yield app


def test_one_person_exports_so_often_and_another_is_not_held_up(limited: Flask) -> None:
    start = datetime(2026, 5, 18, 1, 0, tzinfo=UTC)
    busy, calm = limited.test_client(), limited.test_client()
    with clock.reading(lambda: start):
        with limited.app_context():
            sign_in(busy, make_person(Role.OFFICE_CLERK))
            sign_in(calm, make_person(Role.OFFICE_CLERK))
        ways = ("GET", "HEAD", "GET")
        assert [busy.open("/ledger/export", method=way).status_code for way in ways] == [200, 200, 429]
        refused = busy.get("/ledger/export")
        assert refused.headers["Retry-After"] == "1800"
        assert "导出得太多了，请 30 分钟后再试" in refused.text
        assert calm.get("/ledger/export").status_code == busy.get("/ledger").status_code == 200
    with clock.reading(lambda: start + timedelta(minutes=29)):
        assert busy.get("/account").status_code == 200
    with clock.reading(lambda: start + timedelta(minutes=31)):
        assert busy.get("/ledger/export").status_code == 200


def test_a_tablet_that_asks_too_often_is_told_so_in_its_own_words(limited: Flask) -> None:
    client = limited.test_client()
    with limited.app_context():
        make_person(Role.INSPECTOR, username="someone", password_hash=hash_password(PASSWORD))
    sent = {"username": "someone", "password": PASSWORD, "device": "d" * 20}
    assert client.post("/api/field/session", json=sent, headers={"X-Requested-By": "field"}).status_code == 201
    answers = [client.get("/api/field/session") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3].json["error"] == "too_many"
    assert "内容都还在平板上" in answers[3].json["message"]
    assert int(answers[3].headers["Retry-After"]) > 0

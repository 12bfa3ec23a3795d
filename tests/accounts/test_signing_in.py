"""Signing in: who gets in, who is kept out, how long a session lives."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.security import generate_password_hash
from werkzeug.test import TestResponse

from inspect_app.access import Role
from inspect_app.accounts import actions
from inspect_app.accounts.models import OneTimeCode, Person, SignInSession
from inspect_app.accounts.vocabulary import CodePurpose, EndReason
from inspect_app.audit.models import AuditEntry
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from tests.factories import keep, make_person

PASSWORD = "三趟改一趟 2026"
START = datetime(2026, 5, 18, 1, 0, tzinfo=UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    with clock.reading(lambda: moment):
        yield


def after(**span: float) -> datetime:
    return START + timedelta(**span)


@pytest.fixture
def person(app: Flask) -> Person:
    with app.app_context():
        return make_person(Role.OFFICE_CLERK, username="hejing", password_hash=hashed(PASSWORD))


def hashed(secret: str) -> str:
    return generate_password_hash(secret, method="scrypt:1024:1:1")


def csrf(client: FlaskClient, path: str = "/login") -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def send(client: FlaskClient, username: str, password: str, query: str = "") -> TestResponse:
    form = {"username": username, "password": password, "csrf_token": csrf(client)}
    return client.post(f"/login{query}", data=form)


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def test_the_right_password_opens_a_session(client: FlaskClient, person: Person) -> None:
    answer = send(client, " HeJing ", PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_in(client)


def test_the_row_holds_no_token(client: FlaskClient, person: Person, app: Flask) -> None:
    send(client, "hejing", PASSWORD)
    with client.session_transaction() as session, app.app_context():
        row = db.session.scalars(select(SignInSession)).one()
        assert row.token_hash != session["_user_id"]
        assert len(row.token_hash) == 64


@pytest.mark.parametrize("username", ["hejing", "nobody"])
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(
    client: FlaskClient, person: Person, username: str
) -> None:
    answer = send(client, username, "not the password")
    assert answer.status_code == 422
    assert "用户名或密码不对，或者账号暂时锁定。" in answer.text
    assert not is_in(client)


def test_an_unknown_name_costs_one_hashing_too(app: Flask, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    def compare(stored: str, password: str) -> bool:
        compared.append(stored.split("$", maxsplit=1)[0])
        return False

    monkeypatch.setattr("inspect_app.accounts.actions.passwords.check_password_hash", compare)
    with app.app_context():
        for username in ("hejing", "nobody"):
            actions.check_password(username, "anything")
    assert compared == ["scrypt:1024:1:1", "scrypt:1024:1:1"]


def test_five_wrong_tries_lock_for_fifteen_minutes(client: FlaskClient, person: Person) -> None:
    with at(START):
        for _ in range(5):
            send(client, "hejing", "wrong")
        assert send(client, "hejing", PASSWORD).status_code == 422
    with at(after(minutes=14, seconds=59)):
        assert send(client, "hejing", PASSWORD).status_code == 422
    with at(after(minutes=15)):
        assert send(client, "hejing", PASSWORD).status_code == 303


def test_four_wrong_tries_lock_nobody_and_are_forgotten(client: FlaskClient, person: Person, app: Flask) -> None:
    for _ in range(4):
        send(client, "hejing", "wrong")
    assert send(client, "hejing", PASSWORD).status_code == 303
    with app.app_context():
        assert db.session.get_one(Person, person.id).failed_count == 0


def test_a_lock_leaves_an_open_session_alone(app: Flask, person: Person) -> None:
    inside, outside = app.test_client(), app.test_client()
    send(inside, "hejing", PASSWORD)
    for _ in range(5):
        send(outside, "hejing", "wrong")
    assert is_in(inside)


def test_a_password_changed_while_it_was_compared_opens_nothing(app: Flask, person: Person) -> None:
    with app.app_context():
        checked = actions.check_password("hejing", PASSWORD)
        with transaction():
            db.session.get_one(Person, person.id).password_hash = hashed("another one")
        with transaction():
            assert actions.sign_in(checked) is None


def test_a_session_ends_when_it_is_not_used(client: FlaskClient, person: Person) -> None:
    with at(START):
        send(client, "hejing", PASSWORD)
    with at(after(minutes=29)):
        assert is_in(client)
    with at(after(minutes=58)):
        assert is_in(client)
    with at(after(minutes=88)):
        assert not is_in(client)


def test_a_session_ends_after_twelve_hours_however_busy(client: FlaskClient, person: Person) -> None:
    with at(START):
        send(client, "hejing", PASSWORD)
    for quarter in range(1, 48):
        with at(after(minutes=15 * quarter)):
            assert is_in(client)
    with at(after(hours=12)):
        assert not is_in(client)


def test_last_seen_is_written_at_most_once_a_minute(client: FlaskClient, person: Person, app: Flask) -> None:
    def seen() -> datetime:
        with app.app_context():
            return db.session.scalars(select(SignInSession.last_seen_at)).one()

    with at(START):
        send(client, "hejing", PASSWORD)
    with at(after(seconds=59)):
        client.get("/account")
    assert seen() == START
    with at(after(seconds=60)):
        client.get("/account")
    assert seen() == after(seconds=60)


def test_signing_out_ends_the_row_and_a_copied_cookie(client: FlaskClient, person: Person, app: Flask) -> None:
    send(client, "hejing", PASSWORD)
    with client.session_transaction() as session:
        stolen = dict(session)
    client.post("/logout", data={"csrf_token": csrf(client, "/account")})
    with client.session_transaction() as session:
        session.update(stolen)
    assert not is_in(client)
    with app.app_context():
        assert db.session.scalars(select(SignInSession.end_reason)).one() is EndReason.SIGNED_OUT


def test_each_sign_in_opens_a_new_session(app: Flask, person: Person) -> None:
    for browser in (app.test_client(), app.test_client()):
        send(browser, "hejing", PASSWORD)
    with app.app_context():
        assert len(set(db.session.scalars(select(SignInSession.token_hash)))) == 2


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/ledger?status=open", "/ledger?status=open"),
        ("//elsewhere.test", "/"),
        ("https://elsewhere.test", "/"),
        ("/\\elsewhere.test", "/"),
        ("/\t/elsewhere.test", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_signing_in_leads_only_to_pages_of_this_installation(
    client: FlaskClient, person: Person, wanted: str, reached: str
) -> None:
    token = csrf(client)
    form = {"username": "hejing", "password": PASSWORD, "csrf_token": token}
    answer = client.post("/login", query_string={"next": wanted}, data=form)
    assert answer.location == reached


def test_expired_sessions_are_closed_with_their_reason(client: FlaskClient, person: Person, app: Flask) -> None:
    with at(START):
        send(client, "hejing", PASSWORD)
    with at(after(minutes=30)), app.app_context():
        with transaction():
            actions.end_expired_sessions()
        assert db.session.scalars(select(SignInSession.end_reason)).one() is EndReason.IDLE


def test_signing_in_and_being_refused_are_one_entry_each(client: FlaskClient, person: Person, app: Flask) -> None:
    send(client, "hejing", "wrong")
    send(client, "hejing", PASSWORD)
    with app.app_context():
        entries = db.session.execute(select(AuditEntry.deed, AuditEntry.actor_id).order_by(AuditEntry.sequence))
        assert entries.all() == [("session.refused", None), ("session.opened", person.id)]


def test_when_a_shopper_signs_in_is_sealed(client: FlaskClient, app: Flask) -> None:
    with app.app_context():
        shopper = make_person(Role.SHOPPER, username="shopper1", password_hash=hashed(PASSWORD))
    send(client, "shopper1", PASSWORD)
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry)).one()
        assert entry.actor_id is None
        assert entry.object_ref != str(shopper.id)


@pytest.fixture
def newcomer(app: Flask) -> Person:
    with app.app_context(), at(START):
        person = make_person(Role.DEPT_LIAISON, username="newcomer")
        expires = after(days=3)
        keep(
            OneTimeCode(
                person_id=person.id,
                purpose=CodePurpose.FIRST_SIGN_IN,
                code_hash=hashed("ABCDE23456"),
                expires_at=expires,
            )
        )
        return person


def use_code(client: FlaskClient, code: str, password: str = PASSWORD) -> TestResponse:
    token = csrf(client, "/login/code")
    form = {"username": "newcomer", "code": code, "password": password, "again": password}
    return client.post("/login/code", data={**form, "csrf_token": token})


def test_a_one_time_code_sets_the_own_password_once(app: Flask, newcomer: Person) -> None:
    with at(START):
        assert use_code(app.test_client(), "abcde-23456").status_code == 303
        assert use_code(app.test_client(), "abcde-23456").status_code == 422
        assert send(app.test_client(), "newcomer", PASSWORD).status_code == 303


def test_a_one_time_code_dies_after_three_days(client: FlaskClient, newcomer: Person) -> None:
    with at(after(days=3)):
        assert use_code(client, "ABCDE23456").status_code == 422


def test_wrong_codes_lock_too(client: FlaskClient, newcomer: Person) -> None:
    with at(START):
        for _ in range(5):
            use_code(client, "WRONG")
        assert use_code(client, "ABCDE23456").status_code == 422


@pytest.mark.parametrize("password", ["short", "newcomer-2026", "ababababababab", "跑改办跑改办跑改办啊"])
def test_a_password_easy_to_guess_is_refused_and_keeps_the_code(
    client: FlaskClient, newcomer: Person, password: str
) -> None:
    with at(START):
        assert use_code(client, "ABCDE23456", password).status_code == 422
        assert use_code(client, "ABCDE23456").status_code == 303

"""Headers on every answer, cookies, where a sign-in leads, lock-out, the end of a session."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inspect_app.access import Role
from inspect_app.accounts.actions import hash_password
from inspect_app.config import Mode, Settings
from inspect_app.foundation import clock
from tests.databases import open_app
from tests.factories import make_person
from tests.hostile.requests import address, rules
from tests.hostile.world import NOBODY, World

_PASSWORD = "mingzhou-2026"
_ELSEWHERE = (
    "https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)",
    "http:evil.example", "\\\\evil.example",
    "/%09/evil.example", " //evil.example", "/\n/evil.example", "data:text/html,x",
)  # fmt: skip


# A file of a case for a moment, and the tablet's app, in which nothing is personal.
_MAY_BE_KEPT = {"rectification.case_file", "field.app_shell", "field.device_check", "field.worker"}


def test_every_answer_carries_the_headers(sqlite: World) -> None:
    wrong = []
    for rule in rules(sqlite.app):
        for who, method in (("office_director", "GET"), (NOBODY, "POST")):
            for answer in [sqlite.client(who).open(address(sqlite, rule), method=method)]:
                found = answer.headers
                policy = found.get("Content-Security-Policy", "")
                good = (
                    found.get("X-Content-Type-Options") == "nosniff"
                    and found.get("Referrer-Policy") == "same-origin"
                    and ("no-store" in found["Cache-Control"] or rule.endpoint in _MAY_BE_KEPT)
                    and "unsafe" not in policy
                    and "default-src 'self'" in policy
                    and "frame-ancestors 'none'" in policy
                )
                wrong += [] if good else [(rule.endpoint, answer.status_code)]
    assert wrong == []


def test_no_page_holds_anything_inline(sqlite: World) -> None:
    wrong = []
    for rule in rules(sqlite.app):
        if "GET" in (rule.methods or ()):
            answer = sqlite.client("office_director").get(address(sqlite, rule))
            text = answer.text if answer.mimetype == "text/html" else ""
            wrong += re.findall(r"<script(?![^>]*src=)[^>]*>|\sstyle=\"|\son[a-z]+=\"|javascript:", text)
    assert wrong == []


@pytest.fixture
def person(app: Flask) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        make_person(Role.LEADER, username="someone", password_hash=hash_password(_PASSWORD))
    return app.test_client()


def _enter(client: FlaskClient, password: str = _PASSWORD, **query: str):  # type: ignore[no-untyped-def]
    return client.post("/login", query_string=query, data={"username": "someone", "password": password})


def test_no_sign_in_and_no_theme_leads_elsewhere(person: FlaskClient) -> None:
    first = _enter(person, next=_ELSEWHERE[0]).location
    led = {first}
    for target in _ELSEWHERE:
        led.add(person.get("/login", query_string={"next": target}).location)
        led.add(person.post("/appearance", data={"back": target, "theme": "dark"}).location)
    # The last is a path of ours that begins with a written-out tab: a browser stays here.
    assert led <= {"/", "/%09/evil.example", "/%2509/evil.example"}


def test_five_wrong_passwords_lock_the_account_also_for_the_right_one(person: FlaskClient) -> None:
    texts = {_enter(person, "wrong").text for _ in range(5)}
    assert all("锁定" in text for text in texts)
    assert _enter(person).status_code == 422
    later = clock.now() + timedelta(minutes=16)
    with clock.reading(lambda: later):
        assert _enter(person).status_code == 303


def test_an_unknown_name_reads_like_a_wrong_password(person: FlaskClient) -> None:
    known = _enter(person, "wrong")
    unknown = person.post("/login", data={"username": "nobody-here", "password": "wrong"})
    assert (known.status_code, unknown.status_code) == (422, 422)
    assert known.text.replace("someone", "") == unknown.text.replace("nobody-here", "")


def test_a_cookie_ends_with_its_session(app: Flask, person: FlaskClient) -> None:
    _enter(person)
    stolen = person.get_cookie("inspect")
    assert stolen is not None and stolen.http_only and stolen.same_site == "Lax"
    assert person.post("/logout").status_code == 303
    thief = app.test_client()
    thief.set_cookie("inspect", stolen.value)
    assert thief.get("/account").status_code == 302
    assert thief.post("/account/password", data={"current": _PASSWORD}).status_code == 302


def test_a_session_ends_after_half_an_hour_and_after_half_a_day(app: Flask, person: FlaskClient) -> None:
    _enter(person)
    start = clock.now()
    for minutes in (25, 50, 75):
        with clock.reading(lambda at=minutes: start + timedelta(minutes=at)):  # type: ignore[misc]
            assert person.get("/account").status_code == 200
    with clock.reading(lambda: start + timedelta(minutes=106)):
        assert person.get("/account").status_code == 302


def test_everything_ends_when_one_signs_out_everywhere(app: Flask, person: FlaskClient) -> None:
    other = app.test_client()
    _enter(person)
    _enter(other)
    assert person.post("/account/sign-out-everywhere").status_code == 303
    assert (person.get("/account").status_code, other.get("/account").status_code) == (302, 302)


def test_who_is_signed_out_while_posting_posts_nothing(app: Flask, person: FlaskClient) -> None:
    _enter(person)
    session = person.get_cookie("inspect")
    person.post("/logout")
    assert session is not None
    person.set_cookie("inspect", session.value)
    answer = person.post("/account/stand-ins", data={"grant_id": "1"})
    assert (answer.status_code, answer.location) == (302, "/login")


def test_production_cookies_travel_only_over_https(sqlite_url: str, tmp_path: Path) -> None:
    secrets = {"secret_key": "s" * 40, "seal_key": "e" * 40, "audit_key": "a" * 40}
    settings = Settings.for_tests(
        database_url=sqlite_url, data_dir=tmp_path, mode=Mode.PRODUCTION, tls=True,
        trusted_hosts=("hall.example",), **secrets
    )  # fmt: skip
    with open_app(settings) as app:
        client = app.test_client()
        answer = client.get("/login", base_url="https://hall.example")
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-inspect=") and "Secure" in cookie and "HttpOnly" in cookie
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
        stranger = client.get("/login", base_url="https://evil.example")
        assert (stranger.status_code, "不是本系统的地址" in stranger.text) == (400, True)

"""Passwords: two profiles as pure rules, what comes back too soon, what has run out."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from inspect_app.access import Role
from inspect_app.accounts.actions import hash_password
from inspect_app.accounts.models import EarlierPassword, Person
from inspect_app.accounts.rules.passwords import TERMS, days_left, hint_of, is_due, kinds_in, password_problem
from inspect_app.config import Settings
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.foundation.terms import PasswordProfile
from tests.factories import make_person, sign_in

DJB, ASVS = TERMS[PasswordProfile.DJB], TERMS[PasswordProfile.ASVS]
OWN = ("zhangwei", "张伟国安", "市公安局")
START = datetime(2026, 5, 18, 1, 0, tzinfo=UTC)
FIRST = "三趟改一趟 2026"


@pytest.mark.parametrize(
    ("password", "kinds"),
    [("abcdef", 1), ("abcDEF", 2), ("abcDEF1", 3), ("abc 1", 3), ("三趟改一趟 2026", 3), ("Aa1 三", 5), ("", 0)],
)
def test_signs_are_of_five_kinds(password: str, kinds: int) -> None:
    assert kinds_in(password) == kinds


@pytest.mark.parametrize(
    ("password", "djb", "asvs"),
    [
        ("Blue7-kite", True, False),  # ten signs of four kinds
        ("Blue7-kit", False, False),
        ("blue kite over the hall", False, True),  # long, of two kinds
        ("Blue kite over 7 halls", True, True),
        ("x" * 129, False, False),
        ("abab1212ABAB--ab"[:4] * 4, False, False),
        ("Zhangwei-2026x", False, False),  # the own name
        ("市公安局的 Blue7", False, False),
        ("ＺＨＡＮＧＷＥＩ-9kite", False, False),  # full-width is the same name
        ("Woaini-2026", False, False),  # mostly a word everybody tries
        ("Dragonflies sit on 9 reeds", True, True),  # the same kind of word in a sentence
        ("Qwertyuiop-7k", False, False),
        ("Kite-34567890-b", False, False),  # a run
        ("Kite-poiuyt-b7", False, False),  # a run backwards
        ("Kite-777777-blue", False, False),
        ("跑改跑改-Kite7", False, False),
    ],
)
def test_what_each_profile_takes(password: str, djb: bool, asvs: bool) -> None:
    taken = [password_problem(password, OWN, terms) is None for terms in (DJB, ASVS)]
    assert taken == [djb, asvs]


def test_a_hint_says_what_is_asked_before_anybody_is_refused() -> None:
    assert hint_of(DJB).startswith("至少 10 个字符，大写、小写、数字、汉字、符号里至少三种；不能用最近 5 次用过的")
    assert hint_of(ASVS) == "至少 12 个字符。可以用一句自己记得住的话"


@pytest.mark.parametrize(("days", "due", "left"), [(0, False, None), (79, False, None), (80, False, 10), (89, False, 1),
                                                   (90, True, None), (400, True, None)])  # fmt: skip
def test_a_password_of_djb_runs_out_after_ninety_days(days: int, due: bool, left: int | None) -> None:
    later = START + timedelta(days=days)
    assert (is_due(START, later, DJB), days_left(START, later, DJB)) == (due, left)
    assert (is_due(START, later, ASVS), days_left(START, later, ASVS)) == (False, None)


def test_a_password_nobody_knows_the_age_of_does_not_run_out() -> None:
    assert not is_due(None, START, DJB)


@pytest.fixture
def profile() -> PasswordProfile:
    return PasswordProfile.DJB


@pytest.fixture
def settings(database_url: str, tmp_path: Path, profile: PasswordProfile) -> Settings:
    return Settings.for_tests(database_url=database_url, data_dir=tmp_path / "data", password_profile=profile)


@pytest.fixture
def person(app: Flask, client: FlaskClient) -> Person:
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        person = make_person(Role.LEADER, username="someone", password_hash=hash_password(FIRST))
        sign_in(client, person)
        return person


def _change(client: FlaskClient, current: str, password: str) -> int:
    form = {"current": current, "password": password, "again": password}
    return client.post("/account/password", data=form).status_code


def test_the_last_five_passwords_do_not_come_back(app: Flask, client: FlaskClient, person: Person) -> None:
    words = [FIRST, *(f"Blue{number}-kite over" for number in range(5))]
    for before, after in zip(words, words[1:], strict=False):
        assert _change(client, before, after) == 303
    for earlier in words[1:]:
        assert _change(client, words[-1], earlier) == 422
    assert _change(client, words[-1], FIRST) == 303
    with app.app_context():
        kept = select(func.count()).select_from(EarlierPassword).where(EarlierPassword.person_id == person.id)
        assert db.session.scalar(kept) == 5


@pytest.mark.parametrize("profile", [PasswordProfile.ASVS])
def test_without_history_only_the_present_password_is_no_new_one(client: FlaskClient, person: Person) -> None:
    assert _change(client, FIRST, "blue kite over the hall") == 303
    assert _change(client, "blue kite over the hall", "blue kite over the hall") == 422
    assert _change(client, "blue kite over the hall", "red kite over the hall") == 303
    assert _change(client, "red kite over the hall", "blue kite over the hall") == 303


def _enter(app: Flask) -> FlaskClient:
    browser = app.test_client()
    assert browser.post("/login", data={"username": "someone", "password": FIRST}).status_code == 303
    return browser


def test_whoever_signs_in_with_a_password_that_ran_out_changes_it_first(app: Flask, person: Person) -> None:
    with app.app_context(), transaction():
        db.session.get_one(Person, person.id).password_set_at = START
    with clock.reading(lambda: START + timedelta(days=89, hours=20)):
        working = _enter(app)
        assert "密码还有 1 天到期" in working.get("/account").text
    with clock.reading(lambda: START + timedelta(days=89, hours=20, minutes=10)):
        assert working.get("/account").status_code == 200
    with clock.reading(lambda: START + timedelta(days=90)):
        browser = _enter(app)
        for path in ("/account", "/ledger", "/overview"):
            answer = browser.get(path)
            assert (answer.status_code, answer.location) == (303, "/account/password")
        assert "已经用满 90 天" in browser.get("/account/password").text
        assert _change(browser, FIRST, "Blue7-kite over") == 303
        assert browser.get("/account").status_code == 200


def test_guessing_from_an_open_browser_locks_too(client: FlaskClient, person: Person) -> None:
    for _ in range(5):
        assert _change(client, "wrong", "Blue7-kite over") == 422
    assert _change(client, FIRST, "Blue7-kite over") == 422
    later = clock.now() + timedelta(minutes=16)
    with clock.reading(lambda: later):
        assert _change(client, FIRST, "Blue7-kite over") == 303

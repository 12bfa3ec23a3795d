"""Two steps to sign in: for whom, with what, how often, and what a lost telephone costs."""

import base64
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.security import generate_password_hash
from werkzeug.test import TestResponse

from inspect_app.access import Role
from inspect_app.accounts.models import Person, RecoveryCode, SecondStep, SignInSession, StandIn
from inspect_app.audit.models import AuditEntry
from inspect_app.config import Mode, Settings
from inspect_app.database import db, transaction
from inspect_app.foundation import clock, totp
from tests.factories import keep, make_office, make_person, sign_in

PASSWORD = "三趟改一趟 2026"
START = datetime(2026, 5, 18, 1, 0, tzinfo=UTC)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings.for_tests(database_url=database_url, data_dir=tmp_path / "data", second_factor=True)


@pytest.fixture(autouse=True)
def no_tokens(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False


class Hand:
    """Somebody at a browser, with a telephone, at a moment that moves on."""

    def __init__(self, app: Flask, role: Role = Role.OFFICE_CLERK, **facts: object) -> None:
        self.app, self.client, self.now, self.secret = app, app.test_client(), START, b""
        with app.app_context():
            hashed = generate_password_hash(PASSWORD, method="scrypt:1024:1:1")
            person = make_person(role, make_office(), password_hash=hashed, **facts)
            self.id, self.username = person.id, person.username

    def post(self, path: str, **data: str) -> TestResponse:
        with clock.reading(lambda: self.now):
            return self.client.post(path, data=data)

    def get(self, path: str) -> TestResponse:
        with clock.reading(lambda: self.now):
            return self.client.get(path)

    def password(self, word: str = PASSWORD) -> TestResponse:
        self.client.delete_cookie("inspect")
        return self.post("/login?next=/ledger", username=self.username, password=word)

    def code(self, off: int = 0) -> str:
        return totp.code_at(self.secret, totp.step_of(self.now) + off)

    def second(self, code: str) -> TestResponse:
        return self.post("/login/second?next=/ledger", code=code)

    def read_secret(self) -> None:
        found = re.search(r'class="secret">([A-Z2-7 ]+)<', self.get("/login/second").text)
        assert found
        self.secret = base64.b32decode(found[1].replace(" ", ""))

    def register(self) -> list[str]:
        self.password()
        self.read_secret()
        return re.findall(r"<li>([2-9A-Z]{10})</li>", self.second(self.code()).text)

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def is_in(self) -> bool:
        return self.get("/account").status_code == 200

    def deeds(self) -> list[str]:
        with self.app.app_context():
            return list(db.session.scalars(select(AuditEntry.deed).order_by(AuditEntry.sequence)))


@pytest.fixture
def clerk(app: Flask) -> Iterator[Hand]:
    yield Hand(app)


TWICE = {
    Role.OFFICE_CLERK, Role.OFFICE_DIRECTOR, Role.LEADER, Role.ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR,
}  # fmt: skip


@pytest.mark.parametrize("role", list(Role))
def test_the_office_leaders_and_administrators_prove_themselves_twice(app: Flask, role: Role) -> None:
    hand = Hand(app, role)
    answer = hand.password()
    assert answer.location == ("/login/second?next=/ledger" if role in TWICE else "/ledger")
    assert hand.is_in() is (role not in TWICE)


def test_production_demands_it_and_demo_may() -> None:
    assert Settings(mode=Mode.PRODUCTION).second_step
    assert not Settings().second_step
    assert Settings(second_factor=True).second_step


def test_a_role_lent_today_demands_it_too(app: Flask) -> None:
    hand = Hand(app, Role.INSPECTOR)
    with app.app_context():
        director = make_person(Role.OFFICE_DIRECTOR, unit := make_office())
        dates = {"starts_on": START.date(), "ends_on": START.date()}
        lent = {"person_id": director.id, "stand_in_id": hand.id, "role": Role.OFFICE_DIRECTOR, "unit_id": unit.id}
        keep(StandIn(**lent, **dates))
    assert hand.password().location.startswith("/login/second")


def test_the_first_sign_in_registers_the_telephone_and_shows_ten_recovery_codes(clerk: Hand) -> None:
    codes = clerk.register()
    assert len(set(codes)) == 10
    assert clerk.is_in()
    assert clerk.deeds() == ["person.second_registered", "session.opened"]
    with clerk.app.app_context():
        kept = db.session.scalars(select(RecoveryCode.code_tag)).all()
        seal = db.session.get_one(SecondStep, clerk.id).secret_seal
    assert not set(kept) & set(codes)
    assert clerk.secret not in seal


def test_afterwards_the_telephone_lets_in_and_a_code_is_good_once(clerk: Hand) -> None:
    clerk.register()
    clerk.password()
    assert clerk.second(clerk.code()).status_code == 422
    clerk.later(seconds=30)
    assert clerk.second(clerk.code()).location == "/ledger"
    clerk.password()
    assert "svg" not in clerk.get("/login/second").text.split("<form")[1]
    assert clerk.second(clerk.code()).status_code == 422


def test_a_recovery_code_stands_in_for_the_telephone_once(clerk: Hand) -> None:
    first, *_ = clerk.register()
    clerk.password()
    assert clerk.second(f" {first[:5].lower()}-{first[5:]} ").status_code == 303
    assert clerk.is_in()
    assert "还剩 9 个" in clerk.get("/account").text
    clerk.password()
    assert clerk.second(first).status_code == 422


def test_five_wrong_tries_lock_however_often_the_password_is_right(clerk: Hand) -> None:
    clerk.register()
    clerk.later(minutes=1)
    for _ in range(5):
        clerk.password()
        assert clerk.second("000000").status_code == 422
    clerk.later(seconds=30)
    assert clerk.password().status_code == 422
    clerk.later(minutes=15)
    clerk.password()
    assert clerk.second(clerk.code()).status_code == 303


def test_the_second_step_is_worth_nothing_without_the_first(clerk: Hand) -> None:
    clerk.register()
    clerk.client.delete_cookie("inspect")
    clerk.later(seconds=30)
    assert clerk.second(clerk.code()).location == "/login"
    clerk.password()
    clerk.later(minutes=5)
    assert clerk.second(clerk.code()).location == "/login"


@pytest.mark.parametrize("change", [{"password_hash": "scrypt:other"}, {"active": False}])
def test_a_password_changed_meanwhile_makes_the_first_step_worthless(clerk: Hand, change: dict[str, object]) -> None:
    clerk.register()
    clerk.later(seconds=30)
    clerk.password()
    with clerk.app.app_context(), transaction():
        person = db.session.get_one(Person, clerk.id)
        for name, value in change.items():
            setattr(person, name, value)
    assert clerk.second(clerk.code()).status_code == 422
    assert not clerk.is_in()


def test_new_recovery_codes_make_the_old_ones_worthless(clerk: Hand) -> None:
    old = clerk.register()
    assert clerk.post("/account/recovery-codes", code="000000").status_code == 422
    clerk.later(seconds=30)
    new = re.findall(r"<li>([2-9A-Z]{10})</li>", clerk.post("/account/recovery-codes", code=clerk.code()).text)
    assert len(new) == 10
    clerk.password()
    assert clerk.second(old[0]).status_code == 422
    assert clerk.second(new[0]).status_code == 303


def test_an_administrator_clears_anothers_telephone_but_not_the_own(clerk: Hand, client: FlaskClient) -> None:
    clerk.register()
    with clerk.app.app_context():
        sign_in(client, admin := make_person(Role.ADMIN, make_office()))
        own = admin.id
    assert client.post(f"/admin/people/{own}/second-step/clear").status_code == 409
    assert client.post(f"/admin/people/{clerk.id}/second-step/clear").status_code == 303
    with clerk.app.app_context():
        assert db.session.scalars(select(RecoveryCode)).all() == []
        assert all(row.ended_at for row in db.session.scalars(select(SignInSession).filter_by(person_id=clerk.id)))
    assert "person.second_cleared" in clerk.deeds()
    before = clerk.secret
    clerk.register()
    assert clerk.is_in()
    assert clerk.secret != before

"""A session lives as long as it should and not a request longer: twenty ways in which one ends, or does not."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import delete, select, update

from inspect_app.access import SYSTEM, Role
from inspect_app.accounts import actions, queries
from inspect_app.accounts.models import Person, RoleGrant, SecondStep, SignInSession, StandIn
from inspect_app.accounts.vocabulary import RoleFacts
from inspect_app.config import current_settings
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from tests.factories import actor_of, keep, make_office, make_person, make_unit

PASSWORD, DEVICE = "三趟改一趟 2026", "d" * 20
OTHER = "Blue7-kite over"


class Case:
    """Somebody signed in at a browser, and what may happen to them."""

    def __init__(self, app: Flask) -> None:
        self.app, self.browser, self.begun = app, app.test_client(), clock.now()
        with app.app_context():
            hashed = actions.hash_password(PASSWORD)
            self.unit_id = make_unit().id
            self.person_id = make_person(Role.INSPECTOR, make_office(), username="someone", password_hash=hashed).id
            make_person(Role.ADMIN, username="admin")
        self.enter(self.browser)

    def enter(self, browser: FlaskClient, password: str = PASSWORD) -> int:
        return browser.post("/login", data={"username": "someone", "password": password}).status_code

    def is_in(self, browser: FlaskClient | None = None) -> bool:
        return (browser or self.browser).get("/account").status_code == 200

    def do(self, deed: Callable[[Person], object]) -> None:
        with self.app.app_context(), transaction():
            deed(db.session.get_one(Person, self.person_id, populate_existing=True))

    def later(self, **span: float) -> AbstractContextManager[None]:
        """Let it be later than the sign-in."""
        moment = self.begun + timedelta(**span)
        return clock.reading(lambda: moment)


@pytest.fixture
def case(app: Flask, client: FlaskClient) -> Case:
    app.config["WTF_CSRF_ENABLED"] = False
    return Case(app)


def test_01_a_cookie_from_before_opens_nothing_after_signing_in(case: Case) -> None:
    victim = case.app.test_client()
    victim.get("/login")
    planted = victim.get_cookie("inspect")
    case.enter(victim)
    attacker = case.app.test_client()
    if planted is not None:
        attacker.set_cookie("inspect", planted.value)
    assert case.is_in(victim) and not case.is_in(attacker)


def test_02_a_copied_cookie_ends_with_signing_out(case: Case) -> None:
    cookie = case.browser.get_cookie("inspect")
    case.browser.post("/logout")
    assert cookie is not None
    case.browser.set_cookie("inspect", cookie.value)
    assert not case.is_in()


def test_03_a_changed_password_ends_the_other_browsers_and_renews_this_one(case: Case) -> None:
    other, old = case.app.test_client(), case.browser.get_cookie("inspect")
    case.enter(other)
    form = {"current": PASSWORD, "password": OTHER, "again": OTHER}
    assert case.browser.post("/account/password", data=form).status_code == 303
    assert case.is_in() and not case.is_in(other)
    thief = case.app.test_client()
    assert old is not None
    thief.set_cookie("inspect", old.value)
    assert not case.is_in(thief)


def test_04_a_password_set_by_a_code_ends_every_session(case: Case) -> None:
    with case.app.app_context():
        new = actions.prepare_code()
    case.do(lambda person: actions.issue_code(SYSTEM, person.id, new))
    assert case.is_in()  # a code that nobody used yet ends nothing
    form = {"username": "someone", "code": new.code, "password": OTHER, "again": OTHER}
    assert case.app.test_client().post("/login/code", data=form).status_code == 303
    assert not case.is_in()


def test_05_who_is_switched_off_is_out_at_once(case: Case) -> None:
    case.do(lambda person: actions.switch_off(SYSTEM, person.id))
    assert not case.is_in()


def test_06_switching_on_again_revives_no_session(case: Case) -> None:
    case.do(lambda person: actions.switch_off(SYSTEM, person.id))
    case.do(lambda person: actions.switch_on(SYSTEM, person.id))
    assert not case.is_in()
    assert case.enter(case.browser) == 303


def test_07_a_lost_role_is_lost_on_the_next_request(case: Case) -> None:
    assert case.browser.get("/field/found").status_code == 200
    case.do(lambda person: db.session.execute(delete(RoleGrant).where(RoleGrant.person_id == person.id)))
    assert (case.is_in(), case.browser.get("/field/found").status_code) == (True, 403)


def test_08_a_new_role_works_on_the_next_request(case: Case) -> None:
    assert case.browser.get("/admin/people").status_code == 403
    held = RoleFacts(Role.ADMIN, case.unit_id)
    case.do(lambda person: actions.add_role(SYSTEM, person.id, held))
    assert case.browser.get("/admin/people").status_code == 200


def test_09_a_lent_role_ends_with_its_days(case: Case) -> None:
    with case.app.app_context():
        head, today = make_person(Role.DEPT_HEAD), clock.today()
        days = {"starts_on": today, "ends_on": today}
        keep(StandIn(person_id=head.id, stand_in_id=case.person_id, role=Role.DEPT_HEAD, unit_id=head.unit_id, **days))
    with case.app.app_context():
        assert Role.DEPT_HEAD in queries.actor_of(db.session.get_one(Person, case.person_id)).roles
    with case.later(days=1), case.app.app_context():
        assert Role.DEPT_HEAD not in queries.actor_of(db.session.get_one(Person, case.person_id)).roles


def test_10_an_unused_session_lives_for_half_an_hour_less_a_moment(case: Case) -> None:
    with case.later(minutes=29, seconds=50):
        assert case.is_in()


def test_11_an_unused_session_ends_after_half_an_hour(case: Case) -> None:
    with case.later(minutes=30, seconds=10):
        assert not case.is_in()


def test_12_a_busy_session_ends_after_twelve_hours(case: Case) -> None:
    for quarter in range(1, 48):
        with case.later(minutes=15 * quarter):
            assert case.is_in()
    with case.later(hours=12, seconds=10):
        assert not case.is_in()


def test_13_everywhere_means_tablets_too(case: Case) -> None:
    sent = {"username": "someone", "password": PASSWORD, "device": DEVICE}
    tablet, other = case.app.test_client(), case.app.test_client()
    assert tablet.post("/api/field/session", json=sent, headers={"X-Requested-By": "field"}).status_code == 201
    case.enter(other)
    assert case.browser.post("/account/sign-out-everywhere").status_code == 303
    assert not case.is_in() and not case.is_in(other)
    assert tablet.get("/api/field/session").status_code == 401


def test_14_a_cookie_nobody_signed_opens_nothing(case: Case) -> None:
    cookie = case.browser.get_cookie("inspect")
    assert cookie is not None
    head, _, signature = cookie.value.rpartition(".")
    for value in (head, f"{head}.{signature[::-1]}", f"{cookie.value}x", "", "x"):
        thief = case.app.test_client()
        thief.set_cookie("inspect", value)
        assert not case.is_in(thief)


def test_15_a_well_signed_cookie_with_another_token_opens_nothing(case: Case) -> None:
    thief = case.app.test_client()
    with thief.session_transaction() as session:
        session["_user_id"], session["_fresh"] = "A" * 64, True
    assert not case.is_in(thief)
    with thief.session_transaction() as session, case.app.app_context():
        session["_user_id"] = db.session.scalars(select(SignInSession.token_hash)).first()
    assert not case.is_in(thief)  # what a reader of the table finds


def test_16_a_cookie_signed_with_another_secret_opens_nothing(case: Case) -> None:
    with case.browser.session_transaction() as session:
        facts = dict(session)
    forged = URLSafeTimedSerializer("another secret", salt="cookie-session").dumps(facts)
    thief = case.app.test_client()
    thief.set_cookie("inspect", str(forged))
    assert not case.is_in(thief)


def test_17_clearing_the_second_step_ends_the_sessions(case: Case) -> None:
    case.do(lambda person: db.session.add(SecondStep(person_id=person.id, secret_seal=b"x", since=clock.now(), used=0)))
    case.do(lambda person: actions.clear_second_step(SYSTEM, person.id))
    assert not case.is_in()


def test_18_the_tablets_cookie_opens_no_desk_and_the_desks_no_tablet(case: Case) -> None:
    sent = {"username": "someone", "password": PASSWORD, "device": DEVICE}
    tablet = case.app.test_client()
    tablet.post("/api/field/session", json=sent, headers={"X-Requested-By": "field"})
    assert tablet.get("/api/field/session").status_code == 200
    assert not case.is_in(tablet)
    assert case.browser.get("/api/field/session").status_code == 401


def test_19_a_tablet_ends_at_once_when_it_is_taken_back_and_after_its_hours(case: Case) -> None:
    sent = {"username": "someone", "password": PASSWORD, "device": DEVICE}
    first, second = case.app.test_client(), case.app.test_client()
    for tablet, device in ((first, DEVICE), (second, "e" * 20)):
        tablet.post("/api/field/session", json={**sent, "device": device}, headers={"X-Requested-By": "field"})
    with case.app.app_context():
        hours = current_settings().field_hours
    with case.later(hours=hours, seconds=10):
        assert first.get("/api/field/session").status_code == 401
    with case.app.app_context():
        clerk = actor_of(make_person(Role.OFFICE_CLERK))
    case.do(lambda person: actions.revoke_tablets(clerk, person.id))
    assert {tablet.get("/api/field/session").status_code for tablet in (first, second)} == {401}


def test_20_two_browsers_are_two_sessions_and_one_ends_alone(case: Case) -> None:
    other = case.app.test_client()
    case.enter(other)
    case.browser.post("/logout")
    assert not case.is_in() and case.is_in(other)
    case.do(lambda person: db.session.execute(update(Person).where(Person.id == person.id).values(username="renamed")))
    assert case.is_in(other)  # another name is the same person

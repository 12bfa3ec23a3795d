"""我的会话与设备, and 安全事件."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.accounts import actions, queries
from inspect_app.accounts.models import FieldSession, Person, SignInSession
from inspect_app.accounts.rules import person_problem
from inspect_app.accounts.vocabulary import PersonFacts, RoleFacts, SecurityKind
from inspect_app.config import Settings
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from tests.accounts.browsing import post
from tests.factories import actor_of, make_person, make_unit, sign_in


@pytest.fixture
def person(app: Flask, client: FlaskClient) -> Person:
    with app.app_context():
        person = make_person(Role.INSPECTOR)
        sign_in(client, person)
        return person


def _marks(app: Flask, person: Person) -> list[str]:
    with app.app_context():
        mine = (SignInSession.person_id == person.id) & SignInSession.ended_at.is_(None)
        query = select(SignInSession.token_hash).where(mine)
        return list(db.session.scalars(query.order_by(SignInSession.id)))


def test_one_ends_another_browser_and_stays(app: Flask, client: FlaskClient, person: Person) -> None:
    other = app.test_client()
    with app.app_context():
        sign_in(other, person)
    here, there = _marks(app, person)
    answer = post(client, f"/account/sessions/{there}/end", {}, form_at="/account/sessions")
    assert (answer.status_code, answer.location) == (303, "/account/sessions")
    assert (client.get("/account").status_code, other.get("/account").status_code) == (200, 302)
    assert _marks(app, person) == [here]
    assert post(client, f"/account/sessions/{there}/end", {}, form_at="/account/sessions").status_code == 404


def test_nobody_ends_a_session_or_a_tablet_of_somebody_else(app: Flask, client: FlaskClient, person: Person) -> None:
    with app.app_context():
        stranger = make_person(Role.INSPECTOR)
        sign_in(app.test_client(), stranger)
        with transaction():
            actions.open_tablet(db.session.get_one(Person, stranger.id), "d" * 20)
        tablet = db.session.scalars(select(FieldSession.token_hash)).one()
    (theirs,) = _marks(app, stranger)
    for path in (f"/account/sessions/{theirs}/end", f"/account/tablets/{tablet}/end"):
        assert post(client, path, {}, form_at="/account/sessions").status_code == 404
    assert _marks(app, stranger) == [theirs]


def test_one_ends_the_own_tablet_from_the_desk(app: Flask, client: FlaskClient, person: Person) -> None:
    with app.app_context(), transaction():
        token = actions.open_tablet(db.session.get_one(Person, person.id), "d" * 20)
    with app.app_context():
        tablet = db.session.scalars(select(FieldSession.token_hash)).one()
        assert queries.find_tablet(token) is not None
    assert "现在有 1 个浏览器、1 台平板登录着" in client.get("/account").text
    assert post(client, f"/account/tablets/{tablet}/end", {}, form_at="/account/sessions").status_code == 303
    with app.app_context():
        assert queries.find_tablet(token) is None
    assert "没有登记着的平板" in client.get("/account/sessions").text


def test_security_events_tell_refusals_locks_codes_and_tablets(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        guard, admin = make_person(Role.SECURITY_ADMIN), make_person(Role.ADMIN)
        locked = make_person(Role.LEADER, username="locked-one", name="被锁的人", password_hash="x")
        shopper = make_person(Role.SHOPPER, username="quiet", shopper_code="暗访员-07", password_hash="x")
        sign_in(client, guard)
        for person, tries in ((locked, 6), (shopper, 1)):
            for _ in range(tries):
                with transaction():
                    actions.sign_in(actions.Checked(person.id, "x", right=False))
        with transaction():
            actions.sign_in(actions.Checked(None, None, right=False))
        new = actions.prepare_code()
        with transaction():
            actions.issue_code(actor_of(admin), admin.id, new)
        counts = {row.kind: (row.day, row.week) for row in queries.security_counts()}
    assert counts[SecurityKind.REFUSED] == (6, 6)
    assert counts[SecurityKind.LOCKED] == (2, 2)
    assert counts[SecurityKind.CODES] == (1, 1)
    page = client.get("/admin/security").text
    assert "被锁的人" in page and "没有这个用户名" in page and "发一次性口令" in page
    assert "暗访员-07" not in page and "（封存）" in page
    assert client.get("/admin/security?kind=locked").text.count("被锁的人") == 3  # two events, one lock


def test_events_are_counted_by_day_and_week_and_paged(app: Flask) -> None:
    with app.app_context():
        person = make_person(Role.LEADER, password_hash="x")
        for _ in range(4):
            with transaction():
                actions.sign_in(actions.Checked(person.id, "x", right=False))
        later = clock.now() + timedelta(days=2)
        with clock.reading(lambda: later):
            counts = {row.kind: (row.day, row.week) for row in queries.security_counts()}
            rows, total = queries.security_rows(SecurityKind.REFUSED, 1, 2)
    assert counts[SecurityKind.REFUSED] == (0, 4)
    assert (len(rows), total) == (2, 4)


class TestThreeAdministrators:
    """三员分离, where the installation asks for it."""

    @pytest.fixture
    def settings(self, database_url: str, tmp_path: Path) -> Settings:
        return Settings.for_tests(database_url=database_url, data_dir=tmp_path / "data", separate_admins=True)

    @pytest.mark.parametrize("pair", [("admin", "auditor"), ("admin", "security_admin"), ("security_admin", "auditor")])
    def test_nobody_holds_two_of_them(self, pair: tuple[str, str]) -> None:
        roles = tuple(RoleFacts(Role(role), 1) for role in pair)  # type: ignore[call-arg]
        facts = PersonFacts("someone", "某人", 1, roles=roles)
        assert person_problem(facts) is None
        problem = person_problem(facts, separated=True)
        assert problem is not None and problem[0] == "roles"

    def test_a_second_one_is_refused_with_a_sentence_and_nothing_changes(self, app: Flask, client: FlaskClient) -> None:
        with app.app_context():
            sign_in(client, make_person(Role.ADMIN))
            auditor, unit = make_person(Role.AUDITOR, username="auditor"), make_unit()
        form = {
            "version": "1", "username": "auditor", "name": "审计", "unit_id": str(unit.id),
            "roles-0-role": "auditor", "roles-0-unit_id": str(unit.id),
            "roles-1-role": "security_admin", "roles-1-unit_id": str(unit.id),
        }  # fmt: skip
        answer = post(client, f"/admin/people/{auditor.id}", form)
        assert answer.status_code == 422
        assert "要由不同的人担任" in answer.text
        with app.app_context():
            assert queries.actor_of(db.session.get_one(Person, auditor.id)).roles == {Role.AUDITOR}

    def test_who_already_is_two_of_them_is_named_to_the_security_administrator(
        self, app: Flask, client: FlaskClient
    ) -> None:
        from inspect_app.accounts.models import RoleGrant
        from tests.factories import keep

        with app.app_context():
            sign_in(client, make_person(Role.SECURITY_ADMIN))
            double = make_person(Role.ADMIN, name="身兼两职")
            keep(RoleGrant(person_id=double.id, role=Role.AUDITOR, unit_id=double.unit_id))
        assert "有人兼任两种管理员：身兼两职" in client.get("/admin/security").text

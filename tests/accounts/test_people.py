"""People on their pages: roles, codes, sealed names, switching off."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from inspect_app.access import Role
from inspect_app.accounts.models import Person, SignInSession, Unit
from inspect_app.accounts.vocabulary import OpenWork
from inspect_app.config import current_sealer
from inspect_app.database import db
from tests.accounts.browsing import person_form, post
from tests.factories import make_office, make_person, make_unit, sign_in


def test_a_person_is_added_with_a_role_and_gets_a_code_shown_once(
    client: FlaskClient, admin: Person, app: Flask
) -> None:
    with app.app_context():
        unit = make_unit()
    answer = post(client, "/admin/people/new", person_form(unit))
    shown = post(client, f"{answer.location}/code", {}, form_at=answer.location)
    code = re.search(r'class="code-once">([A-Z0-9]{10})<', shown.text)
    assert code
    assert code[1] not in client.get(answer.location).text
    with app.app_context():
        person = db.session.scalars(select(Person).where(Person.username == "wangwei")).one()
        assert [(held.role, held.unit_id) for held in person.grants] == [(Role.DEPT_LIAISON, unit.id)]
        assert person.password_hash is None


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"username": "admin1"}, "已经有人在用"),
        ({"username": "王伟"}, "用户名用 2 到 32 个小写字母"),
        ({"name": ""}, "请填写姓名。"),
        ({"unit_id": ""}, "请选择单位。"),
        ({"roles-0-unit_id": ""}, "每个角色都要选单位。"),
        ({"roles-0-role": "emperor"}, "角色"),
        ({"roles-0-deputy": "y"}, "只有部门负责人和跑改办主任才有“分管副职”。"),
        ({"roles-0-role": "shopper"}, "暗访员要有代号"),
        ({"shopper_code": "暗访员-07"}, "有暗访代号的人只能是暗访员或核验人员"),
        ({"email": "li"}, "邮箱没有填对"),
        ({"email": "li@example.cn\nBcc: a@example.cn"}, "邮箱没有填对"),
        (
            {"roles-0-role": "shopper", "shopper_code": "暗访员-07", "email": "li@example.cn"},
            "暗访员不留邮箱，以免身份暴露。",
        ),
    ],
)
def test_an_impossible_person_is_refused(
    client: FlaskClient, admin: Person, app: Flask, values: dict[str, str], said: str
) -> None:
    with app.app_context():
        unit = make_unit()
    answer = post(client, "/admin/people/new", person_form(unit, **values))
    assert answer.status_code == 422
    assert said in answer.text


def test_a_person_may_have_an_address_to_write_to(client: FlaskClient, admin: Person, app: Flask) -> None:
    with app.app_context():
        unit = make_unit()
    answer = post(client, "/admin/people/new", person_form(unit, email="li@example.cn"))
    assert 'value="li@example.cn"' in client.get(answer.location).text
    with app.app_context():
        assert db.session.scalar(select(Person.email).where(Person.username == "wangwei")) == "li@example.cn"


def test_changing_roles_alone_makes_a_new_version(client: FlaskClient, admin: Person, app: Flask) -> None:
    with app.app_context():
        person = make_person(Role.DEPT_LIAISON)
        unit = db.session.get_one(Unit, person.unit_id)
    form = person_form(unit, username=person.username, name=person.name, title="", version="1")
    path = f"/admin/people/{person.id}"
    assert post(client, path, {**form, "roles-0-role": "dept_head"}).status_code == 303
    assert post(client, path, {**form, "roles-0-role": "verifier"}).status_code == 409


def test_nobody_gives_themselves_a_role(client: FlaskClient, admin: Person, app: Flask) -> None:
    with app.app_context():
        unit = db.session.get_one(Unit, admin.unit_id)
    form = person_form(unit, username="admin1", name=admin.name, title="", version="1")
    answer = post(client, f"/admin/people/{admin.id}", {**form, "roles-0-role": "office_director"})
    assert answer.status_code == 403


def test_the_last_administrator_stays(client: FlaskClient, admin: Person) -> None:
    answer = post(client, f"/admin/people/{admin.id}/off", {}, form_at="/admin/people/new")
    assert answer.status_code == 409


def test_switching_a_person_off_ends_their_sessions_at_once(client: FlaskClient, admin: Person, app: Flask) -> None:
    other = app.test_client()
    with app.app_context():
        person = make_person(Role.OFFICE_CLERK)
        sign_in(other, person)
    assert other.get("/account").status_code == 200
    assert post(client, f"/admin/people/{person.id}/off", {}).status_code == 303
    assert other.get("/account").status_code == 302
    with app.app_context():
        ended = select(SignInSession.end_reason).where(SignInSession.person_id == person.id)
        assert db.session.scalars(ended).one() == "disabled"


def test_switching_off_lists_the_work_to_hand_over(
    client: FlaskClient, admin: Person, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = OpenWork("问题", "2026-0012 窗口不收复印件", "/case/2026-0012")
    monkeypatch.setattr("inspect_app.accounts.actions.handing_over._finders", [lambda actor, person: [work]])
    with app.app_context():
        person = make_person(Role.DEPT_LIAISON)
    page = client.get(f"/admin/people/{person.id}/off").text
    assert '<a href="/case/2026-0012">2026-0012 窗口不收复印件</a>' in page


def test_a_shoppers_name_is_sealed_and_only_the_director_reads_it(
    client: FlaskClient, admin: Person, app: Flask
) -> None:
    director = app.test_client()
    with app.app_context():
        office = make_office()
        sign_in(director, make_person(Role.OFFICE_DIRECTOR, office))
    form = person_form(office, username="af07", name="李暗访", shopper_code="暗访员-07")
    form["roles-0-role"] = "shopper"
    path = post(client, "/admin/people/new", form).location
    assert "李暗访" not in client.get(path).text + client.get("/admin/people").text
    assert "李暗访" in director.get(path).text
    assert "李暗访" in director.get("/admin/people").text
    with app.app_context():
        row = db.session.scalars(select(Person).where(Person.username == "af07")).one()
        assert (row.name, row.shopper_code) == ("暗访员-07", "暗访员-07")
        assert row.name_seal is not None
        assert current_sealer().open(row.name_seal, "name").decode() == "李暗访"


def test_the_director_seals_a_name_anew_and_changes_nothing_else(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        office = make_office()
        sign_in(client, make_person(Role.OFFICE_DIRECTOR, office))
        shopper = make_person(Role.SHOPPER, name="旧名字")
    path = f"/admin/people/{shopper.id}"
    assert post(client, f"{path}/real-name", {"name": "新名字"}, form_at=path).status_code == 303
    assert "新名字" in client.get(path).text
    form = person_form(office, version="2", username="taken-over")
    assert post(client, path, form).status_code == 403


def test_a_list_of_people_asks_the_same_number_of_queries_for_1_and_for_30(
    client: FlaskClient, admin: Person, app: Flask
) -> None:
    def count() -> int:
        asked: list[str] = []
        with app.app_context():
            engine = db.engine

        def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            asked.append(statement)

        event.listen(engine, "before_cursor_execute", hear)
        try:
            assert client.get("/admin/people").status_code == 200
        finally:
            event.remove(engine, "before_cursor_execute", hear)
        return len([statement for statement in asked if statement.startswith(("SELECT", "WITH"))])

    few = count()
    with app.app_context():
        for _ in range(30):
            make_person(Role.DEPT_LIAISON)
    assert count() == few


def test_people_are_found_by_name_and_unit_and_come_in_pages(client: FlaskClient, admin: Person, app: Flask) -> None:
    with app.app_context():
        unit = make_unit("市海洋局")
        for number in range(60):
            make_person(Role.DEPT_LIAISON, unit, username=f"sea{number:02d}")
    assert "共 60 人" in client.get("/admin/people?find=海洋").text
    assert "sea59" in client.get(f"/admin/people?unit={unit.id}&page=2").text
    assert client.get("/admin/people?unit=abc&page=-3&find=%27").status_code == 200

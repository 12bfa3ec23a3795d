"""Pages of units, people and the own account: who sees them, what they change, what stays hidden."""

import re
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import event, select

from inspect_app.access import GRANTS, Permission, Role
from inspect_app.accounts.models import Person, RoleGrant, SignInSession, StandIn, Unit
from inspect_app.accounts.vocabulary import OpenWork
from inspect_app.config import current_sealer
from inspect_app.database import db
from inspect_app.foundation import clock
from tests.accounts.browsing import post
from tests.factories import keep, make_office, make_person, make_unit, sign_in

PAGES = {
    "/admin/units": {Permission.MANAGE_ACCOUNTS},
    "/admin/units/new": {Permission.MANAGE_ACCOUNTS},
    "/admin/people": {Permission.MANAGE_ACCOUNTS, Permission.PLAN_COVERT},
    "/admin/people/new": {Permission.MANAGE_ACCOUNTS},
    "/admin/people/import": {Permission.MANAGE_ACCOUNTS},
    "/admin/people/template.xlsx": {Permission.MANAGE_ACCOUNTS},
    "/admin/stand-ins": {Permission.MANAGE_ACCOUNTS},
    "/admin/access": {Permission.MANAGE_ACCOUNTS, Permission.MANAGE_SECURITY, Permission.READ_AUDIT},
    "/account": set(Permission),
    "/account/password": set(Permission),
    "/account/stand-ins": set(Permission),
}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_its_pages_and_no_other(app: Flask, role: Role) -> None:
    browser = app.test_client()
    with app.app_context():
        sign_in(browser, make_person(role))
    seen = {path: browser.get(path).status_code for path in PAGES}
    assert seen == {path: 200 if GRANTS[role] & powers else 403 for path, powers in PAGES.items()}


def test_nobody_signed_out_sees_a_page(client: FlaskClient) -> None:
    assert {client.get(path).status_code for path in PAGES} == {302}


@pytest.fixture
def admin(app: Flask, client: FlaskClient) -> Person:
    with app.app_context():
        person = make_person(Role.ADMIN, username="admin1")
        sign_in(client, person)
        return person


def unit_form(**values: str) -> dict[str, str]:
    form = {"name": "市公安局", "short_name": "公安局", "code": "GA", "level": "city", "kind": "bureau"}
    return {**form, "sort_no": "10", "parent_id": "", **values}


def test_a_unit_is_added_and_changed(client: FlaskClient, admin: Person, app: Flask) -> None:
    assert post(client, "/admin/units/new", unit_form()).status_code == 303
    with app.app_context():
        unit = db.session.scalars(select(Unit).where(Unit.code == "GA")).one()
    path = f"/admin/units/{unit.id}"
    changed = unit_form(version=str(unit.version), short_name="市公安")
    assert post(client, path, changed).status_code == 303
    with app.app_context():
        assert db.session.get_one(Unit, unit.id).short_name == "市公安"


def test_a_second_save_of_the_same_version_shows_both_texts(client: FlaskClient, admin: Person, app: Flask) -> None:
    with app.app_context():
        unit = make_unit("市公安局")
    path = f"/admin/units/{unit.id}"
    post(client, path, unit_form(version="1", short_name="甲写的"))
    answer = post(client, path, unit_form(version="1", short_name="乙写的"))
    assert answer.status_code == 409
    assert "甲写的" in answer.text
    assert "乙写的" in answer.text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": ""}, "请填写名称。"),
        ({"sort_no": "很靠前"}, "排序号"),
        ({"parent_id": "999"}, "上级单位"),
        ({"parent_id": "x'; DROP"}, "上级单位"),
        ({"level": "planet"}, "层级"),
        ({"active_from": "2026-05-02", "active_to": "2026-05-01"}, "停用日期不能早于启用日期。"),
    ],
)
def test_an_impossible_unit_is_refused_with_its_values_kept(
    client: FlaskClient, admin: Person, values: dict[str, str], said: str
) -> None:
    answer = post(client, "/admin/units/new", unit_form(**values))
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="GA"' in answer.text


def test_a_unit_is_never_below_itself(client: FlaskClient, admin: Person, app: Flask) -> None:
    with app.app_context():
        upper = make_unit()
        lower = make_unit(parent=upper)
    form = unit_form(version="1", parent_id=str(lower.id))
    answer = post(client, f"/admin/units/{upper.id}", form)
    assert answer.status_code == 422
    assert "上级单位不能是它自己或它的下级。" in answer.text


def person_form(unit: Unit, **values: str) -> dict[str, str]:
    form = {"username": "wangwei", "name": "王伟", "unit_id": str(unit.id), "title": "科长"}
    return {**form, "roles-0-role": "dept_liaison", "roles-0-unit_id": str(unit.id), **values}


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
    assert "共 60 人" in client.get("/admin/people?q=海洋").text
    assert "sea59" in client.get(f"/admin/people?unit={unit.id}&page=2").text
    assert client.get("/admin/people?unit=abc&page=-3&q=%00").status_code == 200


def test_a_head_names_a_stand_in_who_may_sign_on_those_days(app: Flask, client: FlaskClient) -> None:
    other = app.test_client()
    with app.app_context():
        unit = make_unit()
        head, colleague = make_person(Role.DEPT_HEAD, unit), make_person(Role.DEPT_LIAISON, unit)
        colleague_id = colleague.id
        grant_id = db.session.scalars(select(RoleGrant.id).where(RoleGrant.person_id == head.id)).one()
        sign_in(client, head)
        sign_in(other, colleague)
    day = clock.today().isoformat()
    form = {"grant_id": str(grant_id), "stand_in_id": str(colleague_id), "starts_on": day, "ends_on": day}
    assert "今天代理" not in other.get("/account").text
    assert post(client, "/account/stand-ins", form).status_code == 303
    assert "今天代理" in other.get("/account").text
    with app.app_context():
        row = db.session.scalars(select(StandIn)).one()
    assert post(client, f"/account/stand-ins/{row.id}/end", {}, form_at="/account").status_code == 303
    assert "今天代理" not in other.get("/account").text


def test_nobody_ends_a_stand_in_that_others_named(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        unit = make_unit()
        head, colleague = make_person(Role.DEPT_HEAD, unit), make_person(Role.DEPT_HEAD)
        day = clock.today()
        row = StandIn(
            person_id=head.id,
            stand_in_id=colleague.id,
            role=Role.DEPT_HEAD,
            unit_id=unit.id,
            starts_on=day,
            ends_on=day,
        )
        keep(row)
        sign_in(client, colleague)
    assert post(client, f"/account/stand-ins/{row.id}/end", {}, form_at="/account").status_code == 403


def test_a_stand_in_is_a_colleague_of_the_unit(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        head, stranger = make_person(Role.DEPT_HEAD), make_person(Role.DEPT_LIAISON)
        grant_id = db.session.scalars(select(RoleGrant.id).where(RoleGrant.person_id == head.id)).one()
        stranger_id = stranger.id
        sign_in(client, head)
    day = clock.today().isoformat()
    form = {"grant_id": str(grant_id), "stand_in_id": str(stranger_id), "starts_on": day, "ends_on": day}
    assert post(client, "/account/stand-ins", form).status_code == 422


def test_the_table_of_powers_says_what_the_program_reads(client: FlaskClient, admin: Person) -> None:
    page = client.get("/admin/access").text
    for power in Permission:
        row = page.split(f'<th scope="row">{power.label}</th>')[1].split("</tr>")[0]
        cells = row.split("<td>")[1:]
        assert ["<svg" in cell for cell in cells] == [power in GRANTS[role] for role in Role]


def test_a_filled_in_file_of_people_is_tried_then_imported_then_unchanged(
    client: FlaskClient, admin: Person, app: Flask
) -> None:
    with app.app_context():
        make_unit("市民政局")
    book = load_workbook(BytesIO(client.get("/admin/people/template.xlsx").data))
    book["人员"].append(["ＭＺ01", " 张　三 ", "市民政局", "科员", "部门联络员", "", "", "", ""])
    book["人员"].append(["ＭＺ01", "张 三", "市民政局", "科员", "部门负责人", "", "是", "", ""])

    def send(mode: str) -> str:
        target = BytesIO()
        book.save(target)
        target.seek(0)
        return post(client, "/admin/people/import", {"file": (target, "人员.xlsx"), "mode": mode}).text

    assert "新增 1 人：mz01" in send("try")
    with app.app_context():
        assert db.session.scalars(select(Person).where(Person.username == "mz01")).all() == []
    send("import")
    with app.app_context():
        person = db.session.scalars(select(Person).where(Person.username == "mz01")).one()
        held = {(grant.role, grant.deputy) for grant in person.grants}
        assert (person.name, held) == ("张 三", {(Role.DEPT_LIAISON, False), (Role.DEPT_HEAD, True)})
    assert "不变 1 人" in send("try")


def test_a_file_with_problems_names_each_cell_and_imports_nothing(
    client: FlaskClient, admin: Person, app: Flask
) -> None:
    with app.app_context():
        make_unit("市民政局")
    book = load_workbook(BytesIO(client.get("/admin/people/template.xlsx").data))
    book["人员"].append(["good1", "张三", "市民政局", "", "部门联络员", "", "", "", ""])
    book["人员"].append(["bad one", "李四", "市民政局", "", "部门联络员", "", "", "", ""])
    book["人员"].append(["bad2", "王五", "没有的局", "", "皇帝", "", "", "", ""])
    target = BytesIO()
    book.save(target)
    target.seek(0)
    page = post(client, "/admin/people/import", {"file": (target, "人员.xlsx"), "mode": "import"}).text
    said = re.findall(r"<li>([A-Z]\d+：[^<]+)</li>", page)
    assert [line.split("：")[0] for line in said] == ["C4", "E4", "A3"]
    with app.app_context():
        assert db.session.scalars(select(Person).where(Person.username == "good1")).all() == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "请选择文件。"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Excel"),
        (b"PK\x03\x04broken", "损坏"),
        ("用户名,姓名".encode(), "不是 Excel 工作簿"),
    ],
)
def test_a_file_that_is_no_workbook_gets_a_clear_sentence(
    client: FlaskClient, admin: Person, data: bytes, said: str
) -> None:
    name = "人员.xlsx" if data else ""
    answer = post(client, "/admin/people/import", {"file": (BytesIO(data), name), "mode": "import"})
    assert said in answer.text
    assert answer.status_code == 422

"""The first production day from the command line."""

import re
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select, text

from exports.people_template import people_template
from inspect_app.access import Role
from inspect_app.accounts import actions, queries
from inspect_app.accounts.models import OneTimeCode, Person
from inspect_app.calendar.queries import list_years
from inspect_app.database import db, transaction
from tests.calendar.test_notice import NOTICE
from tests.factories import make_person


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=list(arguments))


@pytest.fixture
def office(app: Flask) -> Flask:
    assert run(app, "unit", "add", "市跑改办", "--code", "PGB", "--kind", "reform_office").exit_code == 0
    return app


def test_the_first_administrator_gets_in_with_the_printed_code(office: Flask) -> None:
    answer = run(office, "person", "add", "HeJing", "--name", "何静", "--unit", "PGB", "--role", "admin")
    code = re.search(r"：([A-Z0-9]{10})\n", answer.output)
    assert code
    with office.app_context():
        checked = actions.check_code("hejing", code[1])
        new = actions.prepare_password(checked, "三趟改一趟 2026")
        with transaction():
            assert actions.set_first_password(checked, new)
        person = queries.find_by_username("hejing")
        assert person is not None
        assert queries.actor_of(person).roles == {Role.ADMIN}
        assert [row.year for row in list_years()][0] == 2026


def test_a_second_call_adds_a_role_and_a_set_password_stays(office: Flask) -> None:
    run(office, "person", "add", "hejing", "--name", "何静", "--unit", "PGB", "--role", "admin")
    with office.app_context(), transaction():
        db.session.scalars(select(Person)).one().password_hash = "set"
    answer = run(office, "person", "add", "hejing", "--unit", "PGB", "--role", "office_clerk")
    assert "一次性口令" not in answer.output
    with office.app_context():
        person = db.session.scalars(select(Person)).one()
        assert {grant.role for grant in person.grants} == {Role.ADMIN, Role.OFFICE_CLERK}
        assert (person.name, person.password_hash) == ("何静", "set")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("unit", "add", "别的", "--code", "PGB"), "“PGB”已经有别的单位在用。"),
        (("unit", "add", "别的", "--code", "X", "--parent", "没有"), "没有单位“没有”"),
        (("person", "add", "a1", "--name", "甲", "--unit", "没有", "--role", "admin"), "没有单位“没有”"),
        (("person", "add", "a1", "--name", "甲", "--unit", "PGB", "--role", "emperor"), "没有角色“emperor”"),
        (("person", "add", "甲乙", "--name", "甲", "--unit", "PGB", "--role", "admin"), "用户名用 2 到 32 个"),
        (("person", "add", "a1", "--unit", "PGB", "--role", "admin"), "请填写姓名。"),
        (("notice", "draft", "--campaign", "没有", "--date", "2026-05-18"), "没有编码为“没有”的专项。"),
    ],
)
def test_a_refusal_is_one_sentence_and_changes_nothing(office: Flask, arguments: tuple[str, ...], said: str) -> None:
    answer = run(office, *arguments)
    assert answer.exit_code == 1
    assert said in answer.output
    assert "Traceback" not in answer.output
    with office.app_context():
        assert db.session.scalars(select(Person)).all() == []


def test_a_years_notice_is_imported_and_with_dry_run_only_tried(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "2027.csv"
    file.write_text(NOTICE, encoding="gb18030")
    years = []
    for options in (["--dry-run"], []):
        assert run(app, "import", "calendar", str(file), *options).exit_code == 0
        with app.app_context():
            years.append([row.year for row in list_years()])
    assert years == [[], [2027]]


def test_people_are_imported_with_codes_for_the_new_ones(office: Flask, tmp_path: Path) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    book = load_workbook(BytesIO(people_template(["市跑改办"])))
    book["人员"].append(["clerk9", "李丽", "市跑改办", "", "跑改办经办人", "", "", "", ""])
    book.save(tmp_path / "people.xlsx")
    answer = run(office, "import", "people", str(tmp_path / "people.xlsx"), "--codes")
    assert re.search(r"clerk9\t[A-Z0-9]{10}\n", answer.output)
    with office.app_context():
        assert len(db.session.scalars(select(OneTimeCode)).all()) == 1


def test_a_broken_chain_is_named_and_fails(app: Flask) -> None:
    with app.app_context():
        make_person()
    run(app, "unit", "add", "市跑改办", "--code", "PGB")
    assert "审计链完整，共 1 条。" in run(app, "audit", "verify").output
    with app.app_context(), transaction() as session:
        session.execute(text("UPDATE audit_details SET body = '{}' WHERE sequence = 1"))
    answer = run(app, "audit", "verify")
    assert (answer.exit_code, "第 1 条断开" in answer.output) == (1, True)

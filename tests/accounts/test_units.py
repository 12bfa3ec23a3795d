"""The tree of units on its pages."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from inspect_app.accounts.models import Person, Unit
from inspect_app.database import db
from tests.accounts.browsing import post, unit_form
from tests.factories import make_unit


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

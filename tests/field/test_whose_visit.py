"""A visit is its author's; for everybody else there is none."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inspect_app.access import Role
from tests import factories
from tests.field.making import WHOLE, begin, every_kind


@pytest.mark.parametrize("role", [Role.DEPT_HEAD, Role.LEADER, Role.ADMIN, Role.AUDITOR])
def test_who_is_no_author_sees_no_capture_page(app: Flask, field: FlaskClient, role: Role) -> None:
    url = begin(app, field, every_kind)
    with app.app_context():
        factories.sign_in(field, factories.make_person(role))
    assert [field.get(address).status_code for address in ("/field", f"{url}/check")] == [403, 403]


@pytest.mark.parametrize(
    "role", [Role.INSPECTOR, Role.OBSERVER, Role.SHOPPER, Role.CHIEF, Role.VERIFIER, Role.OFFICE_DIRECTOR]
)
def test_somebody_elses_visit_does_not_exist(app: Flask, field: FlaskClient, role: Role) -> None:
    url = begin(app, field, every_kind)
    with app.app_context():
        factories.sign_in(field, factories.make_person(role))
    for address in (url, f"{url}/check", f"{url}/parts/look", f"{url}/files/x", f"{url}/receipt"):
        assert field.get(address).status_code == 404
    assert field.post(f"{url}/submit", data=WHOLE).status_code == 404
    assert field.post(f"{url}/parts/look", data={"answer-q1": "yes"}).status_code == 404

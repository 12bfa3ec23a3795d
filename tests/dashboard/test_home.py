"""The first page of each role: what waits for me, and where to go."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inspect_app.access import AUTHORS, Role
from inspect_app.calendar.actions import seed_from_library
from inspect_app.database import transaction
from inspect_app.findings.vocabulary import FindingStatus
from tests.factories import make_finding, make_person, make_unit, make_visit, make_window, sign_in


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_first_page(app: Flask, client: FlaskClient, role: Role) -> None:
    with app.app_context():
        sign_in(client, make_person(role))
    page = client.get("/", follow_redirects=True)
    assert page.status_code == 200
    assert page.request.path == ("/field/app" if role in AUTHORS else "/")


def test_a_department_is_told_what_waits_and_each_line_opens_its_list(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        with transaction():
            seed_from_library()
        unit = make_unit()
        for status in (FindingStatus.DISPATCHED, FindingStatus.DISPATCHED, FindingStatus.RECTIFYING):
            make_finding(status, unit=unit)
        make_finding(FindingStatus.DISPATCHED)
        sign_in(client, make_person(Role.DEPT_LIAISON, unit))
    page = client.get("/").text
    assert "待签收" in page
    assert "3 件" in page
    assert client.get("/waiting/accept").text.count("2000-") >= 2


def test_a_department_is_told_nothing_of_visits(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        unit = make_unit()
        make_visit(make_person(Role.INSPECTOR), make_window(unit))
        sign_in(client, make_person(Role.DEPT_HEAD, unit))
    assert "走访" not in client.get("/").text
